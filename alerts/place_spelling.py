"""How a place of a post is written in the nominative: with the type word of the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.declension import split_adjective
from alerts.place_names import Sort

if TYPE_CHECKING:
    from alerts.place_lists import Hit
    from alerts.place_names import Name


_TYPED: Final = frozenset({Sort.DISTRICT, Sort.PART})


def spelling(hit: Hit, name: Name | None) -> str:
    """Return the nominative: a district with the type word of the post."""
    if name is None:
        if hit.types is not None:
            return f"{_adjective_of(hit)} {hit.types or 'район'}"
        return hit.names[0].place if hit.names else hit.spelt or ""
    if hit.types and name.sort in _TYPED:
        return f"{name.place.rpartition(' ')[0]} {hit.types}"
    if hit.types and name.sort is Sort.TOWN and not is_headless(hit):
        adjectival = split_adjective(name.place.lower()) is not None
        return f"{name.place if adjectival else _adjective_of(hit)} {hit.types}"
    return name.place


def adjective(hit: Hit) -> str:
    """Return the adjective of a district in the nominative."""
    if hit.names and hit.names[0].sort is not Sort.TOWN:
        return hit.names[0].place.rpartition(" ")[0]
    return _adjective_of(hit)


def _adjective_of(hit: Hit) -> str:
    """Return the adjective that a post has, in the nominative: «Оленегорском» → Оленегорский."""
    return "-".join(part.capitalize() for part in (hit.spelt or "").split("-")) + "ий"


def is_headless(hit: Hit) -> bool:
    """Tell whether the head word of a district stands behind a later one of its list."""
    return hit.types is not None and hit.first == hit.last and not hit.bare
