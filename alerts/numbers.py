"""Finds the numbers of a text: digits and Russian or English number words in any case.

Digits that cannot be a count (a clock, a date with dots, an ordinal, a model, a house or hospital
number, a share) are not numbers here; whether a number counts anything is for its reader to say.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ATOM: Final = re.compile(
    r"([a-zа-я]+|\d{1,3}(?: \d{3}(?!\d))+|\d{1,3}(?:,\d{3})+(?= [a-z])|\d+)"  # "1,316 drones"
)
_CASE_ENDING: Final = re.compile(r"-(?:[уе]?х|ти|[ьу]?мя|ью|ми)(?![а-я])")
_TIGHT: Final = (" ", "-")
_LONGEST: Final = 6
_TEN: Final = 10
_TWENTY: Final = 20
_HUNDRED: Final = 100
_HOUSE: Final = re.compile(
    r"\b(?:улиц\w+|ул\.|проспект\w*|пр-т\w*|переул\w+|бульвар\w*|площад\w+)"
    r"\s[\w .-]{2,30},\s?(?:д\.?\s?|дом\w?\s)?$"
)
_STREET: Final = 50
_NUMBERED: Final = re.compile(r"№\s?\d+(?:,? (?:и )?№?\s?\d+)*,? (?:и )?$")
"""What stands before the last of «№№ 1, 5 и 17»."""
_LIST: Final = 40
_COMMA: Final = 8
"""So near before the number of a house stands a comma."""
_GLUES: Final = ("№", "#", "+", "_")
_INNER: Final = (".", ":", ",", "/", "-")
_SHORTEST_GLUED: Final = 3


class Number(NamedTuple):
    """A number and where it stands. ``collective`` marks «двое», said of people."""

    value: int
    start: int
    end: int
    collective: bool = False


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of the data file, by form."""

    plain: Mapping[str, int]
    collective: Mapping[str, int]
    lump: Mapping[str, int]
    scales: Mapping[str, int]
    alone: frozenset[str]
    after_about: frozenset[str]
    about: frozenset[str]
    half: frozenset[str]
    halved: tuple[str, ...]
    openers: frozenset[str]


@cache
def number_words() -> NumberWords:
    """Read the number words once."""
    data = tomllib.loads((files("alerts") / "data" / "numbers.toml").read_text(encoding="utf-8"))

    def by_form(table: str) -> dict[str, int]:
        return {form: int(value) for value, forms in data[table].items() for form in forms.split()}

    alone = data["alone"]
    plain, collective, lump = by_form("words"), by_form("collective"), by_form("lump")
    single = f"{alone['forms']} {alone['after_about']} {data['half']['forms']}".split()
    return NumberWords(
        plain=plain,
        collective=collective,
        lump=lump,
        openers=frozenset([*plain, *collective, *lump, *single]),
        scales=by_form("scales"),
        alone=frozenset(alone["forms"].split()),
        after_about=frozenset(alone["after_about"].split()),
        about=frozenset(alone["about"].split()),
        half=frozenset(data["half"]["forms"].split()),
        halved=tuple(data["halved"]["words"].split()),
    )


@Remembered
def opens(word: str) -> bool:
    """Tell whether a number may begin with a word."""
    return word[0].isdigit() or word in number_words().openers


@Remembered
def holds_number(token: str) -> bool:
    """Tell whether a number may begin in a token: a word, or words joined by hyphens."""
    return any(opens[atom] for atom in _ATOM.findall(token))


def numbers(normal: str) -> list[Number]:
    """Find the numbers of a text as ``alerts.normal.normalise`` gives it, in order."""
    parts = _ATOM.split(normal)
    texts = parts[1::2]
    openers = list(compress(range(len(texts)), map(opens.__getitem__, texts)))
    if not openers:
        return []
    reading = _Reading(normal, texts, parts)
    found: list[Number] = []
    resume = 0
    for at in openers:
        if at < resume:
            continue
        number, used = reading.read(at)
        if number is not None:
            found.append(number)
        resume = at + used
    return found


