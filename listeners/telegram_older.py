"""Compares the posts of the last days with what was handed over of them, when nothing else waits.

A push that says that an old post was edited or deleted may be lost like any other, and the newest
posts alone do not show it. Telegram's count of events tells that something was missed and not
what, so the last days are read again, and once in some hours whatever the count says.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from listeners.telegram_pages import Pages
from listeners.telegram_requests import Lane
from listeners.telegram_told import REMEMBERED
from listeners.telegram_troubles import UNANSWERED, account_trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.protocol import Clock
    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_requests import Requests
    from listeners.telegram_said import Said
    from listeners.telegram_settings import TelegramSettings

_BACK: Final = timedelta(days=4)
"""The longest alerts last so long: what was said before opens and ends nothing any more."""
_HOURS: Final = 6 * 3600.0
"""A channel is read again after so many seconds though nothing points to a change."""


class Older:
    """The comparing of older posts over one connection, one page at a time."""

    def __init__(
        self,
        following: Following,
        hearing: Hearing,
        requests: Requests,
        *,
        clock: Clock,
        settings: TelegramSettings,
        timer: Callable[[], float],
    ) -> None:
        """Begin with nothing compared."""
        self._following = following
        self._hearing = hearing
        self._requests = requests
        self._pages = Pages(requests)
        self._clock = clock
        self._settings = settings
        self._timer = timer

    async def keep_comparing(self) -> None:
        """Compare one channel after the other, for ever."""
        while True:
            followed = self._next()
            if followed is None:
                await asyncio.sleep(self._settings.tick_seconds)
                continue
            followed.may_differ, followed.compared_at = False, self._timer()
            try:
                await self._compare(followed)
            except UNANSWERED as error:
                if account_trouble(error) is not None:
                    raise
                followed.may_differ = True  # whoever reads its newest posts tells what is wrong

    def _next(self) -> Followed | None:
        """Return the channel that has waited longest, None if none is due."""
        due = [followed for followed in self._following if self._is_due(followed)]
        return min(due, key=lambda followed: followed.compared_at or 0.0, default=None)

    def _is_due(self, followed: Followed) -> bool:
        """Tell whether a channel's older posts are to be compared now."""
        if followed.pin is None or followed.swept_at is None or followed.trouble is not None:
            return False
        if followed.compared_at is None:
            return True
        since = self._timer() - followed.compared_at
        return since > (self._settings.sweep_seconds if followed.may_differ else _HOURS)

    async def _compare(self, followed: Followed) -> None:
        """Go back from the newest posts page by page, each as it is now."""
        ear = followed.ear
        oldest = self._clock.now() - _BACK
        end = max(ear.floor, ear.top - REMEMBERED)
        up_to = ear.compared_after
        while up_to >= end and followed.pin is not None and followed in self._following:
            page = await self._page(followed, up_to)
            if not page or page[0].published_at < oldest:
                return
            up_to = page[0].message_id - 1

    async def _page(self, followed: Followed, up_to: int) -> list[Said]:
        """Compare the page that ends with a number; what is absent from it is asked for again."""
        while True:
            await self._requests.spare(Lane.HISTORY)
            await self._hearing.voice.room()
            page = await self._pages.before(followed, up_to + 1)
            await self._hearing.swept(followed, page, up_to, newest=False)
            after = page[0].message_id if page else 0
            if not followed.ear.doubts(after, up_to):
                return page
