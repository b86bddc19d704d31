"""Listens to channels by their public preview pages; no account is needed."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.posts import SourcePost
from listeners.preview_channel import ChannelReader, Look
from listeners.preview_page import PageError, PagePost
from listeners.preview_site import Site, SiteError, check_proxy, open_site
from listeners.protocol import Heard, SourceMark, SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from listeners.protocol import Clock, Memory

_MOST_DOUBLINGS: Final = 10
_LEFT_OUT_IF_HEARD: Final = 5


class PreviewListener:
    """Looks at every channel once a period, and steps back page by page when it has missed posts.

    A channel never heard before begins with ``first_read_pages`` pages. A channel in trouble is
    looked at less and less often, down to once in ``longest_pause_seconds``; one that is heard by
    another source at the moment needs only a sixth of the looks.
    """

    name = "preview"

    def __init__(
        self,
        channels: Sequence[str],
        *,
        memory: Memory,
        clock: Clock,
        base_url: str = "https://t.me",
        proxy: str | None = None,
        period_seconds: float = 10.0,
        page_pause_seconds: float = 0.5,
        longest_pause_seconds: float = 60.0,
        timeout_seconds: float = 15.0,
        first_read_pages: int = 1,
        at_once: int = 4,
        heard_elsewhere: Callable[[str], bool] = lambda _: False,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare to listen; ValueError if the proxy is no address of one."""
        if proxy is not None:
            check_proxy(proxy)
        self._channels: tuple[str, ...] = ()
        self._changed = asyncio.Event()
        self.follow(channels)
        self._memory = memory
        self._clock = clock
        self._base_url = base_url
        self._proxy = proxy
        self._period = period_seconds
        self._page_pause = page_pause_seconds
        self._longest_pause = longest_pause_seconds
        self._timeout = timeout_seconds
        self._first_read_pages = first_read_pages
        self._at_once = at_once
        self._heard_elsewhere = heard_elsewhere
        self._jitter = jitter

    def follow(self, channels: Sequence[str]) -> None:
        """Follow these channels and no others from now on."""
        self._channels = tuple(dict.fromkeys(name.lower().lstrip("@") for name in channels))
        self._changed.set()

    async def heard(self) -> AsyncGenerator[Heard, None]:
        """Yield posts, marks and word of every look, until closed."""
        found: asyncio.Queue[list[Heard]] = asyncio.Queue(maxsize=1)
        async with open_site(
            self._base_url,
            proxy=self._proxy,
            clock=self._clock,
            at_once=self._at_once,
            timeout_seconds=self._timeout,
        ) as site:
            following = asyncio.create_task(self._follow_all(site, found), name="preview")
            try:
                while True:
                    for item in await _next_batch(found, following):
                        yield item
            finally:
                following.cancel()
                await asyncio.wait({following})

    async def _follow_all(self, site: Site, found: asyncio.Queue[list[Heard]]) -> None:
        """Follow the channels, their looks spread over the period; take up changes of the set."""
        async with asyncio.TaskGroup() as channels:
            followed: dict[str, asyncio.Task[None]] = {}
            while True:
                self._changed.clear()
                for channel in followed.keys() - set(self._channels):
                    followed.pop(channel).cancel()
                new = [channel for channel in self._channels if channel not in followed]
                for number, channel in enumerate(new):
                    first_look = self._period * number / len(new)
                    following = self._follow(channel, first_look, site, found)
                    followed[channel] = channels.create_task(following)
                await self._changed.wait()

    async def _follow(
        self, channel: str, first_look: float, site: Site, found: asyncio.Queue[list[Heard]]
    ) -> None:
        """Look at one channel again and again."""
        await self._clock.sleep(first_look)
        reader = ChannelReader(
            channel,
            newest_known=await self._known(channel),
            first_read_pages=self._first_read_pages,
        )
        failures = 0
        while True:
            began = self._clock.now()
            try:
                look = await reader.look(site)
            except (SiteError, PageError) as error:
                look = Look(trouble=str(error))
                pause = self._back_off(failures)
                failures += 1
            else:
                pause = self._page_pause if look.unfinished else self._about(self._period)
                failures = 0
            await found.put(self._told(reader, look))
            await self._clock.sleep_until(began + timedelta(seconds=pause))
            if failures == 0 and not look.unfinished:
                await self._rest_if_heard(channel)

    async def _known(self, channel: str) -> int | None:
        """Return the number up to which every post is kept, as far as it is known."""
        mark = await self._memory.mark(channel)
        return await self._memory.newest_id(channel) if mark is None else mark

    async def _rest_if_heard(self, channel: str) -> None:
        """Leave out some looks while another source hears the channel, and no longer."""
        for _ in range(_LEFT_OUT_IF_HEARD):
            if not self._heard_elsewhere(channel):
                return
            await self._clock.sleep(self._about(self._period))

    def _told(self, reader: ChannelReader, look: Look) -> list[Heard]:
        """Return a look's posts, oldest first, how far they reach, and how the look went."""
        posts = [self._post(reader, post, deleted=False) for post in look.posts]
        posts += [self._post(reader, post, deleted=True) for post in look.gone]
        posts.sort(key=lambda post: post.message_id)
        status = SourceStatus(
            channel=reader.channel,
            source=self.name,
            at=self._clock.now(),
            trouble=look.trouble,
            title=reader.title,
            channel_id=reader.channel_id,
        )
        if look.up_to is None:
            return [*posts, status]
        return [
            *posts,
            SourceMark(channel=reader.channel, source=self.name, up_to=look.up_to),
            status,
        ]

    def _post(self, reader: ChannelReader, post: PagePost, *, deleted: bool) -> SourcePost:
        """Return a post in the words all rooms share."""
        return SourcePost(
            channel=reader.channel,
            message_id=post.message_id,
            text=post.text,
            published_at=post.published_at,
            received_at=self._clock.now(),
            source=self.name,
            deleted=deleted,
            channel_id=reader.channel_id,
            forwarded_from=post.forwarded_from,
            album=post.album,
        )

    def _about(self, seconds: float) -> float:
        """Return about so long, so that the looks at many channels do not fall together."""
        return seconds * (0.9 + 0.2 * self._jitter())

    def _back_off(self, failures: int) -> float:
        """Return how long to leave a channel alone that has failed so many times before."""
        doubled = self._period * 2 ** min(failures, _MOST_DOUBLINGS)
        return self._about(min(doubled, max(self._longest_pause, self._period)))


async def _next_batch(
    found: asyncio.Queue[list[Heard]], following: asyncio.Task[None]
) -> list[Heard]:
    """Return what was found next; raise what ended the looking."""
    getting = asyncio.create_task(found.get())
    try:
        await asyncio.wait({getting, following}, return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            following.result()
        return getting.result()
    finally:
        if not getting.done():
            getting.cancel()
            await asyncio.wait({getting})
