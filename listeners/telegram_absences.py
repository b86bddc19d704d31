"""Which messages a channel no longer shows: absent once is a doubt, absent twice is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from listeners.telegram_told import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from listeners.telegram_told import Told

WIDEST_SEARCH: Final = 1000
"""In so many numbers posts that were deleted while nobody listened are looked for at most."""


class Absences:
    """The doubts about one channel's messages, between one comparing and the next."""

    def __init__(self, told: Told) -> None:
        """Begin without doubts about what was ``told``."""
        self._told = told
        self._doubted: frozenset[int] = frozenset()

    def between(self, after: int, up_to: int) -> bool:
        """Tell whether there are doubts in a stretch, so that another look must decide."""
        return any(after < number <= up_to for number in self._doubted)

    def compare(
        self,
        present: AbstractSet[int],
        after: int,
        up_to: int,
        at: datetime,
        *,
        kept: AbstractSet[int] | None,
    ) -> frozenset[int]:
        """Take the numbers a stretch of the channel shows; return those that are gone.

        Of what was never heard here only that can be gone which is ``kept``; None if that is not
        known.
        """
        self._suspect(present, after, up_to, at, kept)
        stretch = frozenset(number for number in self._told.living() if after < number <= up_to)
        absent = stretch - present
        gone = absent & self._doubted
        self._doubted = (self._doubted - stretch) | (absent - gone)
        return gone

    def _suspect(
        self,
        present: AbstractSet[int],
        after: int,
        up_to: int,
        at: datetime,
        kept: AbstractSet[int] | None,
    ) -> None:
        """Suspect that an absent number was a post once, kept from another source or process."""
        for number in range(max(after + 1, up_to - WIDEST_SEARCH), up_to + 1):
            if number in present or number in self._told:
                continue
            if kept is None or number in kept:
                self._told.suppose(number, UNKNOWN, at)
