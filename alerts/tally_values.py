"""Reads the numbers of one count: «31 и 33» are two, «20, 37 и 8 - над …» three, told in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.tally_deeds import word_at
from alerts.tally_words import Thing, thing_of

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

_AS_MANY: Final = frozenset(
    {("столько", "же"), ("same", "number"), ("same", "amount"), ("as", "many")}
)
_THE_REST: Final = frozenset({"оставшийся", "последний", "остальной"})
STANDING: Final = frozenset({*_THE_REST, "another", *(first for first, _ in _AS_MANY)})
_LEADS_PLACE: Final = frozenset({"-", "над", "в"})
_LEADS_ON: Final = frozenset({"over", "in", "above", "was"})
_CHAIN: Final = 3
_ENDS_CHAIN: Final = frozenset({"-", "над", "over", "соответственно", "respectively"})


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
        return last, at + 1, False
    if word in _THE_REST and following in _LEADS_PLACE:
        return (1,), at, False
    return ((1,), at, True) if word == "another" and following in _LEADS_ON else None


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
    closed = not following or following in {";", "соответственно", "respectively"}
    if not closed and thing_of[following] is not Thing.DRONE:
        return (first.value,), at
    return (first.value, second.value), at + 2


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
    if len(found) < _CHAIN or not (told_in_turn or after in _ENDS_CHAIN):
        return None
    return tuple(found), end


def repeated(tokens: list[Token], end: int, value: int) -> int:
    """Return where «250 (двести пятьдесят)» ends: the number is told twice."""
    again = tokens[end + 2].number if end + 3 < len(tokens) else None
    if again is None or again.value != value or word_at(tokens, end + 1) != "(":
        return end
    return end + 3 if word_at(tokens, end + 3) == ")" else end
