"""Reads the numbers of one count: «31 и 33» are two, «20, 37 и 8 - над …» three, told in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.tally_deeds import word_at
from alerts.tally_words import Thing, tally_words, thing_of

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

_AS_MANY: Final = frozenset(
    {("столько", "же"), ("такое", "же"), ("same", "number"), ("same", "amount"), ("as", "many")}
)
_OF_NUMBER: Final = frozenset({"количество", "число"})
_THE_REST: Final = frozenset({"оставшийся", "последний", "остальной"})
ALL_THE_REST: Final = frozenset(
    {"остальные", "оставшиеся", "прочие", "остальных", "rest", "remainder"}
)
HALF: Final = frozenset({"половина", "половину", "половины", "half"})
_NEXT_ONE: Final = frozenset(
    {
        *("другой", "другая", "другое", "второй", "вторая", "второе"),
        *("третий", "третья", "третье", "четвертый", "четвертая"),
    }
)
EVENLY: Final = frozenset({"поровну", "equally", "evenly"})
STANDING: Final = frozenset(
    {
        *EVENLY,
        *_NEXT_ONE,
        *_THE_REST,
        *ALL_THE_REST,
        *HALF,
        "another",
        *(first for first, _ in _AS_MANY),
    }
)
_LEADS_PLACE: Final = frozenset({"-", "над", "в"})
_LEADS_ON: Final = frozenset({"over", "in", "above", "was"})
_CHAIN: Final = 3
_TWO: Final = 2
_GOES_ON: Final = frozenset({",", "."})
_FILLERS: Final = frozenset({"были", "were", "и", "and", "down", "из", "них", "of", "them"})
_IN_TURN: Final = frozenset({"соответственно", "respectively"})
_IN_REACH: Final = 7
_ENDS_CHAIN: Final = frozenset({"-", "над", "over", *_IN_TURN})


def number_standing(
    tokens: list[Token], at: int, last: tuple[int, ...]
) -> tuple[tuple[int, ...], int, bool] | None:
    """Read words that stand for a number: «столько же», «последний - над …», "another over".

    Return the numbers (``last`` are those before), where they end, and whether they are more.
    """
    word, following = tokens[at].text, word_at(tokens, at + 1)
    if word not in STANDING:
        return None
    if last and (word, following) in _AS_MANY:
        return last, at + 1 + (word_at(tokens, at + 2) in _OF_NUMBER), False
    if _is_one_of_them(tokens, at, last):
        return (1,), at, False
    if word in HALF and len(last) == 1 and not last[0] % 2 and _is_share(tokens, at):
        return (last[0] // 2,), at, False
    if word in ALL_THE_REST and _leads_on(tokens, at + 1):
        return (0,), at, False
    return ((1,), at, True) if word == "another" and following in _LEADS_ON else None


def shared_evenly(tokens: list[Token], at: int, last: tuple[int, ...]) -> int:
    """Return the share of each place in «58 БПЛА, поровну над Брянской и Курской»; 0 if none."""
    if tokens[at].text not in EVENLY or len(last) != 1:
        return 0
    places = 0
    for token in tokens[at + 1 :]:
        if token.number is not None or token.text in {";", ":", "-", "("}:
            break
        places += token.place is not None
    return 0 if places < _TWO or last[0] % places else last[0] // places


def _is_one_of_them(tokens: list[Token], at: int, last: tuple[int, ...]) -> bool:
    """Tell «последний - над …» and, behind a count, «другой - над …»."""
    if tokens[at].text in _THE_REST:
        return word_at(tokens, at + 1) in _LEADS_PLACE
    return tokens[at].text in _NEXT_ONE and bool(last) and _leads_on(tokens, at + 1, fell=False)


def _is_share(tokens: list[Token], at: int) -> bool:
    """Tell «половина - над …» and «в Тарусском районе - половина» from «32 - половина - упали»."""
    if word_at(tokens, at - 1) == "-":
        return at > 1 and tokens[at - 2].place is not None
    return _leads_on(tokens, at + 1)


def _leads_on(tokens: list[Token], at: int, *, fell: bool = True) -> bool:
    """Tell «остальные - над …» and «остальные сбиты в …» from the rest of anything else."""
    words = tally_words()
    while (word := word_at(tokens, at)) and (
        word in words.shot
        or (fell and word in words.fell_to)
        or word in words.drones
        or word in _FILLERS
    ):
        at += 1
    return word_at(tokens, at) in {"-", "над", "в", "на", "over", "in"}


def values_at(tokens: list[Token], at: int) -> tuple[tuple[int, ...], int]:
    """Read «31 и 33» as two numbers, «20, 37 и 8 —» as three, anything else as one."""
    if (chain := _chain(tokens, at)) is not None:
        return chain
    first = tokens[at].number
    second = tokens[at + 2].number if at + 2 < len(tokens) else None
    assert first is not None  # noqa: S101 - the caller looked
    if second is None or word_at(tokens, at + 1) not in {"и", "and"}:
        return (first.value,), at
    following = word_at(tokens, at + 3)
    closed = not following or following in {";", *_IN_TURN} or word_at(tokens, at - 1) in _IN_TURN
    closed = closed or (word_at(tokens, at - 1), following) == ("(", ")")  # «27 БПЛА (19 и 8)»
    closed = closed or (following in _GOES_ON and _of_two(tokens, at))
    if not closed and not _drones_follow(tokens, at + 3):
        return (first.value,), at
    return (first.value, second.value), at + 2


def _of_two(tokens: list[Token], at: int) -> bool:
    """Tell «по Усть-Донецкому и Аксайскому районам - 15 и 22», a number for each of two places."""
    places, words = 0, tally_words()
    for step in range(at - 2, -1, -1) if word_at(tokens, at - 1) == "-" else ():
        if tokens[step].place is not None:
            places += 1
        elif word_at(tokens, step) == "," or word_at(tokens, step) not in words.between:
            break
    return places == _TWO


def _chain(tokens: list[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    """Read three numbers or more before a dash, which are told of as many places in turn."""
    found: list[int] = []
    end = at
    while end < len(tokens) and (number := tokens[end].number) is not None:
        found.append(number.value)
        if word_at(tokens, end + 1) not in {",", "и", "and"}:
            break
        end += 2
    after = word_at(tokens, end + 1)
    told_in_turn = not after and word_at(tokens, at - 1) in {":", "-"}
    told_in_turn = told_in_turn or word_at(tokens, at - 1) in _IN_TURN
    if not told_in_turn and _drones_follow(tokens, end + 1):
        told_in_turn = any(word_at(tokens, end + step) in _IN_TURN for step in range(2, _IN_REACH))
    if len(found) < _CHAIN or not (told_in_turn or after in _ENDS_CHAIN):
        return None
    return tuple(found), end


def _drones_follow(tokens: list[Token], at: int) -> bool:
    """Tell «дронов» and «украинских беспилотников» from another thing."""
    while (word := word_at(tokens, at)) in tally_words().linking and thing_of[word] is None:
        at += 1
    return thing_of[word_at(tokens, at)] is Thing.DRONE


def repeated(tokens: list[Token], end: int, value: int) -> int:
    """Return where «250 (двести пятьдесят)» ends: the number is told twice."""
    again = tokens[end + 2].number if end + 3 < len(tokens) else None
    if again is None or again.value != value or word_at(tokens, end + 1) != "(":
        return end
    return end + 3 if word_at(tokens, end + 3) == ")" else end
