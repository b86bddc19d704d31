"""What is kept, without a database: the newest number of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class KnownIds:
    """Answers from a table."""

    def __init__(self, newest: Mapping[str, int] | None = None) -> None:
        """Hold the newest kept numbers by channel."""
        self.newest = dict(newest or {})
        self.marks: dict[str, int] = {}

    async def newest_id(self, channel: str) -> int | None:
        """Return the newest kept number, None if the channel is new."""
        return self.newest.get(channel)

    async def oldest_id(self, channel: str) -> int | None:
        """Return the oldest kept number: nothing is kept before the newest."""
        return self.newest.get(channel)

    async def kept_ids(self, channel: str, after: int, up_to: int) -> frozenset[int]:
        """Return what is kept between two numbers: all up to the newest."""
        return frozenset(range(after + 1, min(up_to, self.newest.get(channel, 0)) + 1))

    async def mark(self, channel: str) -> int | None:
        """Return the number up to which every post is kept, None if it was never marked."""
        return self.marks.get(channel)
