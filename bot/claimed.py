"""The rows a drain has claimed and not sent yet: whose turn it is among them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.deliveries import Delivery
    from bot.chat_pace import ChatPace

PATIENCE: Final = 2.0
"""So many seconds a row waits here for its chat; one that has to wait longer is put back."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A row that was not sent, and in how many seconds it may be."""

    delivery: Delivery
    seconds: float


class Claimed:
    """Claimed rows, the most urgent first, in the order they were claimed. Time is an argument."""

    def __init__(self, chats: ChatPace) -> None:
        """Begin empty; ``chats`` tells who may be written to."""
        self._chats = chats
        self._order = count()
        self._ready: list[tuple[int, int, Delivery]] = []
        self._resting: list[tuple[float, int, Delivery]] = []
        self._oldest = 0.0

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._ready) + len(self._resting)

    @property
    def is_paid(self) -> bool:
        """Tell whether the first row that is ready may cost."""
        return bool(self._ready) and self._ready[0][2].paid

    def add(self, deliveries: Iterable[Delivery], now: float) -> None:
        """Keep rows that have just been claimed."""
        if not len(self):
            self._oldest = now
        for delivery in deliveries:
            entry = delivery.notice.urgency, next(self._order), delivery
            heapq.heappush(self._ready, entry)

    def age(self, now: float) -> float:
        """Return for how many seconds the oldest rows may have been here."""
        return now - self._oldest if len(self) else 0.0

    def take(self, now: float) -> Delivery | Postponed | None:
        """Return the first row whose chat may be written to, or one that has to be put back."""
        self._wake(now)
        while self._ready:
            _, number, delivery = heapq.heappop(self._ready)
            rest = self._chats.rest(delivery.chat_id, now)
            if rest <= 0:
                self._chats.take(delivery.chat_id, now)
                return delivery
            if rest > PATIENCE:
                return Postponed(delivery, rest)
            heapq.heappush(self._resting, (now + rest, number, delivery))
        return None

    def wait(self, now: float) -> float | None:
        """Return the seconds until a row is ready, None if there is no row."""
        if self._ready:
            return 0.0
        return max(0.0, self._resting[0][0] - now) if self._resting else None

    def clear(self) -> list[Delivery]:
        """Give every row up and return them."""
        rows = [delivery for _, _, delivery in self._ready]
        rows += [delivery for _, _, delivery in self._resting]
        self._ready.clear()
        self._resting.clear()
        return rows

    def _wake(self, now: float) -> None:
        """Make rows ready whose chats have rested."""
        while self._resting and self._resting[0][0] <= now:
            _, number, delivery = heapq.heappop(self._resting)
            heapq.heappush(self._ready, (delivery.notice.urgency, number, delivery))
