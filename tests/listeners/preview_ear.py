"""Somebody who listens to a preview site in the tests."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from alerts.posts import SourcePost
from listeners.preview import PreviewListener
from listeners.protocol import SourceMark, SourceStatus
from tests.fakes.memory import KnownIds

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.protocol import Heard
    from tests.fakes.clock import InstantClock
    from tests.fakes.preview_pages import FakeSite


class Ear:
    """Listens to a site and keeps what it heard."""

    def __init__(self, site: FakeSite, clock: InstantClock) -> None:
        """Listen to the channels of ``site``."""
        self.site = site
        self.clock = clock
        self.posts: list[SourcePost] = []
        self.statuses: list[SourceStatus] = []
        self.marks: list[int] = []

    async def listen(
        self,
        until: Callable[[], bool],
        channels: tuple[str, ...] = ("oper",),
        memory: KnownIds | None = None,
        first_read_pages: int = 1,
        at_once: int = 4,
    ) -> None:
        """Listen until the condition holds after a look."""
        listener = PreviewListener(
            channels,
            memory=memory or KnownIds(),
            clock=self.clock,
            base_url=self.site.base_url,
            jitter=lambda: 0.5,
            first_read_pages=first_read_pages,
            at_once=at_once,
        )
        async with aclosing(listener.heard()) as heard, asyncio.timeout(60):
            async for item in heard:
                self.keep(item)
                if isinstance(item, SourceStatus) and until():
                    return

    def keep(self, item: Heard) -> None:
        """Keep what was heard."""
        if isinstance(item, SourcePost):
            self.posts.append(item)
        elif isinstance(item, SourceStatus):
            self.statuses.append(item)
        elif isinstance(item, SourceMark):
            self.marks.append(item.up_to)

    def looks(self, count: int) -> Callable[[], bool]:
        """Return the condition that so many looks have been told."""
        return lambda: len(self.statuses) >= count

    @property
    def ids(self) -> list[int]:
        """Return the numbers heard."""
        return [post.message_id for post in self.posts]

    @property
    def troubles(self) -> list[str | None]:
        """Return how the looks went."""
        return [status.trouble for status in self.statuses]
