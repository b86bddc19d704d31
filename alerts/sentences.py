"""Cuts a text into sentences and each into its words and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(r"\w+(?:-\w+)*|(\n|[.!?…]+)|[,;:()]|(?<=\s)-(?=\s)")
_ABBREVIATIONS: Final = frozenset(
    {
        *("ул", "им", "тыс", "млн", "млрд", "обл", "пос", "дер", "хут", "кв", "др", "пр", "просп"),
        *("стр", "корп", "шт", "st"),
    }
)
_WHOLE_WORDS: Final = frozenset("яи")


class Hit(NamedTuple):
    """A word or a row of words with a meaning, by offsets in the text."""

    bits: int
    start: int
    end: int
    negated: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch between commas: what it states, what it denies, and its words."""

    start: int
    end: int
    bits: int = 0
    negated: int = 0
    words: int = 0
    hits: list[Hit] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """A sentence and how many words it has.

    ``bits`` holds the meanings its clauses state, ``passing`` those said on condition or as a
    cause.
    """

    start: int
    end: int
    question: bool = False
    clauses: list[Clause] = field(default_factory=list)
    bits: int = 0
    negated: int = 0
    passing: int = 0
    words: int = 0


@dataclass(slots=True)
class Stretch:
    """A sentence yet to be read: its tokens with their offsets."""

    start: int
    end: int
    tokens: list[tuple[str, int, int]]
    question: bool = False


def cut(text: str) -> Iterator[Stretch]:
    """Yield the stretches of a normalised text that hold a word or a mark."""
    tokens: list[tuple[str, int, int]] = []
    start = 0
    append = tokens.append
    for match in _TOKEN.finditer(text):
        if match.lastindex is None:
            append((match[0], match.start(), match.end()))
            continue
        mark, end = match[0], match.end()
        if mark == "." and _abbreviates(tokens, text, end):
            append((mark, match.start(), end))
            continue
        if tokens:
            yield Stretch(start, end, tokens, question="?" in mark)
        tokens, start = [], end
        append = tokens.append
    if tokens:
        yield Stretch(start, len(text), tokens)


def _abbreviates(tokens: list[tuple[str, int, int]], text: str, end: int) -> bool:
    """Tell whether a full stop only shortens a word or stands inside one."""
    if end < len(text) and text[end].isalnum():
        return True
    if not tokens or (end < len(text) and not text[end].isspace()):
        return False
    word = tokens[-1][0]
    return word in _ABBREVIATIONS or (
        len(word) == 1 and word.isalpha() and word not in _WHOLE_WORDS
    )
