"""Finds people whose verb is left out: «ранены супруги, в Муроме - волонтер, всего 3 человека»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.casualty_people import word_at
from alerts.casualty_words import casualty_words, is_harm, is_wound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.casualty_harm import Deed
    from alerts.casualty_people import People
    from alerts.tally_tokens import Token

_NEAR: Final = 6
_ADJECTIVE_ENDS: Final = ("ая", "ий", "ый", "ой", "ное", "ые", "ие", "его", "ее")
ENDS_COUNT: Final = frozenset({"", ",", ";", ":", "и", "-", "(", "."})


def left_out(
    tokens: Sequence[Token], pairs: Sequence[tuple[Deed, People]], people: Sequence[People]
) -> list[tuple[Deed, People]]:
    """Pair «в Муроме - волонтер» with the deed that it leaves out: «ранены супруги, в …»."""
    words = casualty_words()
    found: list[tuple[Deed, People]] = []
    bound = {id(whose) for _, whose in pairs}
    behind, last = 0, None
    for person in people:
        while behind < len(pairs) and max(pairs[behind][0].at, pairs[behind][1].end) < person.at:
            last, behind = pairs[behind][0], behind + 1
        if last is None or person.other or id(person) in bound:
            continue
        dash = person.at - 1
        while dash > person.at - _NEAR and word_at(tokens, dash).replace("-", "").isalnum():
            dash -= 1
        placed = word_at(tokens, dash) == "-" and _is_place(tokens, dash - 1)
        placed = placed or _in_another_place(tokens, last, person) or _in_sum(tokens, person)
        placed = placed or _has_wound(tokens, person)
        beside = (word_at(tokens, person.at - 1), word_at(tokens, person.at + 1))
        if placed or any(word in words.more for word in beside):
            found.append((last, person))
    return found


def _is_place(tokens: Sequence[Token], at: int) -> bool:
    """Tell a place, known or only told as one: «в Тёткине - …»."""
    return tokens[at].place is not None or word_at(tokens, at - 1) in {"в", "под"}


def _has_wound(tokens: Sequence[Token], person: People) -> bool:
    """Tell «водитель получил ожоги, пассажирка - перелом руки»."""
    behind = (word_at(tokens, person.end + step) for step in (2, 3))
    return word_at(tokens, person.end + 1) == "-" and any(is_wound[word] for word in behind)


def _in_another_place(tokens: Sequence[Token], deed: Deed, person: People) -> bool:
    """Tell «ранены женщина в Короче и супруги в Губкине»: one verb for people of two places."""
    if deed.at > person.at or not word_at(tokens, deed.at).endswith(("и", "ы")):
        return False
    at = person.at - 1
    while at > deed.at and word_at(tokens, at).endswith(_ADJECTIVE_ENDS):
        at -= 1
    joined = word_at(tokens, at) in {"и", ","} and tokens[at - 1].place is not None
    return joined and not is_harm[word_at(tokens, person.end + 1)]


def _in_sum(tokens: Sequence[Token], person: People) -> bool:
    """Tell «…, всего за сутки девять человек» from «всего эвакуированы девять человек»."""
    words = casualty_words()
    closed = word_at(tokens, person.end + 1) in ENDS_COUNT
    for at in range(person.at - 1, max(-1, person.at - 1 - _NEAR), -1):
        if word_at(tokens, at) in words.all:
            return closed and person.generic and person.value is not None
        if word_at(tokens, at) not in words.over and tokens[at].place is None:
            return False
    return False
