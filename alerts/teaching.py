"""What operators teach of one channel: what to leave unread, which phrases mean danger or its end.

A phrase is a row of words, each exact or, with * at its end, with any ending. It is one more way of
saying «воздушная тревога» or «отбой», so that all the rules of the language hold for it: denied,
asked, put off or told as past it means nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from alerts.lexicon import Lexicon, read_tables
from alerts.normal import normalise
from alerts.reader import Reader, official_reader
from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD: Final = re.compile(r"\w+(?:-\w+)*\*?")
_SHORTEST_PHRASE: Final = 4
_SHORTEST_BOILERPLATE: Final = 8
_OF_A_HEADLINE: Final = 5
"""A text of so many words is a footer rather than the news, even if danger is named in it."""
_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What is taught of a channel; equal lessons make equal readers."""

    boilerplate: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A post of the channel with what it must be read as; None where anything will do."""

    text: str
    kind: Kind
    hazards: tuple[Hazard, ...] | None = None
    places: tuple[str, ...] | None = None


def sound_phrase(phrase: str) -> str:
    """Return a phrase as rules match it; ValueError if it cannot be one."""
    words = normalise(phrase).split()
    if not words or not all(_WORD.fullmatch(word) for word in words):
        raise ValueError("must be words, each perhaps with * at its end for any ending")
    if sum(len(word.rstrip("*")) for word in words) < _SHORTEST_PHRASE:
        raise ValueError(f"must have {_SHORTEST_PHRASE} letters or more")
    return " ".join(words)


def sound_boilerplate(text: str) -> str:
    """Return what is left unread; ValueError if that could be the news itself."""
    words = " ".join(text.split())
    if len(words) < _SHORTEST_BOILERPLATE:
        raise ValueError(f"must have {_SHORTEST_BOILERPLATE} letters or more")
    return words


@lru_cache(maxsize=256)
def taught_reader(lessons: Lessons) -> Reader:
    """Return the reader of channels of which this is taught."""
    if lessons == Lessons():
        return official_reader()
    table, rules = read_tables()
    words = dict(table["words"])
    words["air_alarm"] = [*words["air_alarm"], *lessons.danger, *lessons.clear]
    words["end_noun"] = [*words["end_noun"], *lessons.clear]
    lexicon = Lexicon(words, table["alone"])
    return Reader(load_gazetteer(), lexicon, rules, boilerplate=lessons.boilerplate)


def doubtful_lessons(lessons: Lessons) -> Iterator[tuple[str, str]]:
    """Yield each lesson that would do harm, with why."""
    official = official_reader()
    for text in lessons.boilerplate:
        kind = official.read(text, "RU-BEL").kind
        if kind in _URGENT and len(text.split()) < _OF_A_HEADLINE:
            yield text, f"is itself read as {kind.value}: it may not be left unread"
    for phrase in lessons.danger:
        if _reads_as(phrase, Kind.ALL_CLEAR):
            yield phrase, "is itself read as all_clear: it may not mean danger"
    for phrase in lessons.clear:
        if _reads_as(phrase, Kind.ATTACK) or _reads_as(phrase, Kind.THREAT):
            yield phrase, "is itself read as danger: it may not mean its end"
        if phrase in lessons.danger:
            yield phrase, "cannot mean both danger and its end"


def failures(
    reader: Reader, home: str | None, examples: Iterable[Example]
) -> Iterator[tuple[int, str]]:
    """Yield the number of each example that is read otherwise, and how."""
    for number, example in enumerate(examples):
        verdict = reader.read(example.text, home)
        headline = verdict.headline
        if verdict.kind is not example.kind:
            words = ", ".join(f"«{words}»" for words in headline.because) or "nothing"
            yield number, f"is read as {verdict.kind.value}, because of {words}"
        elif example.hazards is not None and set(headline.hazards) != set(example.hazards):
            hazards = ", ".join(hazard.value for hazard in headline.hazards) or "none"
            yield number, f"is read with the hazards: {hazards}"
        elif example.places is not None and set(headline.places) != set(example.places):
            yield number, f"is read of the places: {', '.join(headline.places) or 'none'}"


def _reads_as(phrase: str, kind: Kind) -> bool:
    """Tell whether a phrase means something already."""
    return official_reader().read(phrase.replace("*", ""), "RU-BEL").kind is kind
