"""What is heard of a channel's preview page, look after look."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from alerts.posts import SourcePost
from listeners.preview import PreviewListener
from listeners.protocol import SourceStatus
from tests.fakes.memory import KnownIds

if TYPE_CHECKING:
    from tests.fakes.clock import InstantClock
    from tests.fakes.preview_pages import FakeSite
    from tests.listeners.preview_ear import Ear


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
