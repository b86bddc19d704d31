"""Fetches what pushes left out, and compares what was handed over with what the channel shows."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from telethon import errors

from listeners.telegram_pages import FULL, Pages
from listeners.telegram_requests import Lane
from listeners.telegram_troubles import (
    LOST_KEY,
    NoAnswerError,
    PausedError,
    account_trouble,
    channel_trouble,
    request_trouble,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_requests import Requests
    from listeners.telegram_settings import TelegramSettings

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""So many channels are read at once: one that is answered slowly holds up no other."""
_MISSED, _COMPARE = 0, 1
_MOST_DOUBLINGS: Final = 6


class History:
    """The reading of histories over one connection; missed posts come before comparing."""

    def __init__(
        self,
        following: Following,
        hearing: Hearing,
        requests: Requests,
        *,
        kept_mark: Callable[[str], Awaitable[int | None]],
        settings: TelegramSettings,
        timer: Callable[[], float],
    ) -> None:
        """Begin with nothing to read; ``kept_mark`` tells what is kept by now, of any source."""
        self._kept_mark = kept_mark
        self._following = following
        self._hearing = hearing
        self._requests = requests
        self._settings = settings
        self._timer = timer
        self._pages = Pages(requests)
        self._wanted: asyncio.PriorityQueue[tuple[int, int, Followed]] = asyncio.PriorityQueue()
        self._count = 0

    def catch_up(self, followed: Followed) -> None:
        """Have the posts fetched that come after the mark."""
        if not followed.wants_posts:
            followed.wants_posts = True
            self._want(_MISSED, followed)

    def sweep(self, followed: Followed) -> None:
        """Have the newest posts compared with what was handed over of them."""
        if not followed.wants_sweep:
            followed.wants_sweep = True
            self._want(_COMPARE, followed)

    async def work(self) -> None:
        """Read what is wanted, for ever; several of these may run at once."""
        while True:
            _, _, followed = await self._wanted.get()
            if followed.busy or followed.pin is None or followed not in self._following:
                continue
            followed.busy = True
            try:
                await self._read(followed)
            finally:
                followed.busy = False

    def _want(self, urgency: int, followed: Followed) -> None:
        """Put a channel in the row."""
        self._count += 1
        self._wanted.put_nowait((urgency, self._count, followed))

    async def _read(self, followed: Followed) -> None:
        """Read all that is wanted of a channel; its troubles are told and tried again later."""
        try:
            while followed.wants_posts or followed.wants_sweep:
                if followed.wants_posts:
                    followed.wants_posts = False
                    await self._catch_up(followed)
                else:
                    followed.wants_sweep = False
                    await self._sweep(followed)
            if followed.is_unseen:
                self._hearing.mark(followed)
                self._hearing.well(followed)
        except PausedError as error:
            followed.wants_posts = followed.wants_sweep = False  # the next look asks again
            if followed.is_unseen or followed.ear.is_behind:
                self._hearing.trouble(followed, f"{error}; missed posts come after it")
        except (errors.RPCError, errors.TypeNotFoundError, NoAnswerError) as error:
            if account_trouble(error) is not None:
                raise
            self.refused(followed, error)

    def refused(self, followed: Followed, error: Exception) -> None:
        """Tell why a channel cannot be read, and leave it alone for a while."""
        followed.forget_wants()
        pause = self._settings.retry_channel_seconds
        sentence = channel_trouble(error)
        if sentence is None:  # Telegram's own trouble soon passes
            pause = min(
                pause, self._settings.tick_seconds * 2 ** min(followed.failures, _MOST_DOUBLINGS)
            )
            sentence = request_trouble(error) if isinstance(error, errors.RPCError) else str(error)
        followed.failures += 1
        followed.try_again_at = self._timer() + pause
        if isinstance(error, LOST_KEY) and followed.may_renew_key(self._timer()):
            followed.pinned(None)  # the key no longer fits: it is asked for anew
            self._following.changed.set()
        self._hearing.trouble(followed, sentence)

    async def _catch_up(self, followed: Followed) -> None:
        """Fetch what comes after the mark, page by page, oldest first."""
        ear = followed.ear
        if ear.mark is None and await self._begin(followed):
            return
        while True:
            await self._hearing.voice.room()
            mark = ear.mark or 0
            page, up_to = await self._pages.after(followed, mark)
            if up_to <= mark:
                followed.settled_top = ear.top
                ear.settle()
                return
            if followed.pts is not None:
                followed.pts += len(page)
            self._hearing.read(followed, page, up_to)
            if not ear.is_behind and len(page) < FULL // 2:
                return

    async def _begin(self, followed: Followed) -> bool:
        """Find out where to begin in a channel without a mark; True if nothing is left to fetch.

        Another source may have begun meanwhile: to leave out what it began with is to lose it.
        """
        ear, history = followed.ear, self._settings.first_read_posts
        beginning = ear.beginning(await self._kept_mark(followed.name), history)
        if beginning is None:
            counted = followed.pts_at_look
            page = await self._pages.newest(followed, history)
            if not page or not ear.heard_before(page[0].message_id):
                self._hearing.first_read(followed, page)
                followed.pts, followed.swept_at = counted, self._timer()
                return True
            beginning = ear.beginning(None, history)
        ear.begin(beginning, ear.floor)
        return False

    async def _sweep(self, followed: Followed) -> None:
        """Compare the newest posts."""
        asked_at_mark = followed.ear.mark
        if asked_at_mark is None:
            return
        count = self._settings.sweep_posts
        page = await self._pages.newest(followed, count)
        await self._hearing.swept(followed, page, asked_at_mark)
        followed.swept_at = self._timer()

    def is_paused(self) -> float:
        """Return for how many seconds Telegram lets no history be read."""
        return self._requests.paused(Lane.HISTORY)
