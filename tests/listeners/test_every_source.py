"""What every source promises, whatever it reads: one suite for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.posts import SourcePost
from listeners.preview import PreviewListener
from listeners.protocol import SourceStatus
from listeners.replay import RecordedPost, ReplayListener
from tests.fakes.clock import InstantClock
from tests.fakes.keeper import Keeper, keeping
from tests.fakes.memory import KnownIds
from tests.fakes.preview_pages import FIRST_POST_AT, FakeChannel, FakeSite

if TYPE_CHECKING:
    from tests.listeners.telegram_account import Accounts
    from tests.mtproto.channel import Channel

CHANNEL = "opershtab"


@dataclass(frozen=True)
class Post:
    """The channel publishes a text under the next number."""

    text: str


@dataclass(frozen=True)
class Edit:
    """The channel changes a post."""

    message_id: int
    text: str


@dataclass(frozen=True)
class Delete:
    """The channel removes a post."""

    message_id: int


Event = Post | Edit | Delete
Hear = Callable[[Sequence[Sequence[Event]], KnownIds], Awaitable[list[SourcePost]]]
"""Lets the batches of events happen one after another and returns what was heard of them."""


def happen(channel: FakeChannel, batch: Sequence[Event]) -> None:
    """Let events happen in a channel of the preview site."""
    for event in batch:
        match event:
            case Post(text):
                channel.post(text)
            case Edit(message_id, text):
                channel.edit(message_id, text)
            case Delete(message_id):
                channel.delete(message_id)


def hear_preview(site: FakeSite) -> Hear:
    """Listen to preview pages; a batch happens between two looks."""
    channel = site.channel(CHANNEL)

    async def hear(batches: Sequence[Sequence[Event]], memory: KnownIds) -> list[SourcePost]:
        channel.posts.clear()
        happen(channel, batches[0])
        waiting: list[Sequence[Event]] = [*batches[1:], [], []]
        listener = PreviewListener(
            [CHANNEL], memory=memory, clock=InstantClock(), base_url=site.base_url
        )
        posts: list[SourcePost] = []
        looks = site.asked.count(f"/s/{CHANNEL}")
        async with aclosing(listener.heard()) as heard:
            async for item in heard:
                if isinstance(item, SourcePost):
                    posts.append(item)
                if not isinstance(item, SourceStatus):
                    continue
                assert item.trouble is None
                if waiting:
                    happen(channel, waiting.pop(0))
                    looks = site.asked.count(f"/s/{CHANNEL}")
                elif site.asked.count(f"/s/{CHANNEL}") > looks + 3:
                    break
        return posts

    return hear


def hear_replay() -> Hear:
    """Play a recording of the same events."""

    async def hear(batches: Sequence[Sequence[Event]], memory: KnownIds) -> list[SourcePost]:
        recording: list[RecordedPost] = []
        for event in (event for batch in batches for event in batch):
            number = event.message_id if not isinstance(event, Post) else len(recording) + 1
            happened_at = FIRST_POST_AT + timedelta(minutes=len(recording))
            known = next((post for post in recording if post.message_id == number), None)
            recording.append(
                RecordedPost(
                    id=str(number),
                    message_id=number,
                    channel=CHANNEL,
                    channel_region="RU-BEL",
                    posted_at=known.posted_at if known else happened_at,
                    text="" if isinstance(event, Delete) else event.text,
                    edited_at=happened_at if known else None,
                    deleted=isinstance(event, Delete),
                )
            )
        listener = ReplayListener(recording, memory=memory, clock=InstantClock())
        return [item async for item in listener.heard() if isinstance(item, SourcePost)]

    return hear


def hear_telegram(accounts: Accounts) -> Hear:
    """Listen with an account; a batch happens when all before it has been heard."""
    world = accounts.server.world
    patient = accounts.settings(order_patience_seconds=60.0)  # order matters more here than speed

    async def hear(batches: Sequence[Sequence[Event]], memory: KnownIds) -> list[SourcePost]:
        channel = world.named(CHANNEL) or world.channel(CHANNEL)
        keeper = Keeper(marks=dict(memory.newest))
        kept = memory.newest.get(CHANNEL, 0)
        wanted = -kept
        waiting = list(batches)
        if kept:
            happen_in_telegram(channel, waiting.pop(0))
            wanted += len(batches[0])
        async with keeping(accounts.listener(keeper, settings=patient), keeper=keeper):
            await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
            for batch in waiting:
                happen_in_telegram(channel, batch)
                wanted += len(batch)
                await keeper.until_heard(wanted)
            await keeper.until_heard(wanted)
            await asyncio.sleep(patient.sweep_seconds)
        assert keeper.heard_posts == wanted
        return keeper.posts

    return hear


def happen_in_telegram(channel: Channel, batch: Sequence[Event]) -> None:
    """Let events happen in a channel of the test server."""
    for event in batch:
        match event:
            case Post(text):
                channel.publish(text)
            case Edit(message_id, text):
                channel.edit(message_id, text)
            case Delete(message_id):
                channel.delete(message_id)


@pytest.fixture(params=["preview", "replay", "telegram"])
def hear(request: pytest.FixtureRequest) -> Hear:
    """Every source in turn."""
    if request.param == "preview":
        return hear_preview(request.getfixturevalue("site"))
    if request.param == "telegram":
        return hear_telegram(request.getfixturevalue("accounts"))
    return hear_replay()


def told(posts: Sequence[SourcePost]) -> list[tuple[int, str]]:
    """Return what was heard, without the moments; a deletion says so."""
    return [(post.message_id, "(deleted)" if post.deleted else post.text) for post in posts]


def texts(count: int) -> list[tuple[int, str]]:
    """Return so many posts as they should be heard."""
    return [(number, f"Сообщение {number}") for number in range(1, count + 1)]


async def test_every_post_is_heard_once_and_in_order(hear: Hear) -> None:
    """Posts come oldest first and are not repeated while the source runs."""
    batches = [[Post("Сообщение 1"), Post("Сообщение 2")], [Post("Сообщение 3")]]

    assert told(await hear(batches, KnownIds())) == texts(3)


async def test_many_posts_at_once_are_all_heard(hear: Hear) -> None:
    """A burst larger than any page loses nothing."""
    burst = [Post(f"Сообщение {number}") for number in range(2, 96)]

    assert told(await hear([[Post("Сообщение 1")], burst], KnownIds())) == texts(95)


async def test_a_restart_goes_on_after_the_newest_kept_post(hear: Hear) -> None:
    """What was published while nobody listened is heard after a start, however much it is."""
    missed = [Post(f"Сообщение {number}") for number in range(1, 96)]

    heard = told(await hear([missed], KnownIds({CHANNEL: 7})))

    assert heard == sorted(heard)
    assert [post for post in heard if post[0] > 7] == texts(95)[7:]


async def test_an_edit_is_heard_as_another_text(hear: Hear) -> None:
    """A post whose text changed is heard again under its number."""
    batches: list[list[Event]] = [[Post("Тревога"), Post("Вторая")], [Edit(1, "Отбой")]]

    assert told(await hear(batches, KnownIds())) == [(1, "Тревога"), (2, "Вторая"), (1, "Отбой")]


async def test_a_deletion_is_heard(hear: Hear) -> None:
    """A post that its channel took back is heard as deleted, once."""
    batches: list[list[Event]] = [[Post("Раз"), Post("Два"), Post("Три")], [Delete(2)]]

    assert told(await hear(batches, KnownIds())) == [
        (1, "Раз"),
        (2, "Два"),
        (3, "Три"),
        (2, "(deleted)"),
    ]


async def test_a_post_carries_its_source_and_its_moments(hear: Hear) -> None:
    """Moments are aware, and no post is heard before it was published."""
    (post,) = await hear([[Post("Тревога")]], KnownIds())

    assert post.channel == CHANNEL
    assert post.source in {"preview", "replay", "telegram:main"}
    assert post.published_at.tzinfo is not None
    assert post.received_at.tzinfo is not None


async def test_a_closed_source_leaves_nothing_running(site: FakeSite) -> None:
    """Whoever stops listening stops everything that listening started."""
    channel = site.channel(CHANNEL)
    channel.post("Тревога")
    before = asyncio.all_tasks()
    listener = PreviewListener(
        [CHANNEL, "nobody"], memory=KnownIds(), clock=InstantClock(), base_url=site.base_url
    )

    async with aclosing(listener.heard()) as heard:
        async for item in heard:
            if isinstance(item, SourceStatus):
                break

    ours = {task for task in asyncio.all_tasks() - before if "aiohttp" not in repr(task)}
    assert ours == set()
