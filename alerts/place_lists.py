"""Lists of adjectives that share a head word, in Russian and English.

«в Корочанском, Валуйском и Губкинском округах», «над Курской, Брянской и Орловской областями»,
«в районах: Сальском, Целинском», "the Moscow and Kaluga regions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.declension import looks_adjectival, split_adjective
from alerts.place_names import Name, Names, Sort

if TYPE_CHECKING:
    from alerts.place_tokens import Tokens
    from alerts.place_words import Head, PlaceWords, SettlementWord

_LIST_GAP: Final = re.compile(r'[\s"]*[)]?,?[\s"]*')
LONGEST_LIST: Final = 60
_SORTS: Final = {
    "region": frozenset({Sort.REGION}),
    "sea": frozenset({Sort.SEA}),
    "district": frozenset({Sort.DISTRICT, Sort.PART}),
}
"""What an adjective can name before a head word of a kind."""
JOINS: Final = frozenset({"и", "или", "and", "а", "также"})
_GENDERS: Final = {
    "область": "fp",
    "республика": "fp",
    "губерния": "fp",
    "автономный округ": "mnfp",
}
_TOO_PLAIN: Final = frozenset({"городск", "сельск", "морск", "российск", "украинск", "русск"})


@dataclass(slots=True)
class Hit:
    """A place in the text with its readings; none of them when the tables do not know it.

    ``types`` are the type words of the post behind an adjective («муниципальный округ»).
    ``word`` is the settlement word before a name. ``spelt`` is what an unknown name looks like.
    ``bare`` is an adjective without a head word behind it, ``plant`` one before a plant.
    """

    first: int
    last: int
    names: tuple[Name, ...]
    types: str | None = None
    word: SettlementWord | None = None
    spelt: str | None = None
    bare: bool = False
    plant: bool = False


class ListFinder:
    """Walks over one text and knows its lists; the finder below knows the rest."""

    def __init__(
        self, tokens: Tokens, names: Names, vocabulary: PlaceWords, *, federal: bool = False
    ) -> None:
        """Begin at the start of a text, with nothing found; a ``federal`` body names regions."""
        self.federal = federal
        self.tokens = tokens
        self.names = names
        self.vocabulary = vocabulary
        self.hits: list[Hit] = []
        self.regional = federal or "област" in tokens.normal
        self.at_sea = "мор" in tokens.normal or "акватор" in tokens.normal
        self.lists: dict[int, tuple[list[int], int, tuple[Head, str, int] | None]] = {}
        self.types: tuple[int, str | None] = (0, None)
        self.known: dict[int, tuple[str, str] | None] = {}

    def phrase(self, position: int) -> Hit | None:
        """Return the longest known phrase that begins here."""
        words = self.tokens.words
        length = self.names.lengths.get(words[position], 0)
        for count in range(min(length, len(words) - position), 0, -1):
            last = position + count - 1
            readings = self.names.phrases.get(" ".join(words[position : last + 1]))
            if readings and all(self.joined(index) for index in range(position, last)):
                return Hit(position, last, readings)
        return None

    def joined(self, position: int) -> bool:
        """Tell whether a word and the next are one name: «Усть-Лабинск», "St. Petersburg"."""
        gap = self.tokens.gap(position).strip()
        return gap in {"", "-"} or (gap == "." and self.tokens.words[position] == "st")

    def adjective(self, position: int) -> tuple[str, str] | None:
        """Return stem and genders of a capital adjective that can name a place."""
        if position not in self.known:
            self.known[position] = self._adjective(position)
        return self.known[position]

    def _adjective(self, position: int) -> tuple[str, str] | None:
        if position >= len(self.tokens.words) or not self.tokens.capital[position]:
            return None
        parts = split_adjective(self.tokens.words[position])
        if parts is None or parts[0] in _TOO_PLAIN:
            return None
        if parts[0] in self.names.adjectives:
            return parts
        known = self.tokens.words[position] in self.names.phrases
        if known and self.before_district(position):  # «Лосино-Петровский городской округ»
            return parts
        return parts if not known and looks_adjectival(parts[0]) else None

    def before_district(self, position: int) -> bool:
        """Tell whether a word names a town and, like an adjective, the district around it."""
        towns = self.names.phrases[self.tokens.words[position]]
        if not any(name.sort is Sort.TOWN for name in towns):
            return False
        following = self.tokens.words[position + 1 : position + 2]
        return bool(following) and (
            following[0] in self.vocabulary.heads
            or self.vocabulary.modifier(following[0]) is not None
        )

    def next_in_list(self, position: int) -> int | None:
        """Return the next word of a list: over a comma, «и», and a repeated preposition."""
        tokens, words = self.tokens, self.tokens.words
        position = self.behind_number(position)
        if position + 1 >= len(words) or not _LIST_GAP.fullmatch(tokens.gap(position)):
            return None
        comma = "," in tokens.gap(position)
        position += 1
        joined = False
        while position + 1 < len(words) and words[position] in JOINS and tokens.adjacent(position):
            position, joined = position + 1, True
        if not (comma or joined):
            return None
        if words[position] in {"в", "над", "на", "по"} and tokens.adjacent(position):
            position += 1
        return position

    def behind_number(self, position: int) -> int:
        """Return the last word of «Людиновского (6)», whose number parts no list."""
        tokens = self.tokens
        if position + 1 >= len(tokens.words) or tokens.gap(position).strip() != "(":
            return position
        if not tokens.words[position + 1].isdigit():
            return position
        return position + 1 if tokens.gap(position + 1).startswith(")") else position

    def adjective_list(self, position: int) -> tuple[list[int], tuple[Head, str, int] | None]:
        """Return a list of adjectives that begins here and the head word that ends it."""
        known = self.lists.get(position)
        if known is None:
            self.read_list(position)
            known = self.lists[position]
        positions, offset, head = known
        return positions[offset:], head

    def read_list(self, position: int) -> None:
        """Read a list of adjectives and keep it for each of its words: none is read twice."""
        positions: list[int] = []
        head = None
        following: int | None = position
        while following is not None and len(positions) < LONGEST_LIST:
            if following in self.lists or not self.adjective(following):
                break
            positions.append(following)
            head = self.head(following)
            following = None if head else self.next_in_list(following)
        for offset, index in enumerate(positions or [position]):
            self.lists[index] = (positions, offset, head)

    def head(self, position: int) -> tuple[Head, str, int] | None:
        """Return the head word behind an adjective, the type it names, and its position."""
        tokens, words = self.tokens, self.tokens.words
        behind = self.behind_number(position)
        if behind > position:  # «Жиздринского (3) районов»
            known = (
                self.vocabulary.heads.get(words[behind + 1]) if behind + 1 < len(words) else None
            )
            return (known, known.name, position) if known else None
        types = []
        while tokens.adjacent(position):
            position += 1
            modifier = self.vocabulary.modifier(words[position])
            if modifier is None:
                break
            types.append(modifier)
        else:
            return None
        word = words[position]
        if tokens.gap(position)[:1] == "." and position + 1 < len(words):
            pair = f"{word}.{words[position + 1]}"
            if pair in self.vocabulary.heads and len(tokens.gap(position).strip()) == 1:
                word, position = pair, position + 1
        head = self.vocabulary.heads.get(word)
        if head is None:
            return None
        if head.name == "округ" and types == ["автономный"]:
            head = self.vocabulary.heads["ао"]
        if not head.name:  # «муниципальные образования» says no type, «образование» no place
            return (head, "", position) if types else None
        return head, " ".join([*types, head.name]), position

    def adjectives(self, position: int) -> int | None:
        """Take a list of adjectives with its head word, and a list of villages behind it."""
        positions, found = self.adjective_list(position)
        if found is None:
            return None
        head, types, last = found
        wanted = _GENDERS.get(head.name, "mnp")
        for index in positions:
            parts = self.adjective(index)
            if parts is None:
                continue
            if not set(parts[1]) & set(wanted):
                self.elided(index, parts)
                continue
            readings = self.readings(parts[0], head.kind)
            if head.kind == "district":  # a town may stand in the list: «в Ейске и Ейском районе»
                readings += tuple(
                    name
                    for name in self.names.phrases.get(self.tokens.words[index], ())
                    if name.sort is Sort.TOWN and (index < positions[-1] or not readings)
                )
            if readings or head.kind == "district":
                end = last if index == positions[-1] else index
                self.hits.append(Hit(index, end, readings, types=types, spelt=parts[0]))
            elif index < positions[-1]:
                towns = self.names.phrases.get(self.tokens.words[index])
                self.hits.extend([Hit(index, index, towns)] if towns else [])
        return last + 1

    def elided(self, position: int, parts: tuple[str, str]) -> None:
        """Take «Калужская» out of «Калужская (22), Московский регион»: the head is not its own."""
        if self.regional and "f" in parts[1] and (found := self.readings(parts[0], "region")):
            self.hits.append(Hit(position, position, found, bare=True))

    def readings(self, stem: str, kind: str) -> tuple[Name, ...]:
        """Return what an adjective can name before a head word of a kind."""
        names = self.names.adjectives.get(stem)
        return tuple([name for name in names if name.sort in _SORTS[kind]]) if names else ()
