from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from alerts.posts import SourcePost
from listeners.preview import PreviewListener
from listeners.protocol import SourceMark, SourceStatus
from tests.fakes.memory import KnownIds
from tests.fakes.preview_pages import FakeChannel, FakeSite, channel_page, reset

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.protocol import Heard
    from tests.fakes.clock import InstantClock


class Ear:
    """Listens to a site and keeps what it heard."""

    def __init__(self, site: FakeSite, clock: InstantClock) -> None:
        """Listen to the channels of ``site``."""
        self.site = site
        self.clock = clock
        self.posts: list[SourcePost] = []
        self.statuses: list[SourceStatus] = []
        self.marks: list[int] = []

    async def listen(
        self,
        until: Callable[[], bool],
        channels: tuple[str, ...] = ("oper",),
        memory: KnownIds | None = None,
        first_read_pages: int = 1,
        at_once: int = 4,
    ) -> None:
        """Listen until the condition holds after a look."""
        listener = PreviewListener(
            channels,
            memory=memory or KnownIds(),
            clock=self.clock,
            base_url=self.site.base_url,
            jitter=lambda: 0.5,
            first_read_pages=first_read_pages,
            at_once=at_once,
        )
        async with aclosing(listener.heard()) as heard, asyncio.timeout(60):
            async for item in heard:
                self.keep(item)
                if isinstance(item, SourceStatus) and until():
                    return

    def keep(self, item: Heard) -> None:
        """Keep what was heard."""
        if isinstance(item, SourcePost):
            self.posts.append(item)
        elif isinstance(item, SourceStatus):
            self.statuses.append(item)
        elif isinstance(item, SourceMark):
            self.marks.append(item.up_to)

    def looks(self, count: int) -> Callable[[], bool]:
        """Return the condition that so many looks have been told."""
        return lambda: len(self.statuses) >= count

    @property
    def ids(self) -> list[int]:
        """Return the numbers heard."""
        return [post.message_id for post in self.posts]

    @property
    def troubles(self) -> list[str | None]:
        """Return how the looks went."""
        return [status.trouble for status in self.statuses]


@pytest.fixture
def ear(site: FakeSite, clock: InstantClock) -> Ear:
    """Somebody who listens to the site."""
    return Ear(site, clock)


async def test_a_page_that_did_not_change_is_not_sent_again(site: FakeSite, ear: Ear) -> None:
    """Looks are conditional where the site allows it, and still count as good ones."""
    site.channel("oper").post("Тревога")

    await ear.listen(ear.looks(3))

    assert site.statuses[:3] == [200, 304, 304]
    assert ear.ids == [1]
    assert ear.troubles == [None] * 3


async def test_a_deletion_is_believed_on_the_second_look(site: FakeSite, ear: Ear) -> None:
    """A post that was absent from one page only was never deleted."""
    channel = site.channel("oper")
    for number in range(1, 5):
        channel.post(f"Сообщение {number}")
    gone = channel.posts[2]

    def flicker() -> None:
        if len(site.asked) == 2:
            channel.delete(2)
        elif len(site.asked) == 3:
            channel.posts[2] = gone
        elif len(site.asked) == 5:
            channel.delete(3)
        elif len(site.asked) == 6:
            channel.post("Сообщение 5")

    site.at_every_request.append(flicker)
    await ear.listen(ear.looks(7))

    assert [(post.message_id, post.text) for post in ear.posts if post.deleted] == [
        (3, "Сообщение 3")
    ]
    assert ear.ids == [1, 2, 3, 4, 3, 5]


async def test_the_ends_of_a_page_are_no_deletions(site: FakeSite, ear: Ear) -> None:
    """Posts that a page no longer reaches, or not yet shows, are not deleted."""
    channel = site.channel("oper")
    for number in range(1, 31):
        channel.post(f"Сообщение {number}")
    newest = channel.posts[30]

    def stale() -> None:
        if len(site.asked) == 2:
            channel.delete(30)
        elif len(site.asked) == 5:
            channel.posts[30] = newest
        elif len(site.asked) == 6:
            channel.post("Сообщение 31")

    site.at_every_request.append(stale)
    await ear.listen(ear.looks(9))

    assert not [post for post in ear.posts if post.deleted]
    assert ear.ids == list(range(11, 32))


