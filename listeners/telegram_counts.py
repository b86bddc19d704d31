"""Telegram's count of a channel's events, by which a push shows that none was lost before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from listeners.telegram_following import Followed


@dataclass(slots=True)
class _Last:
    """The last push of a channel: its count, the newest number pushed, and whether they agree."""

    pts: int
    number: int = 0
    agrees: bool = True


class Counts:
    """The counts of one connection.

    Telegram numbers a channel's messages one after the other; other servers number the messages
    of all channels together, so that only the count tells whether one is missing. A count that
    stands still or goes back while messages go on is not believed.
    """

    def __init__(self) -> None:
        """Begin with no push."""
        self._last: dict[Followed, _Last] = {}

    def follows(self, followed: Followed, update: Any, *, new: int = 0) -> bool:  # noqa: ANN401 - Telethon ships no types
        """Count a pushed event; True if none can be missing between it and the last one.

        ``new`` is the number of a message that is new.
        """
        begins = update.pts - update.pts_count
        as_looked = followed.pts is not None and begins == followed.pts
        if as_looked:
            followed.pts = update.pts
        last = self._last.get(followed)
        if last is None:
            self._last[followed] = _Last(update.pts, new)
            return as_looked and update.pts_count > 0
        as_pushed = begins == last.pts
        if new > last.number:
            last.agrees &= update.pts > last.pts
        last.pts, last.number = max(last.pts, update.pts), max(last.number, new)
        return last.agrees and update.pts_count > 0 and (as_looked or as_pushed)
