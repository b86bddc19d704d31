"""Remembers what is counted side by side: «44 дрона и 10 снарядов, в Грайворонском - 31 и 8»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.tally_deeds import word_at
from alerts.tally_nouns import noun_behind
from alerts.tally_words import Thing, tally_words

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

_OPENING: Final = 3
_AND: Final = frozenset({"и", "and"})


class Rows:
    """The two things that the rows of a post count, told with the first row alone."""

    def __init__(self) -> None:
        """Begin with no row told."""
        self._things: tuple[Thing, Thing] | None = None
        self._last: tuple[list[Token], Thing, int] | None = None

    def learn(self, tokens: list[Token], at: int, thing: Thing, end: int) -> None:
        """Take a count with a noun of its own, at tokens ``at`` to ``end``."""
        if self._last is not None and word_at(tokens, at - 1) in _AND:
            told, first, last = self._last
            if told is tokens and last == at - 2 and first is not thing:
                self._things = (first, thing)
        self._last = (tokens, thing, end)

    def thing_of(self, tokens: list[Token], at: int) -> Thing | None:
        """Return what a bare number of a pair counts by its place in it; None outside a pair."""
        if self._things is None:
            return None
        opens = _bare_number(tokens, at + 2) and word_at(tokens, at + 1) in _AND
        closes = _bare_number(tokens, at - 2) and word_at(tokens, at - 1) in _AND
        if not (opens or closes) or _places_before(tokens, at if opens else at - 2) > 1:
            return None
        return self._things[0 if opens else 1]


def _bare_number(tokens: list[Token], at: int) -> bool:
    """Tell whether a number without a noun stands at an index."""
    if not 0 <= at < len(tokens) or tokens[at].number is None:
        return False
    return noun_behind(tokens, at)[0] is Thing.BARE


def _places_before(tokens: list[Token], at: int) -> int:
    """Return how many places stand since the number before: two have a number each."""
    places = 0
    for index in range(at - 1, -1, -1):
        if tokens[index].number is not None:
            break
        places += tokens[index].place is not None
    return places


def told_of_place(tokens: list[Token], at: int) -> bool:
    """Tell a row that opens with its place: «В Брасовском районе за сутки 14 дронов, …»."""
    return any(token.place is not None for token in tokens[: min(at, _OPENING)])


def opens_row(tokens: list[Token]) -> bool:
    """Tell another row behind it, which goes on counting: «В Севском - 24», «Итого 38»."""
    if word_at(tokens, 0) in tally_words().all:
        return _bare_number(tokens, 1 + (word_at(tokens, 1) == "-"))
    place = next((at for at, token in enumerate(tokens[:_OPENING]) if token.place), None)
    if place is None or word_at(tokens, place + 1) != "-" or not _bare_number(tokens, place + 2):
        return False
    number = tokens[place + 2].number
    return number is not None and not number.collective
