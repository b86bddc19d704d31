"""What every source promises: posts in, with word of how the source itself is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from alerts.posts import SourcePost

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A look at a channel went well (``trouble`` is None), or did not, and why in one sentence.

    ``title`` and ``channel_id`` are what the source learnt about the channel, if anything.
    """

    channel: str
    source: str
    at: datetime
    trouble: str | None = None
    title: str | None = None
    channel_id: int | None = None


Heard = SourcePost | SourceStatus


class Memory(Protocol):
    """What a source may ask about posts that are already kept."""

    async def newest_id(self, channel: str) -> int | None:
        """Return the highest message id kept for a channel, None if it has none yet."""


class Clock(Protocol):
    """The moment, and waiting in it; a replayed night has its own."""

    def now(self) -> datetime:
        """Return the present moment, aware."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""

    async def sleep_until(self, moment: datetime) -> None:
        """Wait until this clock shows ``moment``; return at once if it already has."""


class Listener(Protocol):
    """A source of posts.

    ``heard`` yields every post at least once, a channel's own posts oldest first, and goes on for
    ever unless the source ends by itself (a recorded night). A post heard again is harmless: what
    is kept decides. An iterator that is closed leaves nothing running. Trouble with one channel is
    yielded as a status and never raised; the other channels go on.
    """

    @property
    def name(self) -> str:
        """Return what this source is called in logs and in the health of channels."""

    def heard(self) -> AsyncGenerator[Heard, None]:
        """Listen until cancelled or, for a finite source, until its end."""
