"""Names that only an airport is called by: «аэропорт Казани», «аэропорты: Сочи и Геленджик»."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.place_lists import Hit
    from alerts.place_tokens import Tokens
    from alerts.place_words import PlaceWords

_BETWEEN: Final = re.compile(
    r"(?:[\s,;:()\"«»„“–—-]|и(?!\w)|(?:города|городов|г)(?!\w)\.?|[А-ЯЁA-Z][\w-]*+)*+"
)
_SENTENCE_END: Final = re.compile(r"[.!?\n]\s")
_FAR: Final = 300
_BEHIND: Final = re.compile(r"[\s\"]*[:,-]?\s*$")


def governed_by_airport(
    tokens: Tokens, hits: Sequence[Hit], vocabulary: PlaceWords
) -> frozenset[int]:
    """Return which of the places are named as airports."""
    airports = [
        index for index, word in enumerate(tokens.words) if word.startswith(vocabulary.airports)
    ]
    if not airports:
        return frozenset()
    return frozenset(
        position for position, hit in enumerate(hits) if _governed(tokens, hit, airports)
    )


def _governed(tokens: Tokens, hit: Hit, airports: Sequence[int]) -> bool:
    """Tell whether an airport word before a place, or straight behind it, governs the place."""
    if hit.last + 1 in airports and _BEHIND.fullmatch(tokens.gap(hit.last)):
        return True
    count = bisect_left(airports, hit.first)
    if not count:
        return False
    between = tokens.text[tokens.ends[airports[count - 1]] : tokens.starts[hit.first]]
    if len(between) > _FAR or _SENTENCE_END.search(between):
        return False
    return _BETWEEN.fullmatch(between.rpartition(":")[2]) is not None
