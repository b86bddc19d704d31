"""Which rules a sentence can meet at all, by the meanings it has: a few of the whole table.

A set of rules is an integer with a bit for each row. Every meaning knows the rules that it serves,
group by group, and those that it forbids: a sentence costs one look a meaning, not one a rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.rules import Rule

_REMEMBERED: Final = 1 << 12
_NEEDS: Final = 3
"""No rule needs more groups of words than this."""


class RuleIndex:
    """The rules by the meanings they need and those that forbid them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order of the table; one with too many groups is a ValueError."""
        needs = [[plain for plain, _ in rule.needs] for rule in rules]
        denied = [[negated for _, negated in rule.needs] for rule in rules]
        self._rules = rules
        self._stated = _served(needs, [rule.never for rule in rules])
        self._denied = _served(denied, [rule.never_negated for rule in rules])
        self._without = tuple(_without(needs, group) for group in range(_NEEDS))
        self.possible = lru_cache(maxsize=_REMEMBERED)(self._possible)

    def _possible(self, bits: int, negated: int) -> tuple[Rule, ...]:
        """Return the rules that these meanings of a sentence may meet, in order."""
        first, second, third = self._without
        forbidden = 0
        for served, left in ((self._stated, bits), (self._denied, negated)):
            meanings = left
            while meanings:
                meaning = meanings & -meanings
                meanings ^= meaning
                if meaning in served:
                    a, b, c, against = served[meaning]
                    first |= a
                    second |= b
                    third |= c
                    forbidden |= against
        rows = each_bit(first & second & third & ~forbidden)
        return tuple([self._rules[bit.bit_length() - 1] for bit in rows])


class Worded:
    """The rules of which a sentence has all the words, said in whatever way."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order of the table."""
        wanted = [rule.wanted for rule in rules]
        self._rules = rules
        self._served = _served(wanted, [0 for _ in rules])
        self._without = tuple(_without(wanted, group) for group in range(_NEEDS))
        self.by = lru_cache(maxsize=_REMEMBERED)(self._by)

    def _by(self, said: int) -> tuple[Rule, ...]:
        """Return the rules that the meanings of a sentence have words for, in order."""
        first, second, third = self._without
        for meaning in each_bit(said):
            if meaning in self._served:
                a, b, c, _ = self._served[meaning]
                first |= a
                second |= b
                third |= c
        rows = each_bit(first & second & third)
        return tuple([self._rules[bit.bit_length() - 1] for bit in rows])


def _served(groups: Sequence[Sequence[int]], forbids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the rules each meaning serves, group by group, and last those it forbids."""
    served: dict[int, list[int]] = {}
    for number, (own, forbidding) in enumerate(zip(groups, forbids, strict=True)):
        if len(own) > _NEEDS:
            raise ValueError(f"rule {number + 1} has more than {_NEEDS} groups")
        for group, bits in enumerate([*own, *[0] * (_NEEDS - len(own)), forbidding]):
            for meaning in each_bit(bits):
                served.setdefault(meaning, [0] * (_NEEDS + 1))[group] |= 1 << number
    return {meaning: tuple(sets) for meaning, sets in served.items()}


def _without(groups: Sequence[Sequence[int]], group: int) -> int:
    """Return the rules that have no such group: they ask nothing there."""
    return sum(1 << number for number, own in enumerate(groups) if len(own) <= group)


def each_bit(bits: int) -> Iterator[int]:
    """Yield the bits of a set, each by itself."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest
