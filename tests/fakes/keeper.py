"""An app that only keeps what it hears, without a database: posts once, marks, and pins."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.posts import SourcePost
from listeners.protocol import ChannelSeen, Pin, SourceMark, SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from listeners.protocol import Heard, Listener

PATIENCE = 20.0
"""How many seconds a test waits for what must come."""


@dataclass
class Keeper:
    """Keeps every state of every post once, as the storage does, in the order it is heard."""

    posts: list[SourcePost] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    pins: dict[tuple[str, str], Pin] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: list[ChannelSeen] = field(default_factory=list)
    statuses: list[SourceStatus] = field(default_factory=list)
    resolves: list[tuple[str, datetime]] = field(default_factory=list)
    heard_posts: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def newest_id(self, channel: str) -> int | None:
        """Return the highest number kept of a channel."""
        return max(
            (post.message_id for post in self.posts if post.channel == channel), default=None
        )

    async def oldest_id(self, channel: str) -> int | None:
        """Return the lowest number kept of a channel."""
        return min(
            (post.message_id for post in self.posts if post.channel == channel), default=None
        )

    async def kept_ids(self, channel: str, after: int, up_to: int) -> frozenset[int]:
        """Return the numbers kept of a channel between two."""
        kept = {post.message_id for post in self.posts if post.channel == channel}
        return frozenset(number for number in kept if after < number <= up_to)

    async def mark(self, channel: str) -> int | None:
        """Return the mark that was kept."""
        return self.marks.get(channel)

    async def get(self, account: str, channel: str) -> Pin | None:
        """Return a kept pin."""
        return self.pins.get((account, channel))

    async def put(self, account: str, pin: Pin) -> None:
        """Keep a pin."""
        self.pins[account, pin.channel] = pin
        self.numbers.setdefault(pin.channel, pin.channel_id)

    async def pinned_id(self, channel: str) -> int | None:
        """Return the number the channel is known by."""
        return self.numbers.get(channel)

    async def resolved(self, account: str, at: datetime) -> None:
        """Count a look-up."""
        self.resolves.append((account, at))

    async def resolved_since(self, account: str, since: datetime) -> int:
        """Return how many look-ups were counted."""
        return sum(1 for who, at in self.resolves if who == account and at > since)

    def keep(self, heard: Heard) -> None:
        """Keep one thing heard."""
        match heard:
            case SourcePost():
                self.heard_posts += 1
                states = self.states(heard.channel, heard.message_id)
                latest = states[-1].digest if states else None
                if heard.digest != latest and (states or not heard.deleted):
                    self.posts.append(heard)
            case SourceMark():
                self.marks[heard.channel] = max(heard.up_to, self.marks.get(heard.channel, 0))
            case ChannelSeen():
                self.seen.append(heard)
            case SourceStatus():
                self.statuses.append(heard)
        self._changed.set()

    def states(self, channel: str, message_id: int) -> list[SourcePost]:
        """Return what is kept of one post."""
        return [
            post for post in self.posts if (post.channel, post.message_id) == (channel, message_id)
        ]

    def told(self, channel: str) -> list[tuple[int, str]]:
        """Return what is kept of a channel, in the order it was heard."""
        return [
            (post.message_id, "(deleted)" if post.deleted else post.text)
            for post in self.posts
            if post.channel == channel
        ]

    def trouble(self, channel: str) -> str | None:
        """Return what was last said of how a channel is heard; '' if nothing was."""
        statuses = [status for status in self.statuses if status.channel == channel]
        return statuses[-1].trouble if statuses else ""

    async def until_heard(self, count: int) -> None:
        """Wait until so many posts were handed over."""
        await self.until(lambda: self.heard_posts >= count)

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until what is kept meets a condition."""
        async with asyncio.timeout(PATIENCE):
            while not met():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def keeping(*listeners: Listener, keeper: Keeper) -> AsyncIterator[Keeper]:
    """Keep what listeners hear while the block runs; then stop as abruptly as a process does."""

    async def listen(listener: Listener) -> None:
        async with aclosing(listener.heard()) as heard:
            async for item in heard:
                keeper.keep(item)

    tasks = [asyncio.create_task(listen(listener)) for listener in listeners]
    try:
        yield keeper
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for task in tasks:
            if not task.cancelled():
                task.result()
