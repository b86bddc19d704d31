"""How every channel is heard through every source; kept in memory, written now and then."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from storage.store import SourceHealth

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from alerts.posts import SourcePost
    from listeners.protocol import SourceStatus
    from storage.store import Store

log = logging.getLogger(__name__)

LAGS: Final = 100
"""So many of the last lags of a channel and source are kept."""

LATELY: Final = timedelta(minutes=1)
"""An account that heard a channel so recently spares others the trouble."""

A_MILLISECOND: Final = timedelta(milliseconds=1)
A_SECOND: Final = timedelta(seconds=1)
"""Telegram tells the moment of a post to the second, rounded down."""

ACCOUNTS: Final = "telegram:"
"""How the sources that are accounts are called."""


class _Timed:
    """Which posts of one channel and source count into its lags: each new one, once."""

    def __init__(self, since: datetime) -> None:
        """Count what was published after ``since``."""
        self._since = since
        self._counted: deque[int] = deque(maxlen=2 * LAGS)

    def counts(self, post: SourcePost) -> bool:
        """Tell whether a post is one whose way to us is to be timed.

        History is not, nor is a forward, which keeps the moment it was published first.
        """
        if post.deleted or post.forwarded_from is not None:
            return False
        if post.published_at <= self._since or post.message_id in self._counted:
            return False
        self._counted.append(post.message_id)
        return True


class Health:
    """What is known of all sources; begins with what was kept before."""

    def __init__(self, kept: Iterable[SourceHealth] = ()) -> None:
        """Go on from what is kept."""
        self._known = {(one.channel, one.source): one for one in kept}
        self._timed: dict[tuple[str, str], _Timed] = {}
        self._unsaved: set[tuple[str, str]] = set()
        self._by_account: dict[str, datetime] = {}
        self._news: dict[tuple[str, str], list[str]] = {}

    def post(self, post: SourcePost) -> None:
        """Note a post and how long it took to reach us."""
        key = post.channel, post.source
        known = self._of(*key)
        timed = self._timed.setdefault(
            key, _Timed(known.last_post_at or post.received_at - A_SECOND)
        )
        newest = known.last_post_at
        if newest is None or newest < post.published_at:
            lag = post.received_at - post.published_at
            known = replace(known, last_post_at=post.published_at, last_lag=lag)
        if timed.counts(post):
            lag = max(timedelta(0), post.received_at - post.published_at)
            lags = (*known.lags_ms, lag // A_MILLISECOND)
            known = replace(known, lags_ms=lags[-LAGS:])
        if post.source.startswith(ACCOUNTS):
            self._by_account[post.channel] = post.received_at
        self._note(replace(known, last_heard_at=post.received_at))

    def status(self, status: SourceStatus) -> None:
        """Note a look at a channel; a source lost or back is logged once."""
        known = self._of(status.channel, status.source)
        if bool(status.trouble) != bool(known.trouble):
            self._note_news(status)
        if not status.trouble:
            # nothing before the first look is timed: that is history, not a late post
            since = known.last_post_at or status.at - A_SECOND
            self._timed.setdefault((status.channel, status.source), _Timed(since))
            known = replace(known, last_heard_at=status.at)
            if status.source.startswith(ACCOUNTS):
                self._by_account[status.channel] = status.at
        self._note(replace(known, trouble=status.trouble))

    def heard_by_account(self, channel: str, now: datetime) -> bool:
        """Tell whether an account has heard a channel within the last minute."""
        heard = self._by_account.get(channel)
        return heard is not None and now - heard < LATELY

    def lost(self) -> dict[tuple[str, str], list[str]]:
        """Return the channels in trouble, by source and what is wrong."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self._known.values():
            if one.trouble is not None:
                found.setdefault((one.source, one.trouble), []).append(one.channel)
        return found

    def keep_only(self, channels: Collection[str]) -> None:
        """Forget the troubles of channels that are followed no more."""
        for key in [key for key in self._known if key[0] not in channels]:
            del self._known[key]
            self._unsaved.discard(key)

    async def save(self, store: Store) -> None:
        """Write what has changed since the last time, and log what was lost and what is back."""
        for (source, what), channels in self._news.items():
            log.warning("%s", _line(source, what, channels))
        self._news.clear()
        changed, self._unsaved = self._unsaved, set()
        if changed:
            await store.save_health([self._known[key] for key in sorted(changed)])

    async def keep_saving(self, store: Store, seconds: float) -> None:
        """Write every so often, and once more when stopped."""
        try:
            while True:
                await asyncio.sleep(seconds)
                await self.save(store)
        finally:
            await self.save(store)

    def _note_news(self, status: SourceStatus) -> None:
        """Keep for the log that a channel is lost or back; many at once make one line."""
        what = f"lost: {status.trouble}" if status.trouble else "back"
        self._news.setdefault((status.source, what), []).append(status.channel)

    def _of(self, channel: str, source: str) -> SourceHealth:
        """Return what is known of a channel through a source."""
        unheard = SourceHealth(
            channel=channel,
            source=source,
            last_heard_at=None,
            last_post_at=None,
            last_lag=None,
            trouble=None,
        )
        return self._known.get((channel, source), unheard)

    def _note(self, health: SourceHealth) -> None:
        """Remember, and write it next time."""
        key = (health.channel, health.source)
        self._known[key] = health
        self._unsaved.add(key)


def _line(source: str, what: str, channels: Sequence[str]) -> str:
    """Return what the log says of channels that share a fate."""
    first, others = channels[0], len(channels) - 1
    if not others:
        return f"{source}: @{first} is {what}"
    return f"{source}: @{first} and {others} more are {what}"
