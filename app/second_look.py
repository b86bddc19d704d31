"""Shows operators what the rules are unsure of: all of some minutes in one message."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.operators import Desk
    from storage.store import Store

LOOK_SECONDS: Final = 5.0

APART: Final = timedelta(minutes=5)
"""So far apart are two messages at least; the first comes at once."""

SHOWN: Final = 8
"""So many posts are shown in one message, and the others counted."""


class SecondLook:
    """Looks now and then for doubts that nobody has been told of."""

    def __init__(self, store: Store, desk: Desk) -> None:
        """Tell at ``desk`` what ``store`` keeps."""
        self._store = store
        self._desk = desk
        self._told_at: datetime | None = None

    async def keep_asking(self, now: Callable[[], datetime], planned: Callable[[], None]) -> None:
        """Look until cancelled; ``planned`` is called when messages wait."""
        while self._desk.manned:
            await asyncio.sleep(LOOK_SECONDS)
            if await self.look(now()):
                planned()

    async def look(self, now: datetime) -> int:
        """Tell of the doubts that wait, if the last message is long enough ago."""
        if self._told_at is not None and now - self._told_at < APART:
            return 0
        async with self._store.snapshot() as past:
            _, waiting = await past.untold_doubts(0)
        if not waiting:
            return 0
        async with self._store.transaction() as transaction:
            posts, count = await transaction.untold_doubts(SHOWN)
            await transaction.doubts_told(now)
            planned = await self._desk.tell_doubts(transaction, posts, count, now)
        self._told_at = now
        return planned
