"""Adjectives without a head word: «в Брянской — шесть», «в районах: Сальском, Целинском»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.declension import split_adjective
from alerts.numbers import number_words
from alerts.place_lists import JOINS, Hit, ListFinder
from alerts.place_names import Sort
from alerts.place_nouns import may_agree

if TYPE_CHECKING:
    from alerts.place_words import Head

_BOUNDARY: Final = re.compile(r"\s*[.,;:!?()\n\"•-]")
_ROW: Final = re.compile(r"\s+-\s+|\s*:\s+")
_ROW_OPENS: Final = re.compile(r"[.,:;•\n]\W*$")
_LEADS_LIST: Final = re.compile(r"[:•\n-]")
_COUNT_BETWEEN: Final = re.compile(
    r"\s+[—–-]\s+\w+(?:\s\w+)?\s*[,;]\s*(?:(?:и|в|над)\s+)*|[,;]\s+\w+\s+[—–-]\s+(?:в|над)\s+"
)
_REPORTED: Final = re.compile(  # a verb goes on, not the noun the adjective belongs to
    r"(?:столько$|сби|уничтож|перехва|поражен|ликвидир|подавл|обнаруж|удар|атак|примен|выпу"
    r"|нанес|достал|пришл|прилет|по$|еще$)"
)
_LED: Final = frozenset({"в", "во", "над", "по"})
_WITH_INSTRUMENTAL: Final = frozenset({"над", "под", "перед", "между"})
_LONGEST_TAIL: Final = 40
_SEA_WORDS: Final = frozenset({"морем", "морями", "морей", "акваториями", "акваторией"})
_SEA_REACH: Final = 8
_BETWEEN_COUNTS: Final = frozenset({"в", "над", "по", "на", "и", "бпла", "дрона", "дронов"})


_LIST: Final = 2
_NEAR: Final = 120
"""How many letters behind a district another may still leave its head word out."""


class BareFinder(ListFinder):
    """Walks over one text and knows adjectives that leave their head word out."""

    def bare_adjectives(self, position: int) -> int | None:
        """Take adjectives without a head word: «в Брянской — шесть», «в районах: Сальском, …»."""
        if self.is_town_over(position):
            return None
        positions, _ = self.adjective_list(position)
        parallel = self.parallel(position)
        if not positions or not (
            self.ends_here(positions[-1]) or (parallel and not self.has_noun(positions[-1]))
        ):
            return None
        parts = [self.adjective(index) or ("", "") for index in positions]
        if self.at_sea and self.elided_seas(positions, parts):
            return positions[-1] + 1
        regional = self.regional and all("f" in genders for _, genders in parts)
        kind = "region" if regional else "district"
        types = None if regional else self.type_before(position) or self.type_after(positions[-1])
        if not regional and types is None:
            if self.federal or (len(positions) < _LIST and not self.is_row(positions[0])):
                return None
            types = (
                ""  # «Клинцовский, Злынковский и Гордеевский - опасность!»: as the tables have it
            )
        found = [self.readings(stem, kind) for stem, _ in parts]
        if not all(found):
            return None
        for index, readings in zip(positions, found, strict=True):
            villages = () if regional else self.names.phrases.get(self.tokens.words[index], ())
            self.hits.append(Hit(index, index, (*readings, *villages), types=types, bare=True))
        return positions[-1] + 1

    def is_town_over(self, position: int) -> bool:
        """Tell «над Липецком», a town, from «в Липецком», whose district leaves its head out."""
        words = self.tokens.words
        led = position > 0 and words[position - 1] in _WITH_INSTRUMENTAL
        return led and words[position].endswith("ком")

    def is_row(self, position: int) -> bool:
        """Tell a row of a table that leaves «район» out: «Климовский – 8» from a name in prose."""
        tokens, words = self.tokens, self.tokens.words
        if position + 1 >= len(words) or not _ROW.fullmatch(tokens.gap(position)):
            return False
        number = words[position + 1]
        counted = number.isdigit() or number in number_words().openers
        return counted and bool(not position or _ROW_OPENS.search(tokens.before(position)))

    def elided_seas(self, positions: list[int], parts: list[tuple[str, str]]) -> bool:
        """Take «Азовским» out of «над Чёрным морем — 14, над Азовским — шесть»."""
        after_sea = self.hits and any(name.sort is Sort.SEA for name in self.hits[-1].names)
        if not (after_sea or self.behind_sea_word(positions[0])):
            return False
        found = [self.readings(stem, "sea") for stem, _ in parts]
        if not all(found):
            return False
        for index, readings in zip(positions, found, strict=True):
            self.hits.append(Hit(index, index, readings, bare=True))
        return True

    def behind_sea_word(self, position: int) -> bool:
        """Tell «над морем (28 - над Азовским, …)», «над морями: Чёрным - 1», seas yet unnamed."""
        words = self.tokens.words[max(0, position - _SEA_REACH) : position]
        return not _SEA_WORDS.isdisjoint(words)

    def leans(self, position: int) -> bool:
        """Tell whether an adjective is led by its head word or by the mark that opens a list."""
        if not self.adjective(position):
            return False
        if self.federal and self.readings((self.adjective(position) or ("", ""))[0], "region"):
            return True
        if position == 0:
            return self.addresses(position)
        return (
            self.led_by_mark(position)
            or self.counted_after_district(position)
            or self.after_district(position)
            or (self.at_sea and self.behind_sea_word(position))
            or (bool(self.hits) and self.hits[-1].bare and self.follows(position))
        )

    def addresses(self, position: int) -> bool:
        """Tell whether a post opens with the districts it is for: «Ейский, Каневской! …»."""
        positions, head = self.adjective_list(position)
        if head or len(positions) < _LIST or self.federal:
            return False
        stems = ((self.adjective(index) or ("", ""))[0] for index in positions)
        return all(self.readings(stem, "district") for stem in stems)

    def led_by_mark(self, position: int) -> bool:
        """Tell whether the mark that opens a list or a head word stands before an adjective."""
        before = self.tokens.before(position)
        if _LEADS_LIST.search(before):
            return True
        head = self.vocabulary.heads.get(self.tokens.words[position - 1])
        return before.strip(" .") == "" and (head is not None or self.dotted(position) is not None)

    def after_district(self, position: int) -> bool:
        """Tell «по Красногвардейскому — 6», once districts were told of, from a village's name."""
        led = self.tokens.words[position - 1] in _LED and self.tokens.adjacent(position - 1)
        stem, _ = self.adjective(position) or ("", "")
        return (
            led and bool(self.readings(stem, "district")) and self.type_before(position) is not None
        )

    def follows(self, position: int) -> bool:
        """Tell whether a word goes on the list that the last place found stands in."""
        return self.next_in_list(self.hits[-1].last) == position

    def parallel(self, position: int) -> bool:
        """Tell «Фрунзенском» in «в Ленинском районе выбиты окна, во Фрунзенском – двери»."""
        if not self.hits or not position or self.tokens.words[position - 1] not in _LED:
            return False
        last = self.hits[-1]
        if last.types is None and not last.bare:
            return False
        between = self.tokens.text[self.tokens.ends[last.last] : self.tokens.starts[position]]
        return len(between) < _NEAR and "\n" not in between

    def has_noun(self, position: int) -> bool:
        """Tell whether a noun that agrees with an adjective stands right behind it."""
        tokens = self.tokens
        if not tokens.adjacent(position) or tokens.capital[position + 1]:
            return False
        word, following = tokens.words[position], tokens.words[position + 1]
        if split_adjective(following) and following[-2:] == word[-2:]:  # «городском парке»
            return True
        return following not in self.vocabulary.no_nouns and may_agree(word, following)

    def counted_after_district(self, position: int) -> bool:
        """Tell «Севском» in «в Климовском районе — 12, Севском — 7» from the town of Севск."""
        if not self.hits or self.hits[-1].types is None or self.hits[-1].last < position - 4:
            return False
        tokens = self.tokens
        between = tokens.text[tokens.ends[self.hits[-1].last] : tokens.starts[position]]
        return _COUNT_BETWEEN.fullmatch(between) is not None

    def dotted(self, position: int) -> Head | None:
        """Return the head word that two letters with full stops make before a word: «г. о.»."""
        pair = self.tokens.words[max(0, position - 2) : position]
        return self.vocabulary.heads.get(".".join(pair)) if len(pair) > 1 else None

    def type_before(self, position: int) -> str | None:
        """Return the type word that an adjective without one leans on: the last one before it."""
        read, types = self.types
        for index in range(read + 1, position + 1):
            head = self.dotted(index) or self.vocabulary.heads.get(self.tokens.words[index - 1])
            if head and head.kind == "district":
                modifier = self.vocabulary.modifier(self.tokens.words[index - 2])
                types = f"{modifier} {head.name}" if modifier and index > 1 else head.name
        self.types = (max(read, position), types)
        return types

    def type_after(self, position: int) -> str | None:
        """Return the type of «7 в Россошанском, 3 в Кантемировском и 1 в Лискинском районах»."""
        counted = False
        for index in range(position + 1, min(len(self.tokens.words), position + _LONGEST_TAIL)):
            word = self.tokens.words[index]
            head = self.vocabulary.heads.get(word)
            if head is not None:
                return head.name if counted and head.kind == "district" else None
            if word.isdigit() or word in number_words().openers:
                counted = True
            elif word not in _BETWEEN_COUNTS and not self.adjective(index):
                return None
        return None

    def ends_here(self, position: int) -> bool:
        """Tell whether no noun follows that the adjective could belong to."""
        gap = self.tokens.gap(position)
        if _BOUNDARY.match(gap) or position + 1 >= len(self.tokens.words):
            return True
        following = self.tokens.words[position + 1]
        counted = following.isdigit() or following in number_words().openers
        return counted or following in JOINS or bool(_REPORTED.match(following))