async def test_a_part_of_an_album_is_not_a_deleted_post(site: FakeSite, ear: Ear) -> None:
    """An album whose first picture was removed still shows the others' numbers."""
    channel = site.channel("oper")
    channel.post("Раз")
    channel.post("Альбом", parts=(2, 3))
    channel.post("Конец", message_id=4)

    def regroup() -> None:
        if len(site.asked) == 2:
            channel.delete(2)
            channel.post("Альбом", message_id=3, parts=(2, 3))

    site.at_every_request.append(regroup)
    await ear.listen(ear.looks(5))

    assert not [post for post in ear.posts if post.deleted]


async def test_a_channel_heard_for_the_first_time_begins_with_a_page(
    site: FakeSite, ear: Ear
) -> None:
    """The history of a new channel is read as far back as it was asked for."""
    for number in range(1, 101):
        site.channel("oper").post(f"Сообщение {number}")

    await ear.listen(lambda: bool(ear.posts), first_read_pages=2)

    assert ear.ids == list(range(61, 101))


async def test_a_gap_is_closed_though_requests_fail(
    site: FakeSite, ear: Ear, clock: InstantClock
) -> None:
    """A long way back goes on where it was interrupted, and nothing is told before it is closed."""
    channel = site.channel("oper")
    for number in range(1, 201):
        channel.post(f"Сообщение {number}")
    channel.older_whims = [
        web.Response(status=500),
        reset(),
        reset(),  # one reset alone is made good by the HTTP client
        "<html>maintenance</html>",
        web.Response(status=502, text="bad gateway"),
    ]
    start = clock.now()

    await ear.listen(lambda: bool(ear.posts), memory=KnownIds({"oper": 10}))

    assert ear.ids == list(range(1, 201))
    assert len([trouble for trouble in ear.troubles if trouble]) == 4
    assert sum("before" in address for address in site.asked) == 9 + 5
    assert clock.now() - start < timedelta(minutes=5)


NO_POSTS = channel_page(FakeChannel("oper"))


async def test_a_site_that_denies_older_posts_is_asked_again(site: FakeSite, ear: Ear) -> None:
    """A site that has enough of us says that there is nothing; a gap is not closed by that."""
    channel = site.channel("oper")
    for number in range(1, 61):
        channel.post(f"Сообщение {number}")
    channel.older_whims = [NO_POSTS, NO_POSTS]

    await ear.listen(lambda: bool(ear.posts), memory=KnownIds({"oper": 5}))

    assert ear.ids == list(range(1, 61))
    assert "the site denies posts before 41, to which it links" in ear.troubles


async def test_a_site_that_denies_all_posts_is_in_trouble(site: FakeSite, ear: Ear) -> None:
    """No posts where there were posts is no silence."""
    channel = site.channel("oper")
    channel.post("Тревога")

    def deny() -> bool:
        channel.whims.append(NO_POSTS)
        return len(ear.statuses) > 2

    await ear.listen(deny)

    assert ear.troubles[-1] == "the site says that there are no posts, but there were"
    assert ear.ids == [1]


async def test_a_history_that_was_deleted_ends_the_way_back(site: FakeSite, ear: Ear) -> None:
    """Where the channel now begins later than what is kept, there is nothing more to read."""
    site.channel("oper").post("Тревога", message_id=50)

    await ear.listen(lambda: bool(ear.posts), memory=KnownIds({"oper": 5}))

    assert ear.ids == [50]
    assert ear.troubles == [None, None]


async def test_one_page_that_never_comes_does_not_make_a_channel_unheard(
    site: FakeSite, ear: Ear
) -> None:
    """When an old page stays broken while the site is well, the newer posts are told without it."""
    channel = site.channel("oper")
    for number in range(1, 61):
        channel.post(f"Сообщение {number}")
    channel.older_whims = [web.Response(status=500) for _ in range(20)]

    await ear.listen(lambda: bool(ear.posts), memory=KnownIds({"oper": 5}))

    assert ear.ids == list(range(41, 61))
    assert ear.troubles[-1] == "posts before 41 cannot be read: the site answered 500"


async def test_a_site_that_pages_in_a_circle_is_noticed(site: FakeSite, ear: Ear) -> None:
    """A page that should be older and is not ends the way back, and is told."""
    channel = site.channel("oper")
    for number in range(41, 61):
        channel.post(f"Сообщение {number}", message_id=number)
    channel.older_whims = [channel_page(channel)]

    await ear.listen(lambda: bool(ear.posts), memory=KnownIds({"oper": 5}))

    assert ear.ids == list(range(41, 61))
    assert ear.troubles == [None, "the site shows nothing older than post 41, yet no beginning"]


