"""Finds the words that say nobody was killed or injured: «пострадавших нет», «без жертв»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.casualty_harm import Harm
from alerts.casualty_words import casualty_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.tally_tokens import Token

_REACH: Final = 14
_NEAR: Final = 6
_ABOUT: Final = frozenset({"о", "об", "about", "on"})
_HALT: Final = frozenset({"есть", "имеется", "имеются", "но", "а", "but", "число", "количество"})
_DENIALS: Final = frozenset({"нет", "не", "ни", "без", "no", "without", "nobody"})
_FIRST_WORD_OF: Final = (
    "предварит",
    "перв",
    "первичн",
    "уточненн",
    "имеющ",
    "последн",
    "оперативн",
    "нашим",
)
"""«По предварительной информации» says how it is known, not that it is unknown."""
_ABSENT: Final = frozenset({"нет", "избежать"})
_EVERYBODY: Final = frozenset({"все", "они", "люди", "остались"})
_NO: Final = frozenset({"нет", "no", "without", "без"})


def spared(tokens: Sequence[Token]) -> set[Harm]:
    """Return the harms a sentence says befell nobody."""
    words = casualty_words()
    found: set[Harm] = set()
    for at, token in enumerate(tokens):
        word = token.text
        if word in words.safe and any(
            _word(tokens, at - back) in words.nobody_pair for back in (1, 2, 3)
        ):
            found.add(Harm.INJURED)
        if word in words.alive and _word(tokens, at - 1) in _EVERYBODY:
            found.add(Harm.KILLED)
        absent = word in _ABSENT or word.startswith("отсутств")
        if not absent and word not in _DENIALS:
            continue
        if absent:
            found |= _nouns(tokens, range(at - 1, max(-1, at - 1 - _REACH), -1))
        if word in _NO:
            found |= _nouns(tokens, range(at + 1, min(len(tokens), at + 1 + _REACH)))
        elif word == "не" and _word(tokens, at + 1) in words.found:
            found |= _nouns(tokens, range(at - 1, max(-1, at - 1 - _REACH), -1))
            found |= _nouns(tokens, range(at + 2, min(len(tokens), at + 2 + _NEAR)))
        elif word == "ни":
            found |= _nouns(tokens, range(at + 1, min(len(tokens), at + 3)))
        if (
            (word == "не" and _word(tokens, at + 1) in words.spared)
            or word == "nobody"
            or (word == "no" and at + 1 < len(tokens) and tokens[at + 1].number)
        ):
            found |= _nobody(tokens, at)
    return found


def _nouns(tokens: Sequence[Token], reach: Iterable[int]) -> set[Harm]:
    """Gather the victims named in one direction from a denial, until another thing is told."""
    words = casualty_words()
    found: set[Harm] = set()
    for at in reach:
        token = tokens[at]
        word = token.text
        if token.number or word in _HALT:
            break
        if word in words.unclear and not _word(tokens, at - 1).startswith(_FIRST_WORD_OF):
            break
        if word in _ABOUT:
            return set()
        if _counted(tokens, at):
            continue
        if word in words.dead_none:
            found.add(Harm.KILLED)
        if word in words.injured_none:
            found.add(Harm.INJURED)
    return found


def _counted(tokens: Sequence[Token], at: int) -> bool:
    """Tell «двое пострадавших» from «пострадавших двое, погибших»."""
    for back in range(at - 1, max(-1, at - 3), -1):
        if tokens[back].number or tokens[back].text == ",":
            return tokens[back].number is not None
    return False


def _nobody(tokens: Sequence[Token], at: int) -> set[Harm]:
    """Read «никто не пострадал» and «людей не задело» at the denial."""
    words = casualty_words()
    near = [*tokens[max(0, at - _NEAR) : at]]
    for token in tokens[at : at + 2 + _NEAR]:
        if token.text == ",":
            break
        near.append(token)
    people = (words.nobody, words.nobody_pair)
    denied = tokens[at].text != "не"
    if not denied and not any(token.text in each for each in people for token in near):
        return set()
    deeds = [token.text for token in tokens[at + 1 : at + 1 + _NEAR]]
    killed = any(deed in words.killed for deed in deeds)
    injured = any(deed in words.spared and deed not in words.killed for deed in deeds)
    return {harm for harm, so in ((Harm.KILLED, killed), (Harm.INJURED, injured)) if so}


def _word(tokens: Sequence[Token], at: int) -> str:
    """Return the word at an index, empty outside."""
    return tokens[at].text if 0 <= at < len(tokens) else ""
