"""What has happened and a bot has not yet fetched: one queue a bot, one poller at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

from sandbox.errors import CONFLICT, ApiError, Json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

BY_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_WAIT: Final = 50.0
LARGEST_BATCH: Final = 100


class UpdateQueue:
    """Updates wait here until the next getUpdates confirms them by its offset."""

    def __init__(self, *, monotonic: Callable[[], float], conflict_seconds: float) -> None:
        """Start empty; ``conflict_seconds`` is how long a repeated conflict is made to wait."""
        self._monotonic = monotonic
        self._conflict_seconds = conflict_seconds
        self._conflict_free_at = 0.0
        self._waiting: deque[Json] = deque()
        self._next_id = 1
        self._allowed: Collection[str] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.polled = asyncio.Event()

    def __len__(self) -> int:
        """Return how many updates wait."""
        return len(self._waiting)

    def put(self, kind: str, body: Json) -> None:
        """Add an update, unless the bot has not asked for its kind."""
        wanted = kind in self._allowed if self._allowed else kind not in BY_REQUEST
        if not wanted:
            return
        self._waiting.append({"update_id": self._next_id, kind: body})
        self._next_id += 1
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def take(
        self, *, offset: int, limit: int, wait: float, allowed: Collection[str] | None
    ) -> list[Json]:
        """Return the next updates, waiting for the first; a newer poller ends this one (409)."""
        if allowed is not None:
            self._allowed = allowed
        self._confirm(offset)
        self.polled.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(*CONFLICT))
        if not self._waiting and wait > 0 and not self._closed:
            await self._arrival(min(wait, LONGEST_WAIT))
        size = limit if 0 < limit <= LARGEST_BATCH else LARGEST_BATCH
        return [self._waiting[index] for index in range(min(size, len(self._waiting)))]

    def drop(self) -> None:
        """Forget all that waits."""
        self._waiting.clear()

    def close(self) -> None:
        """Answer the waiting poller with nothing and let no other wait."""
        self._closed = True
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _arrival(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        except ApiError:
            await self._punish()
            raise
        finally:
            if self._poll is poll:
                self._poll = None

    async def _punish(self) -> None:
        """Let two pollers not fight at full speed: only the first conflict is told at once."""
        now = self._monotonic()
        if now < self._conflict_free_at:
            await asyncio.sleep(self._conflict_seconds)
        self._conflict_free_at = self._monotonic() + self._conflict_seconds
