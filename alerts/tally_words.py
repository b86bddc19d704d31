"""The words the grammar of counts knows, read once from the data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum, auto
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from alerts.members import plain_members
from alerts.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator


_REMEMBERED: Final = 1 << 9
"""Words that each set knows its answer for: there are many sets, and few words near a number."""


class WordSet:
    """Words and stems («сбит*») to tell a word by."""

    __slots__ = ("_exact", "_known", "_stems")

    def __init__(self, listed: str) -> None:
        """Take words parted by spaces; an asterisk ends a stem."""
        words = listed.split()
        self._exact = frozenset(word for word in words if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in words if word.endswith("*"))
        self._known = Remembered(self._has, _REMEMBERED)

    def __contains__(self, word: str) -> bool:
        """Tell whether a normal word is one of the set."""
        return self._known[word]

    def _has(self, word: str) -> bool:
        return word in self._exact or word.startswith(self._stems)

    def __iter__(self) -> Iterator[str]:
        """Yield the words and stems as they are listed."""
        yield from self._exact
        yield from (f"{stem}*" for stem in self._stems)


Words = WordSet | frozenset[str]


def word_set(listed: str) -> Words:
    """Return the set of listed words: without stems a plain one, which is asked in no time."""
    return WordSet(listed) if "*" in listed else frozenset(listed.split())


def union(*sets: Words) -> Words:
    """Return the words of several sets as one, which is asked once instead of one by one."""
    return word_set(" ".join(word for each in sets for word in each))


@dataclass(frozen=True, slots=True)
class TallyWords:
    """The word sets of the data file by their names there."""

    drones: Words
    single: Words
    single_feminine: Words
    targets: Words
    missiles: Words
    shells: Words
    pieces: Words
    linking: Words
    short: Words
    one: Words
    shot: Words
    missed: Words
    launched: Words
    beaten: Words
    fallen: Words
    of_drones: Words
    flying: Words
    approaching: Words
    acts: Words
    harm: Words
    neutral: Words
    unnamed: Words
    before_unnamed: Words
    between: Words
    stop: Words
    each: Words
    each_after: Words
    in_turn: Words
    not_each: Words
    fell_to: Words
    reported: Words
    shared: Words
    times: Words
    grown: Words
    more: Words
    all: Words
    in_all: Words
    jammed: Words
    reached: Words
    dates: Words
    since: Words
    over: Words
    window: Words
    daytime: Words
    eras: Words
    months: Words


@plain_members
class Thing(IntEnum):
    """What a number counts; BARE leaves it to the words before, RAID is «19 атак беспилотников»."""

    DRONE = auto()
    TARGET = auto()
    MISSILE = auto()
    SHELL = auto()
    RAID = auto()
    BARE = auto()
    NEUTRAL = auto()
    OTHER = auto()


@plain_members
class Deed(StrEnum):
    """What a sentence can tell as done, by the names of the word sets."""

    SHOT = "shot"
    LAUNCHED = "launched"
    BEATEN = "beaten"
    FALLEN = "fallen"
    FLYING = "flying"
    HARM = "harm"
    SHELLS = "shells"


@dataclass(frozen=True, slots=True)
class TallyPhrases:
    """The phrases of the data file, compiled."""

    worth: re.Pattern[str]
    drone: re.Pattern[str]
    bygone: re.Pattern[str]
    recalled: re.Pattern[str]
    report: re.Pattern[str]
    over: re.Pattern[str]
    of_which: re.Pattern[str]
    aside: re.Pattern[str]
    anaphora: re.Pattern[str]


def _data() -> dict[str, object]:
    text = (files("alerts") / "data" / "tally.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def tally_words() -> TallyWords:
    """Read the word sets once."""
    data = _data()
    return TallyWords(
        **{field.name: word_set(str(data[field.name])) for field in fields(TallyWords)}
    )


@Remembered
def is_unnamed_word(word: str) -> bool:
    """Tell a head word that may stand for places without a name."""
    return word in tally_words().unnamed


@cache
def _telling() -> Words:
    words = tally_words()
    things = (words.drones, words.targets, words.missiles, words.shells)
    deeds = (words.shot, words.launched, words.beaten, words.fallen, words.flying, words.harm)
    return union(*things, *deeds, words.missed)


@Remembered
def is_telling(word: str) -> bool:
    """Tell a word that a deed or a counted thing may be told with; most words are not."""
    return word in _telling()


@Remembered
def deeds_of(word: str) -> frozenset[Deed]:
    """Return the deeds that a word tells."""
    words = tally_words()
    return frozenset(deed for deed in Deed if word in getattr(words, deed.value))


@Remembered
def thing_of(word: str) -> Thing | None:
    """Return what a noun names, if it is one that posts count."""
    words = tally_words()
    named = {
        Thing.DRONE: words.drones,
        Thing.TARGET: words.targets,
        Thing.MISSILE: words.missiles,
        Thing.SHELL: words.shells,
    }
    return next((thing for thing, names in named.items() if word in names), None)


@cache
def tally_phrases() -> TallyPhrases:
    """Compile the phrases once."""
    phrases = _data()["phrases"]
    assert isinstance(phrases, dict)  # noqa: S101 - the shape of our own file
    return TallyPhrases(
        **{field.name: re.compile(phrases[field.name].strip()) for field in fields(TallyPhrases)}
    )
