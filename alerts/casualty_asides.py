"""Leaves out of a sentence what is said of people in passing: their ages, years of birth, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.casualty_people import word_at
from alerts.casualty_words import casualty_words, is_harm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_tokens import Token

_AGE: Final = frozenset({"лет", "год", "года"})
_BORN: Final = frozenset({"рожд", "р", "гр"})
_YEARS: Final = range(1900, 2100)


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """Leave out «, включая ребенка,», «58 лет» and «1988 г. р.»: none of them counts anybody."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text != "," and token.number is None:  # no aside begins here
            kept.append(token)
            at += 1
            continue
        included = word_at(tokens, at + 1) in casualty_words().included or (
            [word_at(tokens, at + step) for step in (1, 2, 3)] == ["в", "том", "числе"]
        )
        if tokens[at].text == "," and (included or _hurt_before(tokens, at)):
            end = at + 1
            while end < len(tokens) and tokens[end].text != ",":
                end += 1
            if end < len(tokens):
                at = end + 1
                continue
        if tokens[at].text == "," and (
            after := _behind_passing(tokens, at) or _behind_relative(tokens, at)
        ):
            at = after
            continue
        if after := _behind_birth(tokens, at) or _behind_age(tokens, at):
            at = after
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def _hurt_before(tokens: Sequence[Token], at: int) -> bool:
    """Tell «, раненный 3 мая при обстреле,», which says who it was that died."""
    return word_at(tokens, at + 1).startswith("раненн")


def _behind_birth(tokens: Sequence[Token], at: int) -> int:
    """Return the index behind «1988 г. р.» or «, 1967 и 1971 годов рождения» here; else 0."""
    end = _behind_numbers(tokens, at + (tokens[at].text == ","), _YEARS)
    if not end or not word_at(tokens, end).startswith(("г", "год")):
        return 0
    end += 1
    while word_at(tokens, end) == "." and end < len(tokens):
        end += 1
    word = word_at(tokens, end)
    if word not in _BORN and not word.startswith("рожден"):
        return 0
    return end + 1 + (word_at(tokens, end + 1) == ".")


def _behind_age(tokens: Sequence[Token], at: int) -> int:
    """Return the index behind «58 лет» or «, 14 и 41 года,» that begins here; 0 if no age does."""
    opened = tokens[at].text == ","
    end = _behind_numbers(tokens, at + opened, None)
    if not end or word_at(tokens, end) not in _AGE:
        return 0
    end += 1
    if not opened and word_at(tokens, at - 1) == "и":
        return 0
    return end + 1 if opened and word_at(tokens, end) == "," else end


def _behind_numbers(tokens: Sequence[Token], at: int, among: range | None) -> int:
    """Return the index behind «14, 20 и 41» that begins here; 0 if a number is not ``among``."""
    end = at
    while end < len(tokens) and (number := tokens[end].number) is not None:
        if number.collective or (among is not None and number.value not in among):
            return 0
        end += 1
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if following is None or following.number is None:
            break
        if word_at(tokens, end) != "и" and not (
            word_at(tokens, end) == "," == word_at(tokens, at - 1)
        ):
            break
        end += 1
    return end if end > at else 0


def _behind_passing(tokens: Sequence[Token], at: int) -> int:
    """Return the index behind «, к сожалению,» that begins here; 0 if nothing of the sort does."""
    passing = casualty_words().passing
    for end in (at + 2, at + 3):
        if word_at(tokens, end) == "," and word_at(tokens, end - 1) in passing:
            return end + 1
    return 0


def _behind_relative(tokens: Sequence[Token], at: int) -> int:
    """Return the index behind «, в который попал БПЛА,» that begins here; 0 if it tells harm."""
    if not any(word_at(tokens, at + step).startswith("котор") for step in (1, 2)):
        return 0
    for end in range(at + 2, len(tokens)):
        if word_at(tokens, end) == ",":
            return end + 1
        if tokens[end].number is not None or is_harm[word_at(tokens, end)]:
            break
    return 0
