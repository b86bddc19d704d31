"""The words the reader of casualties knows, read once from the data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from alerts.remembered import Remembered
from alerts.tally_words import union, word_set

if TYPE_CHECKING:
    from alerts.tally_words import Words


_TRADESMAN: Final = re.compile(r"..(?:[щч]ик|[щч]иц)(?:[аиуы]|ов|ам|ами|ом|ей|е)?$")
_ONE_TRADESMAN: Final = ("ик", "ика", "ица", "ицу")


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """The word sets of the data file by their names there."""

    killed: Words
    killed_people: Words
    dead_none: Words
    injured: Words
    injured_people: Words
    injured_none: Words
    treated: Words
    treated_where: Words
    save: Words
    condition: Words
    received: Words
    wound: Words
    people: Words
    one_person: Words
    many: Words
    whom: Words
    human: Words
    not_people: Words
    again: Words
    second: Words
    passing: Words
    hurts: Words
    generic: Words
    linking: Words
    age: Words
    stop: Words
    more: Words
    all: Words
    over: Words
    later: Words
    stay: Words
    earlier: Words
    toll: Words
    unclear: Words
    included: Words
    parts: Words
    nobody: Words
    nobody_pair: Words
    alive: Words
    safe: Words
    spared: Words
    found: Words


@dataclass(frozen=True, slots=True)
class CasualtyPhrases:
    """The phrases of the data file, compiled."""

    bygone: re.Pattern[str]
    worth: re.Pattern[str]


def _data() -> dict[str, Any]:
    text = (files("alerts") / "data" / "casualties.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def casualty_words() -> CasualtyWords:
    """Read the word sets once."""
    words = _data()["words"]
    return CasualtyWords(
        **{each.name: word_set(words[each.name]) for each in fields(CasualtyWords)}
    )


@Remembered
def is_harm(word: str) -> bool:
    """Tell a word that tells a harm; most words do not."""
    words = casualty_words()
    return any(
        word in each
        for each in (words.save, words.killed, words.injured, words.received, words.treated)
    )


@Remembered
def is_wound(word: str) -> bool:
    """Tell a word for a wound."""
    return word in casualty_words().wound


@Remembered
def is_toll(word: str) -> bool:
    """Tell a word like «число», which a toll of victims begins with."""
    return word in casualty_words().toll


@cache
def _harms() -> Words:
    words = casualty_words()
    victims = (words.killed_people, words.injured_people, words.dead_none, words.injured_none)
    harms = (words.save, words.killed, words.injured, words.received, words.treated, words.wound)
    return union(*victims, *harms, words.alive, words.safe, words.spared)


@Remembered
def tells_harm(word: str) -> bool:
    """Tell a word without any of which a sentence tells of no casualties, nor denies them."""
    return word in _harms()


@Remembered
def is_person(word: str) -> bool:
    """Tell a word for people."""
    words = casualty_words()
    return word in words.people or word in words.one_person or _is_tradesman(word)


@Remembered
def is_one_person(word: str) -> bool:
    """Tell a word for one person, as the one who was hurt or whom it hurt."""
    return word in casualty_words().one_person or (
        _is_tradesman(word) and word.endswith(_ONE_TRADESMAN)
    )


def _is_tradesman(word: str) -> bool:
    """Tell «каменщик» and «отделочница» by how such words are made, but not «ящик»."""
    return _TRADESMAN.search(word) is not None and word not in casualty_words().not_people


@cache
def casualty_phrases() -> CasualtyPhrases:
    """Compile the phrases once."""
    phrases = _data()["phrases"]
    return CasualtyPhrases(
        **{each.name: re.compile(phrases[each.name]) for each in fields(CasualtyPhrases)}
    )
