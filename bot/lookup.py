"""Which place a resident means by what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.normal import normalise

if TYPE_CHECKING:
    from alerts.areas import Area
    from alerts.gazetteer import Gazetteer

LONGEST_QUERY: Final = 100
_CANDIDATES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The place meant, if it is clear, and other places that may be meant, best first."""

    area: Area | None
    others: tuple[Area, ...]


def look_up(gazetteer: Gazetteer, query: str) -> Found:
    """Find the place to follow: the only one alike, or the one whose very name was written.

    A bare «Ростов» is not taken for the lesser town of that name: the best candidate has to be
    the place named, or its region.
    """
    candidates = list(gazetteer.search(query[:LONGEST_QUERY], limit=_CANDIDATES))
    named = [area for area in candidates if _is_named(area, query)]
    if len(candidates) == 1:
        return Found(area=candidates[0], others=())
    if len(named) == 1 and candidates[0].id in {named[0].id, region_of(named[0].id)}:
        return Found(area=named[0], others=_without(candidates, named[0]))
    return Found(area=None, others=tuple(candidates))


def look_up_region(gazetteer: Gazetteer, query: str) -> Found:
    """Find the place to tell about: the region rather than its capital of the same name."""
    found = look_up(gazetteer, query)
    regions = gazetteer.search(query[:LONGEST_QUERY], limit=_CANDIDATES, regions_only=True)
    everything = [*([found.area] if found.area else []), *found.others]
    if not regions:
        return found
    best = regions[0]
    if found.area is not None and region_of(found.area.id) != best.id:
        return found
    if found.area is None and len(regions) > 1 and not _is_named(best, query):
        alike = [*regions, *everything]
        return Found(area=None, others=tuple(dict.fromkeys(alike))[:_CANDIDATES])
    return Found(area=best, others=_without(everything, best))


def _is_named(area: Area, query: str) -> bool:
    wanted = normalise(query.strip())
    return wanted in {normalise(area.name), normalise(area.name_en)}


def _without(areas: list[Area], area: Area) -> tuple[Area, ...]:
    return tuple(other for other in areas if other.id != area.id)
