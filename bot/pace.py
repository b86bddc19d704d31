"""How fast messages may leave: so many a second over all chats, one a second to one chat."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

_CATCH_UP: Final = 0.8
"""Neighbours may come this much closer than the even step, so that a late one costs no pace."""

_WORTH_SLEEPING: Final = 0.002


class Pace:
    """Give out turns to send, by the loop's own clock.

    In any second no more than ``per_second`` turns are given. The whole bot rests after
    ``pause``, a single chat after ``hold``.
    """

    def __init__(self, per_second: float, *, per_chat: float = 1.0) -> None:
        """Allow ``per_second`` messages a second, and ``per_chat`` to each chat."""
        if per_second <= 0 or per_chat <= 0:
            raise ValueError("a pace must be above zero")
        count = max(1, int(per_second))
        self._window = count / per_second
        self._step = _CATCH_UP / per_second
        self._given: deque[float] = deque(maxlen=count)
        self._chat_rest = 1.0 / per_chat
        self._free_at: dict[int, float] = {}
        self._paused_until = 0.0

    async def turn(self) -> bool:
        """Wait until one more message may leave; False if the whole bot has to rest instead."""
        loop = asyncio.get_running_loop()
        while (wait := self._next(loop.time()) - loop.time()) > _WORTH_SLEEPING:
            if self.rest() > 0:
                return False
            await asyncio.sleep(wait)
        if self.rest() > 0:
            return False
        self._given.append(loop.time())
        return True

    def pause(self, seconds: float) -> None:
        """Let the whole bot rest."""
        now = asyncio.get_running_loop().time()
        self._paused_until = max(self._paused_until, now + seconds)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Let one chat rest."""
        now = asyncio.get_running_loop().time()
        self._free_at[chat_id] = max(self._free_at.pop(chat_id, 0.0), now + seconds)

    def rest(self) -> float:
        """Return the seconds for which the whole bot still has to rest."""
        return max(0.0, self._paused_until - asyncio.get_running_loop().time())

    def chat_rest(self, chat_id: int) -> float:
        """Return the seconds until a chat may be written to; 0.0 takes its turn."""
        now = asyncio.get_running_loop().time()
        self._forget_free(now)
        if (wait := self._free_at.get(chat_id, 0.0) - now) > 0:
            return wait
        self._free_at.pop(chat_id, None)
        self._free_at[chat_id] = now + self._chat_rest
        return 0.0

    def _next(self, now: float) -> float:
        """Return the earliest moment of the next turn."""
        earliest = now
        if self._given:
            earliest = max(earliest, self._given[-1] + self._step)
        if len(self._given) == self._given.maxlen:
            earliest = max(earliest, self._given[0] + self._window)
        return earliest

    def _forget_free(self, now: float) -> None:
        """Drop chats that are free again; the one that was used first stands first."""
        while self._free_at and self._free_at[first := next(iter(self._free_at))] <= now:
            del self._free_at[first]
