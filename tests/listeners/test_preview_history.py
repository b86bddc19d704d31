"""How far back pages are read, and what is told of what cannot be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.memory import KnownIds
from tests.fakes.preview_pages import FakeChannel, FakeSite, channel_page, reset

if TYPE_CHECKING:
    from tests.fakes.clock import InstantClock
    from tests.listeners.preview_ear import Ear


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
