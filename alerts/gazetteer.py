"""The gazetteer: areas by id, the places a text names, and areas by what a person types."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from alerts.areas import Area, Mention, region_of
from alerts.cutting import cut
from alerts.normal import normalise
from alerts.place_choice import choose
from alerts.place_finder import find_hits
from alerts.place_search import Index
from alerts.stems import has_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.cutting import Cut
    from alerts.place_lists import Hit
    from alerts.place_names import Names, Record, Settlement
    from alerts.place_tokens import Tokens
    from alerts.place_words import PlaceWords


class Gazetteer:
    """All areas and their names; it never changes once built."""

    def __init__(
        self,
        records: Sequence[Record],
        settlements: Sequence[Settlement],
        names: Names,
        vocabulary: PlaceWords,
    ) -> None:
        """Index the areas of the tables."""
        self._areas = {record.area.id: record.area for record in records}
        self._below: dict[str, list[Area]] = {}
        for area in self._areas.values():
            if not area.is_region:
                self._below.setdefault(region_of(area.id), []).append(area)
        self._complete = frozenset(record.area.id for record in records if record.complete)
        self._capitals = frozenset(record.capital for record in records if record.capital)
        self._names = names
        self._vocabulary = vocabulary
        self._searched = (records, settlements, vocabulary.search_types)

    def area(self, area_id: str) -> Area:
        """Return the area of an id; KeyError when there is none."""
        return self._areas[area_id]

    def regions(self) -> Sequence[Area]:
        """Return the regions in the order of their Russian names, without the seas."""
        regions = (area for area in self._areas.values() if area.is_region)
        lands = [area for area in regions if not area.id.startswith("SEA-")]
        return sorted(lands, key=lambda area: area.name)

    def municipalities(self, region: str) -> Sequence[Area]:
        """Return the municipalities and towns of a region in the order of their names."""
        return sorted(self._below.get(region, []), key=lambda area: area.name)

    def find(self, text: str, home: str | None = None, *, airports: bool = False) -> list[Mention]:
        """Return the places a text names, in order, read for a channel of the region ``home``.

        Places that only an airport is named by are left out unless ``airports`` asks for them.
        """
        tokens, hits = self._hits(text, cut(normalise(text)), home)
        flown = has_any(self._vocabulary.airports, tokens.normal)
        return self._chosen(tokens, hits, home, flown=flown, airports=airports)

    def find_apart(
        self, text: str, whole: Cut, home: str | None = None
    ) -> tuple[list[Mention], list[Mention]]:
        """Return the places a text names, and apart from them those only an airport is named by.

        ``whole`` is its normal spelling, cut into words.
        """
        tokens, hits = self._hits(text, whole, home)
        flown = has_any(self._vocabulary.airports, tokens.normal)
        mentions = self._chosen(tokens, hits, home, flown=flown, airports=False)
        if not flown:
            return mentions, []
        known = {mention.start for mention in mentions}
        everything = self._chosen(tokens, hits, home, flown=True, airports=True)
        return mentions, [mention for mention in everything if mention.start not in known]

    def _hits(self, text: str, whole: Cut, home: str | None) -> tuple[Tokens, list[Hit]]:
        return find_hits(text, whole, self._names, self._vocabulary, federal=home is None)

    def _chosen(
        self, tokens: Tokens, hits: Sequence[Hit], home: str | None, *, flown: bool, airports: bool
    ) -> list[Mention]:
        if not hits:
            return []
        return choose(
            tokens,
            hits,
            self._vocabulary,
            home=home,
            complete=home in self._complete,
            capitals=self._capitals,
            flown=flown,
            airports=airports,
        )

    def search(self, query: str, limit: int = 5, *, regions_only: bool = False) -> list[Area]:
        """Return the areas a person may mean, best first: Russian or English, small typos."""
        found = self._index.search(query, limit, regions_only=regions_only)
        return [self._areas[area_id] for area_id in found]

    @cached_property
    def _index(self) -> Index:
        """Return the index of names to search, built when it is first asked for."""
        return Index(*self._searched)