TROUBLES = {
    "server error": (lambda: web.Response(status=500), "the site answered 500"),
    "garbage": (
        lambda: "<html><p>Just a moment</p>",
        "the page shows no posts and does not say that there are none",
    ),
    "empty body": (lambda: "", "the page shows no posts and does not say that there are none"),
    "no preview": (
        lambda: web.Response(status=302, headers={"Location": "https://t.me/oper"}),
        "the channel has no public preview",
    ),
    "elsewhere": (
        lambda: web.Response(status=302, headers={"Location": "https://telegram.org/"}),
        "the site sends elsewhere, to 'https://telegram.org/'",
    ),
}


@pytest.mark.parametrize(("whim", "trouble"), TROUBLES.values(), ids=TROUBLES)
async def test_trouble_is_told_and_listening_goes_on(
    site: FakeSite, ear: Ear, whim: Callable[[], web.Response | str], trouble: str
) -> None:
    """No failure of the site ends the source or passes for silence."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [whim()]

    await ear.listen(ear.looks(2))

    assert ear.troubles == [trouble, None]
    assert ear.ids == [1]


async def test_a_broken_connection_is_told_without_an_address(site: FakeSite, ear: Ear) -> None:
    """The kind of failure is named, never the words of an error that may hold a password."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [reset(), reset()]

    await ear.listen(ear.looks(2))

    assert ear.troubles == ["the connection failed (ServerDisconnectedError)", None]


async def test_one_channel_in_trouble_does_not_silence_the_others(site: FakeSite, ear: Ear) -> None:
    """Channels are followed apart; the one that fails is left alone longer and longer."""
    site.channel("good").post("Тревога")

    await ear.listen(
        lambda: sum(status.channel == "good" for status in ear.statuses) >= 30,
        channels=("@Missing", "GOOD"),
    )

    missing = [status for status in ear.statuses if status.channel == "missing"]
    assert {status.trouble for status in missing} == {"the channel has no public preview"}
    assert [post.channel for post in ear.posts] == ["good"]
    pauses = [later.at - earlier.at for earlier, later in pairwise(missing)]
    assert all(pause >= timedelta(seconds=9) for pause in pauses)


async def test_a_channel_in_trouble_is_asked_less_often(ear: Ear) -> None:
    """Back-off doubles the period up to its bound."""
    await ear.listen(ear.looks(6), channels=("missing",))

    moments = [status.at for status in ear.statuses]
    pauses = [round((b - a).total_seconds()) for a, b in pairwise(moments)]
    assert pauses == [10, 20, 40, 60, 60]


async def test_a_site_that_asks_for_a_pause_gets_it(
    site: FakeSite, ear: Ear, clock: InstantClock
) -> None:
    """Too many requests to one channel means peace for the whole host, as long as it says."""
    site.channel("oper").post("Тревога")
    site.channel("oper").whims = [web.Response(status=429, headers={"Retry-After": "120"})]
    start = clock.now()

    await ear.listen(ear.looks(2), at_once=1)

    assert ear.troubles == ["the site asks for a pause of 120 s", None]
    assert clock.now() - start >= timedelta(seconds=120)


async def test_after_a_restart_the_page_is_told_once_more(site: FakeSite, ear: Ear) -> None:
    """Edits made while nobody listened are on the page; what is kept decides if they are news."""
    for number in range(1, 6):
        site.channel("oper").post(f"Сообщение {number}")

    await ear.listen(ear.looks(3), memory=KnownIds({"oper": 5}))

    assert ear.ids == [1, 2, 3, 4, 5]


async def test_an_empty_channel_is_in_no_trouble(site: FakeSite, ear: Ear) -> None:
    """A channel without posts is heard of, and its first post is heard."""
    channel = site.channel("oper")

    def begin() -> None:
        if len(site.asked) == 2:
            channel.post("Первое")

    site.at_every_request.append(begin)
    await ear.listen(ear.looks(2))

    assert ear.troubles == [None, None]
    assert [post.text for post in ear.posts] == ["Первое"]


