"""The pace the official server allows; a request beyond it is told when to come back.

How the official server counts over all chats is not published, so several ways of counting are
here: a bot that is to live with the real one should live with each of them.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.errors import flood

MINUTE = 60.0


class Gate(Protocol):
    """A way of counting requests."""

    def wait(self, now: float) -> float:
        """Return the seconds until one more may pass, 0 if it may now."""

    def take(self, now: float) -> None:
        """Count one that passes."""


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time, full at first; of size 1 it allows no burst at all."""

    rate: float
    size: float
    tokens: float = math.inf
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until a token is there, 0 if one is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self, now: float) -> None:  # noqa: ARG002 - the time of the last look is kept
        """Spend a token."""
        self.tokens -= 1


@dataclass(slots=True)
class SlidingWindow:
    """At most ``count`` in any stretch of so many seconds."""

    count: int
    seconds: float = 1.0
    passed: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Return the seconds until the oldest that counts is old enough."""
        while self.passed and self.passed[0] <= now - self.seconds:
            self.passed.popleft()
        return 0.0 if len(self.passed) < self.count else self.passed[0] + self.seconds - now

    def take(self, now: float) -> None:
        """Count one that passes."""
        self.passed.append(now)


@dataclass(slots=True)
class FixedWindow:
    """At most ``count`` between two strokes of a clock that strikes every so many seconds."""

    count: int
    seconds: float = 1.0
    stroke: int = -1
    passed: int = 0

    def wait(self, now: float) -> float:
        """Return the seconds until the next stroke if this stretch is full."""
        if (stroke := int(now // self.seconds)) != self.stroke:
            self.stroke, self.passed = stroke, 0
        return 0.0 if self.passed < self.count else (stroke + 1) * self.seconds - now

    def take(self, now: float) -> None:  # noqa: ARG002 - the stretch of the last look counts
        """Count one that passes."""
        self.passed += 1


@dataclass(slots=True, kw_only=True)
class Limits:
    """The published limits: over all chats, to one chat with short bursts, to one group.

    ``everyone`` is how all chats together are counted; None is a bucket that takes one second's
    messages at once. With a ``penalty`` a bot that was too quick over all chats is refused
    everything for so many seconds.
    """

    per_second: float = 30.0
    per_chat_second: float = 1.0
    chat_burst: float = 4.0
    per_group_minute: int = 20
    everyone: Gate | None = None
    penalty: float = 0.0
    _closed_until: float = -math.inf
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _groups: dict[int, SlidingWindow] = field(default_factory=dict)

    def admit(self, chat_id: int, now: float) -> None:
        """Count one request to a chat, or refuse it with 429."""
        if now < self._closed_until:
            raise flood(math.ceil(self._closed_until - now))
        gates = self._gates(chat_id)
        if (wait := gates[0].wait(now)) > 0 and self.penalty:
            self._closed_until = now + self.penalty
            raise flood(math.ceil(self.penalty))
        wait = max(wait, *(gate.wait(now) for gate in gates[1:]))
        if wait > 0:
            raise flood(math.ceil(wait))
        for gate in gates:
            gate.take(now)

    def _gates(self, chat_id: int) -> list[Gate]:
        """Return what a message has to pass, first what counts all chats."""
        if self.everyone is None:
            self.everyone = Bucket(self.per_second, self.per_second)
        if (chat := self._chats.get(chat_id)) is None:
            chat = self._chats[chat_id] = Bucket(self.per_chat_second, self.chat_burst)
        if chat_id >= 0:
            return [self.everyone, chat]
        if (group := self._groups.get(chat_id)) is None:
            group = self._groups[chat_id] = SlidingWindow(self.per_group_minute, MINUTE)
        return [self.everyone, chat, group]
