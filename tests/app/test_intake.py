"""From a source to the pipeline, and what is remembered of how each source does."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from app.clock import SystemClock
from app.intake import Health, follow
from app.pipeline import Pipeline
from listeners.protocol import SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import pytest

    from listeners.protocol import Heard
    from storage.store import Store

NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
GOVERNOR = Channel(
    username="governor_bel", title="Губернатор", role=Role.GOVERNOR, region="RU-BEL", channel_id=31
)
POST = SourcePost(
    channel="governor_bel",
    message_id=1,
    text="Белгородская область: ракетная опасность!",
    published_at=NIGHT,
    received_at=NIGHT + timedelta(seconds=4),
    source="told",
)
STATUS = SourceStatus(channel="governor_bel", source="told", at=NIGHT)


@dataclass(frozen=True)
class Told:
    """A source that says what the test tells it to, and ends."""

    items: tuple[Heard, ...]
    name: str = "told"

    async def heard(self) -> AsyncGenerator[Heard, None]:
        """Yield what was told."""
        for item in self.items:
            yield item


async def listen(store: Store, *items: Heard) -> Health:
    """Let items be heard, and save what is known of the source."""
    await store.follow([GOVERNOR])
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels={GOVERNOR.username: GOVERNOR},
        age_limit=timedelta(minutes=15),
    )
    health = Health()
    await follow(Told(items), pipeline, health, SystemClock(), lambda: None)
    await health.save(store)
    return health


async def test_what_is_heard_is_kept_with_its_lag(store: Store) -> None:
    """A post is kept, and how long it took to reach us is known."""
    await listen(store, STATUS, POST)
    (known,) = await store.health()
    assert (known.last_post_at, known.last_lag) == (NIGHT, timedelta(seconds=4))
    assert await store.newest_id("governor_bel") == 1


async def test_an_old_post_does_not_hide_the_newest(store: Store) -> None:
    """A backfill changes nothing about when the channel spoke last."""
    older = replace(POST, message_id=2, published_at=NIGHT - timedelta(hours=1))
    await listen(store, POST, older)
    (known,) = await store.health()
    assert known.last_post_at == NIGHT


async def test_another_channel_under_the_same_name_is_refused(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A name that another channel took over rings nobody, and the posts behind it are heard."""
    usurped = replace(POST, channel_id=666)
    with caplog.at_level(logging.ERROR):
        await listen(store, usurped, replace(POST, message_id=2, channel_id=31))
    assert "@governor_bel/1 is not taken" in caplog.text
    assert await store.newest_id("governor_bel") == 2


async def test_a_lost_source_is_logged_once_and_once_when_back(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A silent source makes one line when it is lost and one when it is back, not a flood."""
    lost = replace(STATUS, trouble="the page does not answer")
    with caplog.at_level(logging.WARNING):
        await listen(store, STATUS, lost, lost, lost, STATUS, STATUS)
    told = [record.message for record in caplog.records]
    assert told == [
        "told: @governor_bel is lost: the page does not answer",
        "told: @governor_bel is back",
    ]


async def test_silence_ends_no_alert(store: Store) -> None:
    """However a source does after it declared danger, the danger stays."""
    lost = replace(STATUS, at=NIGHT + timedelta(days=2), trouble="gone")
    await listen(store, POST, STATUS, lost)
    assert len(await store.alerts_in_force(["RU-BEL"])) == 1
