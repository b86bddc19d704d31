"""Cuts a text into sentences, and holds what is read in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.cutting import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alerts.cutting import Cut

_ABBREVIATIONS: Final = frozenset(
    {
        *("ул", "им", "тыс", "млн", "млрд", "обл", "пос", "дер", "хут", "кв", "др", "пр", "просп"),
        *("стр", "корп", "шт", "st"),
    }
)
_WHOLE_WORDS: Final = frozenset("яи")
_CALL: Final = ["внимание", "всем"]
_EXPLAINS: Final = frozenset({"означает", "означают", "значит", "это", "подают", "подается", "-"})


class Hit(NamedTuple):
    """A word or a row of words with a meaning, by offsets in the text."""

    bits: int
    start: int
    end: int
    negated: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch between commas: what it states, what it denies, and its words.

    ``dashed``: it stands behind a dash, and may be said of what is before it.
    """

    start: int
    end: int
    dashed: bool = False
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


def spans(sentence: Sentence) -> list[tuple[Clause, int]]:
    """Return the clauses with their beginnings, with the places before a dash: «Курск — отбой»."""
    found: list[tuple[Clause, int]] = []
    before: Clause | None = None
    for clause in sentence.clauses:
        led = clause.dashed and before is not None and not before.hits
        found.append((clause, before.start if led and before else clause.start))
        before = clause
    return found


def spans_of(hits: Iterable[Hit], sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Return where the clauses with some of these words begin and end."""
    starts = [hit.start for hit in hits]
    return tuple(
        (start, clause.end)
        for clause, start in spans(sentence)
        if any(clause.start <= each < clause.end for each in starts)
    )


class Stretch(NamedTuple):
    """A sentence yet to be read: its tokens are those from ``first`` on and before ``last``."""

    start: int
    end: int
    first: int
    last: int
    question: bool = False


def stretches(cut: Cut) -> Iterator[Stretch]:
    """Yield the sentences of a text that hold a word or a mark."""
    tokens, ends = cut.tokens, cut.ends
    first = start = 0
    for index in list(compress(range(len(tokens)), map(ENDS.__contains__, tokens))):
        if index < first:  # «...» and «?!» are one mark
            continue
        behind = _behind_mark(cut, index)
        if tokens[index] == "." and behind == index + 1 and _abbreviates(cut, first, index):
            continue
        if _in_quotes(cut, behind) or _in_signal(cut, first, index):
            continue
        if index > first:
            question = "?" in tokens[index:behind]
            yield Stretch(start, ends[behind - 1], first, index, question)
        first, start = behind, ends[behind - 1]
    if first < len(tokens):
        yield Stretch(start, len(cut.normal), first, len(tokens))


def _behind_mark(cut: Cut, index: int) -> int:
    """Return the index behind the row of marks that begins here; a new line is one by itself."""
    tokens = cut.tokens
    behind = index + 1
    if tokens[index] != "\n":
        while (
            behind < len(tokens)
            and tokens[behind] in ENDS
            and tokens[behind] != "\n"
            and not cut.gaps[behind]
        ):
            behind += 1
    return behind


def _in_quotes(cut: Cut, behind: int) -> bool:
    """Tell a mark at the end of quoted words that the sentence explains: «Отбой!» означает …."""
    tokens = cut.tokens
    return behind < len(tokens) and tokens[behind] in _EXPLAINS and '"' in cut.gaps[behind]


def _in_signal(cut: Cut, first: int, index: int) -> bool:
    """Tell the mark inside the name of a signal: «Внимание всем! Угроза атаки БПЛА»."""
    if cut.tokens[index - 1] != _CALL[-1]:
        return False
    words = cut.tokens[max(first, index - 2) : index]
    return words == _CALL and '"' in cut.gaps[index - 2] and '"' not in cut.gaps[index + 1]


def _abbreviates(cut: Cut, first: int, index: int) -> bool:
    """Tell whether a full stop only shortens a word or stands inside one."""
    following = cut.normal[cut.ends[index] : cut.ends[index] + 1]
    if following.isalnum():
        return True
    if index == first or (following and not following.isspace()):
        return False
    word = cut.tokens[index - 1]
    return word in _ABBREVIATIONS or (
        len(word) == 1 and word.isalpha() and word not in _WHOLE_WORDS
    )
