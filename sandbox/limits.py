"""The pace the official server allows; a request beyond it is told when to come back."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.errors import flood

MINUTE = 60.0


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time."""

    rate: float
    size: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Return the seconds until a token is there, 0 if one is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


@dataclass(slots=True, kw_only=True)
class Limits:
    """The published limits: over all chats, to one chat with short bursts, to one group."""

    per_second: float = 30.0
    per_chat_second: float = 1.0
    chat_burst: float = 4.0
    per_group_minute: int = 20
    _everyone: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def admit(self, chat_id: int, now: float) -> None:
        """Count one request to a chat, or refuse it with 429."""
        if self._everyone is None:
            self._everyone = Bucket(self.per_second, self.per_second, self.per_second, now)
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = Bucket(self.per_chat_second, self.chat_burst, self.chat_burst, now)
            self._chats[chat_id] = chat
        wait = max(self._everyone.wait(now), chat.wait(now), self._group_wait(chat_id, now))
        if wait > 0:
            raise flood(math.ceil(wait))
        self._everyone.tokens -= 1
        chat.tokens -= 1
        if chat_id < 0:
            self._groups[chat_id].append(now)

    def _group_wait(self, chat_id: int, now: float) -> float:
        if chat_id >= 0:
            return 0.0
        recent = self._groups.setdefault(chat_id, deque())
        while recent and recent[0] <= now - MINUTE:
            recent.popleft()
        if len(recent) < self.per_group_minute:
            return 0.0
        return recent[0] + MINUTE - now
