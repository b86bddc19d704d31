"""The words the grammar of counts knows, read once from the data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files


class WordSet:
    """Words and stems («сбит*») to tell a word by."""

    __slots__ = ("_exact", "_stems")

    def __init__(self, listed: str) -> None:
        """Take words parted by spaces; an asterisk ends a stem."""
        words = listed.split()
        self._exact = frozenset(word for word in words if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in words if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        """Tell whether a normal word is one of the set."""
        return word in self._exact or word.startswith(self._stems)


@dataclass(frozen=True, slots=True)
class TallyWords:
    """The word sets of the data file by their names there."""

    drones: WordSet
    single: WordSet
    single_feminine: WordSet
    targets: WordSet
    missiles: WordSet
    shells: WordSet
    pieces: WordSet
    linking: WordSet
    short: WordSet
    one: WordSet
    shot: WordSet
    launched: WordSet
    beaten: WordSet
    fallen: WordSet
    of_drones: WordSet
    flying: WordSet
    approaching: WordSet
    acts: WordSet
    harm: WordSet
    neutral: WordSet
    unnamed: WordSet
    before_unnamed: WordSet
    between: WordSet
    stop: WordSet
    each: WordSet
    each_after: WordSet
    more: WordSet
    all: WordSet


@dataclass(frozen=True, slots=True)
class TallyPhrases:
    """The phrases of the data file, compiled."""

    worth: re.Pattern[str]
    drone: re.Pattern[str]
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
        **{field.name: WordSet(str(data[field.name])) for field in fields(TallyWords)}
    )


@lru_cache(maxsize=8192)
def is_telling(word: str) -> bool:
    """Tell a word that a deed or a counted thing may be told with; most words are not."""
    words = tally_words()
    things = (words.drones, words.targets, words.missiles, words.shells)
    deeds = (words.shot, words.launched, words.beaten, words.fallen, words.flying, words.harm)
    return any(word in each for each in (*things, *deeds))


@cache
def tally_phrases() -> TallyPhrases:
    """Compile the phrases once."""
    phrases = _data()["phrases"]
    assert isinstance(phrases, dict)  # noqa: S101 - the shape of our own file
    return TallyPhrases(
        **{field.name: re.compile(phrases[field.name].strip()) for field in fields(TallyPhrases)}
    )
