"""What is known while the places of one text are read, and what decides between readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.place_names import DISTRICT_TYPES, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.areas import Mention
    from alerts.place_lists import Hit
    from alerts.place_names import Name
    from alerts.place_tokens import Tokens


@dataclass(slots=True)
class Chooser:
    """What is known while the places of one text are read in order."""

    tokens: Tokens
    home: str | None
    complete: bool
    capitals: frozenset[str]
    named: frozenset[str]
    common: frozenset[str]
    districts: list[tuple[str, int]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def has(hit: Hit, sorts: frozenset[Sort]) -> bool:
    """Tell whether a place can be of one of the sorts."""
    for name in hit.names:  # noqa: SIM110 - asked of every place, and twice as fast as any()
        if name.sort in sorts:
            return True
    return False


def has_home(chooser: Chooser, hit: Hit) -> bool:
    """Tell whether the home region has a place of this name, be it more than one."""
    return any(name.region == chooser.home for name in hit.names)


def nearest(chooser: Chooser, readings: Sequence[Name]) -> Name | None:
    """Choose by the home region, then by the regions named, then the only one there is."""
    home = [name for name in readings if name.region == chooser.home]
    if home:
        return home[0]
    named = [name for name in readings if name.region in chooser.named]
    if named:
        return only(named)
    if chooser.home is not None and not chooser.complete:
        return None
    return only(readings)


def only(readings: Iterable[Name]) -> Name | None:
    """Return the one reading; None when there are several or none."""
    found = list(readings)
    return found[0] if len({name.area for name in found}) == 1 else None


def town_before(chooser: Chooser) -> str | None:
    """Return the town at home that was named last: a district unknown at home is rather its own."""
    last = chooser.mentions[-1] if chooser.mentions else None
    if last is None or last.area is None or last.is_region:
        return None
    of_type = last.place.endswith(DISTRICT_TYPES)  # a part of a town is, a town is not
    return last.area if region_of(last.area) == chooser.home and last.within == of_type else None
