"""How many usernames an account may look up; Telegram stops whoever asks too often for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from listeners.protocol import Clock, Pins

_DAY: Final = timedelta(days=1)


class Resolves:
    """The look-ups of one account; their count outlasts the process, as Telegram's does."""

    def __init__(self, account: str, a_day: int, *, pins: Pins, clock: Clock) -> None:
        """Allow so many in any 24 hours."""
        self._account = account
        self._a_day = a_day
        self._pins = pins
        self._clock = clock

    async def take(self) -> bool:
        """Take one if there is one left."""
        now = self._clock.now()
        if await self._pins.resolved_since(self._account, now - _DAY) >= self._a_day:
            return False
        await self._pins.resolved(self._account, now)
        return True
