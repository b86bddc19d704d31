"""English lists of places that share a head word: "the Moscow and Kaluga regions"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.place_bare import BareFinder
from alerts.place_lists import LONGEST_LIST, Hit
from alerts.place_names import Name, Sort

if TYPE_CHECKING:
    from alerts.place_names import Names
    from alerts.place_tokens import Tokens
    from alerts.place_words import PlaceWords


class EnglishFinder(BareFinder):
    """Walks over one text and knows its English lists too."""

    def __init__(
        self, tokens: Tokens, names: Names, vocabulary: PlaceWords, *, federal: bool = False
    ) -> None:
        """Begin at the start of a text, with nothing found; a ``federal`` body names regions."""
        super().__init__(tokens, names, vocabulary, federal=federal)
        self.not_english = 0

    def english(self, position: int) -> int | None:
        """Take English names with a head word: «the Moscow and Kaluga regions»."""
        tokens, words = self.tokens, self.tokens.words
        if position < self.not_english or not words[position].isascii():
            return None
        taken: list[tuple[int, int, tuple[Name, ...]]] = []
        while position < len(words) and tokens.capital[position] and len(taken) < LONGEST_LIST:
            last = position
            readings = self.names.english.get(words[position])
            if position + 1 < len(words):
                pair = self.names.english.get(f"{words[position]} {words[position + 1]}")
                readings, last = (pair, position + 1) if pair else (readings, last)
            if readings is None:  # "Nizhnekamsk district" is Нижнекамский район
                readings = self.names.english.get(f"{words[position]}y") or self.names.english.get(
                    f"{words[position]}sky"
                )
            bare = self.names.phrases.get(words[position], ())
            towns = (name for name in bare if name.sort is Sort.TOWN)
            readings = (*(readings or ()), *towns)
            if not readings:
                break
            taken.append((position, last, readings))
            behind = last
            while tokens.adjacent(behind) and words[behind + 1] in self.vocabulary.english_between:
                behind += 1
            kind = None
            if behind + 1 < len(words):
                kind = self.vocabulary.english_heads.get(words[behind + 1])
            if kind and tokens.gap(behind).strip("'’ ") == "":
                self.take_english(taken, kind, behind + 1)
                return behind + 2
            following = self.next_in_list(last)
            if following is None:
                break
            position = following
        self.not_english = position
        return None

    def take_english(
        self, taken: list[tuple[int, int, tuple[Name, ...]]], kind: str, head: int
    ) -> None:
        """Add the names of an English list; what the head word does not fit stays a town."""
        sort = Sort.REGION if kind == "region" else Sort.DISTRICT
        for first, last, readings in taken:
            fitting = tuple(name for name in readings if name.sort is sort)
            end = head if last == taken[-1][1] else last
            if fitting or any(name.sort is Sort.TOWN for name in readings):
                types = "" if fitting and sort is Sort.DISTRICT else None
                self.hits.append(Hit(first, end, fitting or readings, types=types))