class _Reading:
    """The words and digits of one text, read number by number."""

    def __init__(self, normal: str, texts: Sequence[str], parts: Sequence[str]) -> None:
        """Take a text, its words and digits, and these with what stands between them."""
        bounds = list(accumulate(map(len, parts)))
        self.normal, self.texts, self.gaps = normal, texts, parts[::2]
        self.starts, self.ends = bounds[::2], bounds[1::2]
        self.words = number_words()

    def read(self, at: int) -> tuple[Number | None, int]:
        """Read one number at an atom; return it, if any, and how many atoms it took."""
        word, words = self._word(at), self.words
        if word[0].isdigit():
            if not _counts(self.normal, self.starts[at], self.ends[at]):
                return None, 1
            return self._scaled(at, 1, int(word.replace(" ", "").replace(",", "")))
        if word in words.plain:
            value, used = self._added(at)
            return self._scaled(at, used, value)
        if word in words.half and (scale := self._scale_after(at)):
            return self._number(at, 2, scale * 3 // 2), 2
        return self._single(at), 1

    def _single(self, at: int) -> Number | None:
        """Read a number of one word: «двое», «полсотни», «десяток», «(более) сотни»."""
        word, words = self._word(at), self.words
        if word in words.collective:
            found = self._number(at, 1, words.collective[word])
            return Number(found.value, found.start, found.end, collective=True)
        if word in words.lump:
            return self._number(at, 1, words.lump[word])
        about = at > 0 and self._word(at - 1) in words.about
        if word in words.alone or (about and word in words.after_about):
            halved = at > 1 and (self._word(at - 2), self._word(at - 1)) == words.halved
            return self._number(at, 1, words.scales[word] // (2 if halved else 1))
        return None

    def _added(self, at: int) -> tuple[int, int]:
        """Add up number words that go down in rank: «сто тридцать девять»."""
        value = last = self.words.plain[self._word(at)]
        used = 1
        while used < _LONGEST and self._joined(at + used):
            following = self.words.plain.get(self._word(at + used))
            if following is None or not _goes_below(last, following):
                break
            value += following
            last = following
            used += 1
        return value, used

    def _scaled(self, at: int, used: int, value: int) -> tuple[Number, int]:
        """Multiply by a scale that follows («два десятка») and add what comes under it."""
        scale = self._scale_after(at + used - 1)
        if scale:
            value *= scale
            used += 1
            under = self.words.plain.get(self._word(at + used)) if self._joined(at + used) else None
            if under is not None and _HUNDRED <= scale > under:
                more, taken = self._added(at + used)
                value += more
                used += taken
        return self._number(at, used, value), used

    def _scale_after(self, at: int) -> int | None:
        """Return the scale word that directly follows an atom."""
        return self.words.scales.get(self._word(at + 1)) if self._joined(at + 1) else None

    def _joined(self, at: int) -> bool:
        """Tell whether only one space or hyphen parts an atom from the one before."""
        return at < len(self.texts) and self.gaps[at] in _TIGHT

    def _word(self, at: int) -> str:
        """Return the text of an atom."""
        return self.texts[at]

    def _number(self, at: int, used: int, value: int) -> Number:
        """Return a number that takes some atoms."""
        return Number(value, self.starts[at], self.ends[at + used - 1])


def _goes_below(last: int, following: int) -> bool:
    """Tell whether a word fits the empty places of the one before it."""
    if last >= _HUNDRED:
        return following < _HUNDRED
    return last >= _TWENTY and following < _TEN


def _counts(normal: str, start: int, end: int) -> bool:
    """Tell digits that may count from a clock, a date, a model, an ordinal or a share."""
    before = normal[start - 1 : start]
    if "," in normal[max(0, start - _COMMA) : start] and _HOUSE.search(
        normal, max(0, start - _STREET), start
    ):
        return False
    if before == " " and "№" in (list_before := normal[max(0, start - _LIST) : start]):
        return _NUMBERED.search(list_before) is None and _counts_itself(normal, start, end)
    return _counts_itself(normal, start, end)


def _counts_itself(normal: str, start: int, end: int) -> bool:
    """Tell digits that may count by the signs that touch them."""
    before, before2 = normal[start - 1 : start], normal[max(start - 2, 0) : max(start - 1, 0)]
    after, after2 = normal[end : end + 1], normal[end + 1 : end + 2]
    glued = before.isalnum() or before in _GLUES or (before == " " and before2 == "№")
    dated = before in _INNER and before2.isalnum()
    if glued or dated or (end > start + 1 and normal[start] == "0"):
        return False
    if after == "-" and after2.isalpha():
        return _CASE_ENDING.match(normal, end) is not None
    if after.isalpha():
        return normal[end : end + _SHORTEST_GLUED].isalpha()
    return not (after in _INNER and after2.isdigit()) and "%" not in (
        after,
        after.strip() or after2,
    )
