"""Tells a number that stands for the whole: «всего 30», «за ночь - 6», «все пять», "45 in all"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.tally_deeds import near, word_at
from alerts.tally_words import tally_words

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

BACK_REACH: Final = 12
GREW_FROM: Final = frozenset({"с", "from"})
GREW_TO: Final = frozenset({"до", "to"})
_GREW_REACH: Final = 5
_SPAN_REACH: Final = 7
_NO_WHOLE: Final = frozenset({"больше", "сильнее", "чаще", "of", "прежде"})
_SO_MANY: Final = ("-", "столько")
_OUT_OF: Final = frozenset({"из", "of"})
_SHARED: Final = 2
_EVERY: Final = frozenset({"все", "all"})
_PART_OF_DAY: Final = {"ночью": "ночь", "днем": "день", "утром": "утро", "вечером": "вечер"}
_DATES_JOIN: Final = frozenset({"по", "до", "-", "и"})


def is_whole(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether «всего» opens the count or "in total" ends it; «больше всего» does not."""
    words = tally_words()
    if _is_summed(tokens, at) or _is_summed(tokens, end):
        return True
    before = word_at(tokens, at - 1)
    number = tokens[at].number
    if before in _EVERY and number is not None and number.value > 1:
        return True
    if before in words.reached or (before in GREW_TO and grew(tokens, at)):
        return True
    for step in range(at - 1, max(-1, at - 1 - BACK_REACH), -1):
        if tokens[step].number and word_at(tokens, step + 1) not in words.neutral:
            return False
        if tokens[step].text in words.all:
            return word_at(tokens, step - 1) not in _NO_WHOLE
    return False


def _is_summed(tokens: list[Token], end: int) -> bool:
    """Tell "45 in all" and «61 - столько дронов сбили за ночь» where the count ends."""
    first, second = word_at(tokens, end + 1), word_at(tokens, end + 2)
    return (first == "in" and second in tally_words().in_all) or (first, second) == _SO_MANY


def is_shared_out(tokens: list[Token], at: int) -> bool:
    """Tell the whole of «28 из 50 пришлись на …», but not of «сбиты 28 из 50»."""
    return _is_out_of(tokens, at) and word_at(tokens, at - 3) not in tally_words().shot


def is_aim(tokens: list[Token], at: int) -> bool:
    """Tell the second number of «сбиты 9 из 10», of which not all were shot down."""
    return _is_out_of(tokens, at) and word_at(tokens, at - 3) in tally_words().shot


def _is_out_of(tokens: list[Token], at: int) -> bool:
    """Tell the second number of «9 из 10»."""
    return (
        at >= _SHARED and word_at(tokens, at - 1) in _OUT_OF and tokens[at - 2].number is not None
    )


def grew(tokens: list[Token], at: int) -> bool:
    """Tell «число сбитых выросло с 48 до 53»."""
    return near(tokens, range(at - 2, at - 2 - _GREW_REACH, -1), tally_words().grown)


def is_date(tokens: list[Token], at: int) -> bool:
    """Tell the first day of «с 3 по 9 марта» and «1 и 2 мая»; the month stands behind the last."""
    joined = word_at(tokens, at + 1) in _DATES_JOIN and at + 2 < len(tokens)
    second = joined and tokens[at + 2].number is not None
    return second and word_at(tokens, at + 3) in tally_words().dates


def time_of(tokens: list[Token], at: int) -> str:
    """Return the time a number is told of: «с полуночи - 88», «за ночь - 6»."""
    words = tally_words()
    over = word_at(tokens, at - 2) if word_at(tokens, at - 1) == "-" else ""
    if over in words.window and near(tokens, range(at - 3, at - 5, -1), words.over):
        return over
    if over in _PART_OF_DAY:  # «Этой ночью - 57: 30 над …»
        return _PART_OF_DAY[over]
    for step in range(at - 1, max(-1, at - 1 - BACK_REACH), -1):
        token = tokens[step]
        if token.place or (token.number and word_at(tokens, step + 1) not in words.neutral):
            break
        if token.text in words.since:
            opened = (word_at(tokens, index) for index in range(step + 1, min(step + 4, at)))
            if found := next((w for w in opened if w in words.daytime or w in words.eras), ""):
                return found
    return ""


def span_of(tokens: list[Token], at: int) -> str:
    """Return the part of the day whose count a number is: «за день сбито 8, за ночь - 25»."""
    words = tally_words()
    for step in range(at - 1, max(-1, at - 1 - _SPAN_REACH), -1):
        token = tokens[step]
        if token.place or token.number or token.text in {",", ";"}:
            break
        if token.text in words.window and near(tokens, range(step - 1, step - 3, -1), words.over):
            return token.text
        if span := _PART_OF_DAY.get(token.text):
            return span
    return ""
