"""The words the reader of casualties knows, read once from the data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from alerts.tally_words import WordSet


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """The word sets of the data file by their names there."""

    killed: WordSet
    killed_people: WordSet
    dead_none: WordSet
    injured: WordSet
    injured_people: WordSet
    injured_none: WordSet
    treated: WordSet
    treated_where: WordSet
    received: WordSet
    wound: WordSet
    people: WordSet
    one_person: WordSet
    whom: WordSet
    hurts: WordSet
    generic: WordSet
    linking: WordSet
    age: WordSet
    stop: WordSet
    more: WordSet
    all: WordSet
    later: WordSet
    toll: WordSet
    unclear: WordSet
    included: WordSet
    parts: WordSet
    nobody: WordSet
    nobody_pair: WordSet
    spared: WordSet
    found: WordSet


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
    return CasualtyWords(**{each.name: WordSet(words[each.name]) for each in fields(CasualtyWords)})


@lru_cache(maxsize=8192)
def is_harm(word: str) -> bool:
    """Tell a word that tells a harm; most words do not."""
    words = casualty_words()
    return any(
        word in each for each in (words.killed, words.injured, words.received, words.treated)
    )


@lru_cache(maxsize=8192)
def is_wound(word: str) -> bool:
    """Tell a word for a wound."""
    return word in casualty_words().wound


@lru_cache(maxsize=8192)
def is_person(word: str) -> bool:
    """Tell a word for people."""
    words = casualty_words()
    return word in words.people or word in words.one_person


@cache
def casualty_phrases() -> CasualtyPhrases:
    """Compile the phrases once."""
    phrases = _data()["phrases"]
    return CasualtyPhrases(
        **{each.name: re.compile(phrases[each.name]) for each in fields(CasualtyPhrases)}
    )
