"""A clock that never makes anybody wait: to sleep is to be there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class InstantClock:
    """Shows the moment up to which somebody has slept."""

    def __init__(self, now: datetime = datetime(2026, 9, 14, 20, 0, tzinfo=UTC)) -> None:
        """Begin at ``now``."""
        self._now = now

    def now(self) -> datetime:
        """Return the moment reached."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Go on by so many seconds, and let others run."""
        self._now += timedelta(seconds=max(0.0, seconds))
        await asyncio.sleep(0)

    async def sleep_until(self, moment: datetime) -> None:
        """Go on to ``moment`` if it is still to come, and let others run."""
        self._now = max(self._now, moment)
        await asyncio.sleep(0)
