"""The only clock of the program, and the one a recorded night runs on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The moment as the computer knows it."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        await asyncio.sleep(seconds)

    async def sleep_until(self, moment: datetime) -> None:
        """Wait until ``moment``; return at once if it has passed."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))


class RecordedClock:
    """A clock that starts in the past and runs ``speed`` times as fast; 0 is as fast as it can.

    At speed 0 it stands still and jumps to whatever moment is waited for.
    """

    def __init__(self, start: datetime, speed: float) -> None:
        """Set the clock to ``start``; it runs from now on."""
        self._start = start
        self._speed = speed
        self._began: float | None = None

    def now(self) -> datetime:
        """Return the moment of the recorded night."""
        loop = asyncio.get_running_loop()
        if self._began is None:
            self._began = loop.time()
        return self._start + timedelta(seconds=(loop.time() - self._began) * self._speed)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of the recorded night."""
        await self.sleep_until(self.now() + timedelta(seconds=seconds))

    async def sleep_until(self, moment: datetime) -> None:
        """Wait until the night has come to ``moment``."""
        wait = (moment - self.now()).total_seconds()
        if self._speed > 0:
            await asyncio.sleep(max(0.0, wait / self._speed))
            return
        self._start = max(self._start, moment)
        await asyncio.sleep(0)
