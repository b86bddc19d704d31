"""A text as words for place finding: each in the normal spelling, with its offsets and capital."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final

from alerts.cutting import ENDS, PARTS
from alerts.declension import split_adjective
from alerts.stems import has_any

if TYPE_CHECKING:
    from alerts.cutting import Cut
    from alerts.place_names import Names

_MARKS: Final = ENDS | PARTS
_OF_CAPITAL: Final = ("capital", "столичн")
_CAPITAL_REGION: Final = re.compile(r"\bcapital region|\bстоличн\w+ регион")
"""The one region that is called by a common word."""
_PART: Final = re.compile(r"[^\W_]+")


_ADDRESS: Final = frozenset({"уважаемые", "дорогие"})


@dataclass(slots=True)
class Tokens:
    """The words of a text. ``caseless`` texts are written in one case: all may be names."""

    text: str
    normal: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    caseless: bool

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next one; the rest of the text at its end."""
        if index + 1 < len(self.words):
            return self.normal[self.ends[index] : self.starts[index + 1]]
        return self.normal[self.ends[index] :]

    def before(self, index: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.normal[self.ends[index - 1] if index else 0 : self.starts[index]]

    def adjacent(self, index: int) -> bool:
        """Tell whether only space divides a word from the next one."""
        return index + 1 < len(self.words) and self.gap(index).isspace()

    def original(self, index: int) -> str:
        """Return a word as it is written."""
        return self.text[self.starts[index] : self.ends[index]]


def tokenise(text: str, whole: Cut, names: Names) -> Tokens:
    """Return the words of a cut text; hyphenated ones stay whole where a name is written so."""
    normal = whole.normal
    are_words = [token not in _MARKS for token in whole.tokens]
    words = list(compress(whole.tokens, are_words))
    starts = list(compress(whole.starts, are_words))
    ends = list(compress(whole.ends, are_words))
    hyphened = [index for index, word in enumerate(words) if "-" in word] if "-" in normal else ()
    for index in reversed(hyphened):
        if _is_pair(words[index], names):  # a pair of names joined by a dash is two words
            found = list(_PART.finditer(normal, starts[index], ends[index]))
            words[index : index + 1] = [match[0] for match in found]
            starts[index : index + 1] = [match.start() for match in found]
            ends[index : index + 1] = [match.end() for match in found]
    caseless = text.islower() or text.isupper()
    initials = map(text.__getitem__, starts)
    capital = [True] * len(words) if caseless else list(map(str.isupper, initials))
    if not caseless and has_any(_OF_CAPITAL, normal) and _CAPITAL_REGION.search(normal):
        capital = [
            big or word.startswith(_OF_CAPITAL) for big, word in zip(capital, words, strict=True)
        ]
    if "уважаемые " in normal or "дорогие " in normal:  # «уважаемые череповчане»
        for index, word in enumerate(words[:-1]):
            capital[index + 1] |= word in _ADDRESS
    return Tokens(text, normal, words, starts, ends, capital, caseless)


def _is_pair(word: str, names: Names) -> bool:
    """Tell a pair of names joined by a dash from a name with a dash."""
    return (
        word not in names.hyphened
        and not _known(word, names)
        and all(_known(part, names) for part in word.split("-"))
    )


def _known(word: str, names: Names) -> bool:
    """Tell whether a name begins with the word."""
    if word in names.lengths or word in names.english:
        return True
    parts = split_adjective(word)
    return parts is not None and parts[0] in names.adjectives
