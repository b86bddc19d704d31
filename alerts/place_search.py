"""Areas by what a person types: Russian or English, any case, small typos."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from alerts.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.place_names import Record, Settlement

_SHORTEST: Final = 3
_LETTERS_A_TYPO: Final = 4
_REMEMBERED: Final = 512
"""Queries: one question asks twice, once for regions alone."""
_EXACT, _STEM, _BEGINNING, _TYPO = range(4)
"""How a query is like a name, best first."""

_WHOLE, _WITHOUT_TYPE, _WITHIN = range(3)
"""How a name is an area's: its whole name, that without «район», or of something in it."""


class Index:
    """Every name a person may type, with the areas it stands for."""

    def __init__(
        self,
        records: Sequence[Record],
        settlements: Sequence[Settlement],
        types: frozenset[str],
    ) -> None:
        """Collect the names; ``types`` are words that may be left out of one."""
        self._types = types
        self._areas: dict[str, dict[str, int]] = {}
        self._order = {record.area.id: place for place, record in enumerate(records)}
        self._capitals = {record.capital for record in records if record.capital}
        names = {record.area.id: record for record in records}
        for record in records:
            for text in (record.area.name, record.area.name_en, *record.nouns):
                self._add(text, record.area.id, own=True)
            for text in record.english:
                self._add(text, record.area.id, own=False)
            capital = names.get(record.capital or "")
            for text in (capital.area.name, capital.area.name_en) if capital else ():
                self._add(text, record.area.id, own=False)
        for settlement in settlements:
            self._add(settlement.name, settlement.area, own=False)
        self._sorted = sorted(self._areas)
        self._by_length: dict[int, list[str]] = {}
        for key in self._sorted:
            self._by_length.setdefault(len(key), []).append(key)
        self._close = lru_cache(_REMEMBERED)(self._misspelt)
        self._near = lru_cache(_REMEMBERED)(self._about)

    def _add(self, text: str, area: str, *, own: bool) -> None:
        """Add a name whole and without its type words; ``own`` is False for what lies within."""
        whole = _plain(text)
        short = self._short(whole)
        for key in {whole, short}:
            if key:
                known = self._areas.setdefault(key, {})
                claim = _WITHIN if not own else _WHOLE if key == whole else _WITHOUT_TYPE
                known[area] = min(claim, known.get(area, _WITHIN))

    def search(self, query: str, limit: int, *, regions_only: bool) -> list[str]:
        """Return the ids of the areas, best first; nothing for what is like no name."""
        whole = _plain(query)
        if len(self._short(whole)) < _SHORTEST:
            return []
        ranked: dict[str, tuple[int, int, int, bool, int]] = {}
        for key, rank, distance in self._keys(whole):
            for area, claim in self._areas[key].items():
                if regions_only and "/" in area:
                    continue
                regional = "/" not in area
                place = (rank, distance, claim, not regional, self._place(area))
                ranked[area] = min(place, ranked.get(area, place))
        return sorted(ranked, key=ranked.__getitem__)[:limit]

    def _short(self, text: str) -> str:
        """Return a name without «область», "district" and the like."""
        return " ".join(word for word in text.split() if word not in self._types)

    def _place(self, area: str) -> int:
        """Return the order among equals: capitals before other towns."""
        return self._order[area] - (len(self._order) if area in self._capitals else 0)

    def _keys(self, whole: str) -> Iterator[tuple[str, int, int]]:
        """Yield the names like a query: the same, without types, beginning so, misspelt."""
        short = self._short(whole)
        if whole in self._areas:
            yield whole, _EXACT, 0
        if short in self._areas:
            yield short, _STEM, 0
        query = short or whole
        if len(query) >= _SHORTEST:
            for key in self._beginning(query):
                if key not in {whole, short}:
                    yield key, _BEGINNING, 0
        if len(query) >= _LETTERS_A_TYPO:
            yield from self._close(query)

    def _beginning(self, query: str) -> Iterator[str]:
        """Yield the names that begin so."""
        for place in range(bisect_left(self._sorted, query), len(self._sorted)):
            if not self._sorted[place].startswith(query):
                return
            yield self._sorted[place]

    def _misspelt(self, query: str) -> tuple[tuple[str, int, int], ...]:
        """Return the names that a typo or two make of a query; a typo adds or drops a letter."""
        allowed = 1 + (len(query) > 2 * _LETTERS_A_TYPO)
        close = process.extract(
            query,
            self._near(len(query), allowed),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=20,
        )
        return tuple((key, _TYPO, int(distance)) for key, distance, _ in close)

    def _about(self, length: int, allowed: int) -> list[str]:
        """Return the names that are about so long."""
        lengths = range(length - allowed, length + allowed + 1)
        return [key for near in lengths for key in self._by_length.get(near, ())]


def _plain(text: str) -> str:
    """Return a query in the normal spelling, its words divided by single spaces."""
    letters = (sign if sign.isalnum() or sign in "-'" else " " for sign in normalise(text))
    return " ".join("".join(letters).replace(" - ", " ").split())
