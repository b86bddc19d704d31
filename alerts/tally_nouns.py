"""Finds what a number counts: the noun behind it, or the one that labels it («Дронов - 61»)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.remembered import Remembered
from alerts.tally_deeds import word_at
from alerts.tally_words import Thing, tally_words, thing_of

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

_ADJECTIVE: Final = re.compile(r"(?:[ыи]х|[ое]го|[ое]му|[ыи]ми?|[ыио]й|[ая]я|[ое]е|[ую]ю|[ыи]е)$")
_SIGN: Final = re.compile(r"[^\w\s]|\n")
_PARTICIPLE: Final = ("ых", "ым", "ыми")  # «19 сбитых дронов»
_REACH: Final = 7
_LABEL_REACH: Final = 9
_TYPES: Final = frozenset({"самолетного", "вертолетного"})
_LABELS: Final = frozenset({"-", ":"})


@Remembered
def _follows_bare(word: str) -> bool:
    """Tell a word that a number without a noun may stand before."""
    words = tally_words()
    sets = (
        words.pieces,
        words.shot,
        words.launched,
        words.beaten,
        words.flying,
        words.each_after,
        words.fell_to,
        words.reported,
        words.in_turn,
    )
    return any(word in each for each in sets)


@Remembered
def _halts(word: str) -> bool:
    """Tell a word or a sign behind which no noun of a number stands."""
    return _SIGN.match(word) is not None or word in tally_words().stop


def noun_behind(tokens: list[Token], end: int) -> tuple[Thing, int]:
    """Find the noun after a number, over its adjectives; return it and where it ends."""
    words = tally_words()
    nothing = Thing.BARE
    if word_at(tokens, end + 1) == "с" and word_at(tokens, end + 2) == "лишним":
        end += 2
    for at in range(end + 1, min(end + 1 + _REACH, len(tokens))):
        token = tokens[at]
        word = token.text
        if token.number or token.place or _halts[word]:
            return nothing, end
        found = _ends_at(tokens, at, end)
        if found is not None:
            return found
        if word not in words.linking and not word.endswith("-bound"):  # "four Moscow-bound"
            if not _ADJECTIVE.search(word):
                return Thing.OTHER, at - 1
            nothing = Thing.OTHER  # «пять подстанций» only looks like an adjective
    return nothing, end


def _ends_at(tokens: list[Token], at: int, end: int) -> tuple[Thing, int] | None:
    """Return what a known word says the number counts and where that ends."""
    words, word = tally_words(), tokens[at].text
    if (named := _named(tokens, at)) is not None:
        return named
    if word in words.acts:
        return _act(tokens, at)
    if word in words.shot and word.endswith(_PARTICIPLE) and (noun := _shot_noun(tokens, at)):
        return noun
    if word not in words.linking:
        if _follows_bare[word]:
            return Thing.BARE, end
        if word in words.neutral or word in words.unnamed:
            return Thing.NEUTRAL, at - 1
    return None


def _named(tokens: list[Token], at: int) -> tuple[Thing, int] | None:
    """Return what a noun names and where it ends; «самолетного типа» names drones by itself."""
    thing = thing_at(tokens, at)
    if thing is not None:
        return thing, at
    if tokens[at].text in _TYPES and word_at(tokens, at + 1) == "типа":
        return Thing.DRONE, at + 1 + (thing_of[word_at(tokens, at + 2)] is Thing.DRONE)
    return None


def _act(tokens: list[Token], at: int) -> tuple[Thing, int]:
    """Tell «19 атак беспилотников», raids of drones, from shellings and other acts."""
    words, behind = tally_words(), at + 1
    while (adjective := word_at(tokens, behind)) in words.linking:
        if adjective in words.drones:
            break
        behind += 1
    raid = word_at(tokens, behind) in words.drones
    return (Thing.RAID, behind) if raid else (Thing.OTHER, at)


def _shot_noun(tokens: list[Token], at: int) -> tuple[Thing, int] | None:
    """Return the noun of «19 сбитых дронов», «92 сбитых за ночь украинских БПЛА»."""
    for index in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        token = tokens[index]
        if token.number or token.place or _SIGN.match(token.text):
            return None
        if thing := thing_at(tokens, index):
            return thing, index
    return None


def thing_at(tokens: list[Token], at: int) -> Thing | None:
    """Return what a noun names; «aerial» is a drone unless bombs or targets follow."""
    thing = thing_of[tokens[at].text]
    if tokens[at].text == "aerial" and thing_of[word_at(tokens, at + 1)] is not None:
        return None
    return thing


def label_before(tokens: list[Token], at: int) -> Thing | None:
    """Return what the noun before a dash or colon counts: «БПЛА: 63», «применено дронов - 19».

    A noun that a number or a place stands beside is no label: «14 дронов: 9 - над Орловской».
    """
    if word_at(tokens, at - 1) not in _LABELS:
        return None
    words = tally_words()
    found: Thing | None = None
    for index in range(at - 2, max(-1, at - 2 - _LABEL_REACH), -1):
        token = tokens[index]
        if token.number or token.place:
            return None
        if _SIGN.match(token.text) and token.text != '"':
            break
        if found is None:
            if token.text in words.stop:
                return None
            found = thing_of[token.text] or (Thing.OTHER if token.text in words.acts else None)
    return found


def labels_number(tokens: list[Token], at: int) -> bool:
    """Tell whether a noun labels a number, as «БПЛА самолетного типа: 63»."""
    after = at + 1
    while (word := word_at(tokens, after)) in _TYPES or word == "типа":
        after += 1
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    return (
        word_at(tokens, after) in _LABELS and following is not None and following.number is not None
    )
