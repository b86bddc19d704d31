"""Pairs the counts of a sentence with its places: the closest pairs, nothing across another.

«8 БПЛА над территорией Ростовской области, 11 — над Воронежской» and «в Брянской области — 14, в
Тульской — 4» read by one rule: signs that part cost much, a dash or a bracket costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_groups import Group
    from alerts.tally_tokens import Token
    from alerts.tally_told import Count

_COSTS: Final = {
    ",": 10,
    ";": 25,
    "и": 8,
    "and": 8,
    "а": 6,
    "/": 6,
    ")": 6,
    ":": 3,
    "-": 0,
    "(": 0,
    '"': 0,
}
_WORD_COST: Final = 1
_PART_LIMIT: Final = 10
_OPENS_LIST: Final = frozenset({":", "("})
_OPENING_COST: Final = 8
_PART_PAIR: Final = 1
_WHOLE_PAIR: Final = 2
"""A part may be told of the place of its whole, so a whole in the same sentence comes first, but
not where the part has a place right beside it: «в том числе над Тульской областью - 20»."""


class _Item(NamedTuple):
    """A count or a group where it stands in its sentence, with its number among its like."""

    at: int
    end: int
    number: int
    is_count: bool


def _items(counts: Sequence[Count], placed: Sequence[Group]) -> list[_Item]:
    """Return the counts and the groups of a sentence in order."""
    found = [
        _Item(count.at, count.end, number, is_count=True) for number, count in enumerate(counts)
    ]
    found += [
        _Item(group.at, group.end, number, is_count=False) for number, group in enumerate(placed)
    ]
    return sorted(found)


def closest(
    tokens: Sequence[Token], counts: Sequence[Count], placed: Sequence[Group]
) -> dict[int, int]:
    """Pair each count with a group beside it: as many pairs as can be, at the least cost.

    One pass from left to right: the best for the items up to each is that with the item left alone,
    or paired with the one before it.
    """
    items = _items(counts, placed)
    best: list[tuple[int, int]] = [(0, 0)]
    paired: list[bool] = [False]
    for index, right in enumerate(items):
        alone, joined = best[index], None
        if index:
            cost = _cost(items[index - 1], right, tokens, counts)
            if cost is not None:
                pairs, spent = best[index - 1]
                number = (right if right.is_count else items[index - 1]).number
                of_whole = counts[number].part and number > 0 and cost > 0
                joined = (pairs - (_PART_PAIR if of_whole else _WHOLE_PAIR), spent + cost)
        paired.append(joined is not None and joined < alone)
        best.append(min(alone, joined) if joined is not None else alone)
    group_of: dict[int, int] = {}
    index = len(items)
    while index > 0:
        if paired[index]:
            first, second = items[index - 2], items[index - 1]
            count, group = (first, second) if first.is_count else (second, first)
            group_of[count.number] = group.number
            index -= 1
        index -= 1
    return group_of


def _cost(
    left: _Item, right: _Item, tokens: Sequence[Token], counts: Sequence[Count]
) -> int | None:
    """Return what parts a count and a group side by side, None if they cannot belong together."""
    if left.is_count == right.is_count:
        return None
    gap = tokens[left.end + 1 : right.at]
    cost = sum(_COSTS.get(token.text, _WORD_COST) for token in gap)
    count = counts[left.number if left.is_count else right.number]
    if left.is_count and any(token.text in _OPENS_LIST for token in gap):
        cost += _OPENING_COST  # «19 дронов (Крым - 8, …)»: the number is that of the whole list
    return None if count.part and cost >= _PART_LIMIT else cost
