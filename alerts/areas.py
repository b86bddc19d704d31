"""Places that can be under alert: regions, seas and municipalities, known by their ids.

An area id is an ISO 3166-2 code (``RU-BEL``), a sea (``SEA-BLACK``) or a municipality below its
region (``RU-BEL/belgorod``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A region, sea or municipality with the names residents know it by."""

    id: str
    name: str
    name_en: str
    timezone: str = "Europe/Moscow"

    @property
    def is_region(self) -> bool:
        """Tell a region or a sea from a municipality."""
        return "/" not in self.id


class Mention(NamedTuple):
    """A place named in a text.

    ``area`` is the area it is or lies in, None when the gazetteer does not know it. ``place`` is
    its name in the nominative as the post words it («Валуйский район»). ``start`` and ``end`` are
    offsets of ``heard`` in the text. ``within`` is True for a settlement or a part of the area
    rather than the area itself: «село Муром» lies in ``RU-BEL/shebekinsky``.
    """

    area: str | None
    place: str
    heard: str
    start: int
    end: int
    within: bool = False

    @property
    def is_region(self) -> bool:
        """Tell a mention of a whole region or sea from one of a place below it."""
        return self.area is not None and "/" not in self.area and not self.within


def region_of(area: str) -> str:
    """Return the region of an area: ``RU-BEL/belgorod`` lies in ``RU-BEL``, which is its own."""
    return area.partition("/")[0]


def covers(wide: str, narrow: str) -> bool:
    """Tell whether ``wide`` is ``narrow`` or the region it lies in."""
    return wide in {narrow, region_of(narrow)}
