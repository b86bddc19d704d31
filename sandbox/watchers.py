"""Who watches the world: each page has a queue of its own, and a slow one is let go."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.errors import Json

PATIENCE: Final = 1000


class Watchers:
    """Hands each event to everyone who watches; None in a queue says that it has ended."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._queues: set[asyncio.Queue[Json | None]] = set()
        self._closed = False
        self.first = asyncio.Event()

    def __len__(self) -> int:
        """Return how many watch."""
        return len(self._queues)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Json | None]]:
        """Give a queue of events for as long as the block lasts."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(PATIENCE)
        self._queues.add(queue)
        self.first.set()
        if self._closed:
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def tell(self, event: Json) -> None:
        """Pass an event on; a queue that is full is emptied and ended, its page asks anew."""
        for queue in list(self._queues):
            if queue.full():
                self._end(queue)
            else:
                queue.put_nowait(event)

    def close(self) -> None:
        """End all of them, and those that come later."""
        self._closed = True
        for queue in list(self._queues):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[Json | None]) -> None:
        self._queues.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