async def test_a_look_tells_who_the_channel_is(site: FakeSite, ear: Ear) -> None:
    """Title and number of the channel go along, so that a taken-over name is noticed."""
    site.channel("oper").post("Тревога")

    await ear.listen(ear.looks(1))

    assert (ear.statuses[0].title, ear.statuses[0].channel_id) == ("Оперштаб", 1623943359)
    assert ear.posts[0].channel_id == 1623943359


def test_a_bad_proxy_is_refused_without_telling_its_password(clock: InstantClock) -> None:
    """The operator learns what is wrong; the log learns no secret."""
    with pytest.raises(ValueError, match="proxy must be") as refused:
        PreviewListener(["oper"], memory=KnownIds(), clock=clock, proxy="ftp://me:secret@host:1")

    assert "secret" not in str(refused.value)


async def test_channels_may_change_while_they_are_followed(
    site: FakeSite, clock: InstantClock
) -> None:
    """A channel that is added is looked at, and one that is removed is left alone."""
    site.channel("oper").post("Раз")
    site.channel("mayor").post("Два")
    listener = PreviewListener([], memory=KnownIds(), clock=clock, base_url=site.base_url)
    texts: list[str] = []

    async with aclosing(listener.heard()) as heard, asyncio.timeout(60):
        listener.follow(["oper"])
        async for item in heard:
            if isinstance(item, SourcePost):
                texts.append(item.text)
                listener.follow(["mayor"])
            if len(texts) == 2:
                break
        asked = site.asked.count("/s/oper")
        looks = 0
        async for item in heard:
            looks += isinstance(item, SourceStatus)
            if looks == 5:
                break

    assert texts == ["Раз", "Два"]
    assert site.asked.count("/s/oper") <= asked + 1


async def test_a_mark_says_how_far_nothing_is_left_out(ear: Ear) -> None:
    """The mark follows the posts it covers and is not repeated."""
    ear.site.channel("oper").post("Раз")
    ear.site.channel("oper").post("Два")

    await ear.listen(ear.looks(3))

    assert ear.marks == [2]


async def test_listening_goes_on_after_the_mark(ear: Ear) -> None:
    """What another source handed over ahead of missing posts does not hide these."""
    for number in range(1, 61):
        ear.site.channel("oper").post(f"Сообщение {number}")
    memory = KnownIds({"oper": 60})
    memory.marks["oper"] = 7

    await ear.listen(ear.looks(3), memory=memory)

    assert set(range(8, 61)) <= set(ear.ids)


async def test_no_mark_covers_posts_that_cannot_be_read(ear: Ear) -> None:
    """A hole is left open, for another source or a later start to fill."""
    channel = ear.site.channel("oper")
    for number in range(1, 61):
        channel.post(f"Сообщение {number}")
    channel.older_whims = [web.Response(status=500) for _ in range(20)]

    await ear.listen(ear.looks(14), memory=KnownIds({"oper": 7}))

    assert 60 in ear.ids
    assert ear.marks == []


async def test_the_end_of_a_long_gap_is_told_first(ear: Ear) -> None:
    """After a long absence the newest posts do not wait for hundreds of older ones."""
    for number in range(1, 401):
        ear.site.channel("oper").post(f"Сообщение {number}")

    await ear.listen(lambda: 8 in ear.ids, memory=KnownIds({"oper": 7}))

    assert ear.ids[:20] == list(range(381, 401))
    assert sorted(ear.ids)[-393:] == list(range(8, 401))
    assert len(ear.ids) == len(set(ear.ids))


async def test_a_channel_heard_elsewhere_is_looked_at_less_often(
    site: FakeSite, clock: InstantClock
) -> None:
    """While an account hears a channel its page rests, and takes over when it no longer does."""
    site.channel("oper").post("Раз")
    heard_by_account = True
    listener = PreviewListener(
        ["oper"],
        memory=KnownIds(),
        clock=clock,
        base_url=site.base_url,
        heard_elsewhere=lambda _: heard_by_account,
        jitter=lambda: 0.5,
    )
    looked_at: list[float] = []
    async with aclosing(listener.heard()) as heard, asyncio.timeout(60):
        async for item in heard:
            if isinstance(item, SourceStatus):
                looked_at.append(item.at.timestamp())
                heard_by_account = len(looked_at) < 3
            if len(looked_at) == 5:
                break

    between = [round(later - earlier) for earlier, later in pairwise(looked_at)]
    assert between[:2] == [60, 60]
    assert between[-1] == 10
