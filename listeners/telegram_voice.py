"""What an account has to tell, in one row: posts, marks, and how it stands with each channel."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from listeners.protocol import SourceStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from listeners.protocol import Clock, Heard

_ROOM: Final = 1000
"""So much may wait to be listened to before history is left unread for a while."""


class Voice:
    """Says things to whoever listens; what is urgent never waits for room."""

    def __init__(
        self, source: str, *, clock: Clock, timer: Callable[[], float], status_seconds: float
    ) -> None:
        """Repeat that a channel is well once in ``status_seconds``."""
        self._source = source
        self._clock = clock
        self._timer = timer
        self._status_seconds = status_seconds
        self._waiting: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._room = asyncio.Event()
        self._room.set()
        self._told: dict[str, tuple[str | None, float]] = {}

    def say(self, heard: Iterable[Heard]) -> None:
        """Say things, in this order."""
        for item in heard:
            self._waiting.put_nowait(item)
        if self._waiting.qsize() > _ROOM:
            self._room.clear()

    async def room(self) -> None:
        """Wait until most of what was said has been heard."""
        await self._room.wait()

    async def next(self) -> Heard | None:
        """Return the next thing said; None if no more will come."""
        item = await self._waiting.get()
        if self._waiting.qsize() <= _ROOM // 2:
            self._room.set()
        return item

    def end(self) -> None:
        """Say no more."""
        self._waiting.put_nowait(None)

    def status(
        self,
        channel: str,
        trouble: str | None,
        *,
        title: str | None = None,
        channel_id: int | None = None,
    ) -> None:
        """Say how it stands with a channel, if that is news or was not said for a while."""
        now = self._timer()
        before, told_at = self._told.get(channel, ("", float("-inf")))
        if trouble == before and now - told_at < self._status_seconds:
            return
        self._told[channel] = (trouble, now)
        self._waiting.put_nowait(
            SourceStatus(
                channel=channel,
                source=self._source,
                at=self._clock.now(),
                trouble=trouble,
                title=title,
                channel_id=channel_id,
            )
        )
