"""Tells operators of sources that stay lost, and when they are back; a blip is not worth waking."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.health import Health
    from bot.operators import Desk
    from storage.store import Store

LOOK_SECONDS: Final = 20.0

PATIENCE: Final = timedelta(minutes=2)
"""So long a trouble must stand before it is told."""

Trouble = tuple[str, str]
"""A source and what is wrong with it."""


class Watchman:
    """Looks at the health of all sources now and then."""

    def __init__(self, store: Store, health: Health, desk: Desk) -> None:
        """Tell at ``desk`` what ``health`` shows."""
        self._store = store
        self._health = health
        self._desk = desk
        self._since: dict[Trouble, datetime] = {}
        self._told: set[Trouble] = set()

    async def keep_watch(self, now: Callable[[], datetime], planned: Callable[[], None]) -> None:
        """Look until cancelled; ``planned`` is called when messages wait."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await self.look(now()):
                planned()

    async def look(self, now: datetime) -> int:
        """Tell what is lost for long, and what of it is back; return how many messages."""
        lost = self._health.lost()
        self._since = {trouble: self._since.get(trouble, now) for trouble in lost}
        due = [
            trouble
            for trouble in sorted(lost)
            if trouble not in self._told and now - self._since[trouble] >= PATIENCE
        ]
        back = sorted(self._told - lost.keys())
        if not due and not back:
            return 0
        planned = 0
        async with self._store.transaction() as transaction:
            for source, why in due:
                channels = lost[source, why]
                planned += await self._desk.tell_lost(transaction, source, why, channels, now)
            for source, why in back:
                planned += await self._desk.tell_back(transaction, source, why, now)
        self._told = self._told - set(back) | set(due)
        return planned
