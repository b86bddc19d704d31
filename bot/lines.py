"""Who waits for a turn to send: the messages of an alarm, and answers to residents before them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.pace import Turn

_SHARE: Final = 0.05
_AT_ONCE: Final = 10.0
"""What answers to residents may take from an alarm: a few at once, and then one in twenty."""


class Lines:
    """Two lines before one door."""

    def __init__(self, per_second: float) -> None:
        """Begin with nobody; ``per_second`` messages pass the door in a second."""
        self._bulk: deque[asyncio.Future[Turn]] = deque()
        self._answers: deque[asyncio.Future[Turn]] = deque()
        self._rate = per_second * _SHARE
        self._credit = _AT_ONCE
        self._credit_at = 0.0

    def __bool__(self) -> bool:
        """Tell whether somebody waits."""
        return bool(self._bulk or self._answers)

    def join(self, *, answer: bool) -> asyncio.Future[Turn]:
        """Wait at the end of a line."""
        future: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        (self._answers if answer else self._bulk).append(future)
        return future

    def leave(self, future: asyncio.Future[Turn]) -> None:
        """Wait no longer."""
        (self._answers if future in self._answers else self._bulk).remove(future)

    def next(self, now: float) -> asyncio.Future[Turn]:
        """Return who is next: answers, unless they have had their share of an alarm's turns."""
        credit = self._credit + (now - self._credit_at) * self._rate
        self._credit, self._credit_at = min(credit, _AT_ONCE), now
        if self._answers and not self._bulk:
            return self._answers.popleft()
        if self._answers and self._credit >= 1:
            self._credit -= 1
            return self._answers.popleft()
        return self._bulk.popleft()
