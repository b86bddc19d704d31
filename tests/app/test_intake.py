"""From a source to the pipeline, and what is remembered of how each source does."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.clock import SystemClock
from app.health import Health
from app.identities import Identities
from app.intake import Intake
from app.pipeline import Pipeline
from app.watchman import Watchman
from bot.operators import Desk
from bot.texts import load_texts
from listeners.protocol import ChannelFacts, ChannelSeen, SourceMark, SourceStatus

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


async def listen(store: Store, *items: Heard, operators: tuple[int, ...] = ()) -> Health:
    """Let items be heard, and save what is known of the source."""
    await store.follow([GOVERNOR])
    health = Health(await store.health())
    intake = Intake(
        pipeline=Pipeline(
            store=store,
            reader=official_reader(),
            channels={GOVERNOR.username: GOVERNOR},
            age_limit=timedelta(minutes=15),
        ),
        health=health,
        identities=Identities(store, Desk(operators, load_texts(), load_gazetteer())),
        clock=SystemClock(),
        planned=lambda: None,
    )
    await intake.follow(Told(items))
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


MARK = SourceMark(channel="governor_bel", source="told", up_to=1)
FACTS = ChannelFacts(
    channel_id=31, username="governor_bel", title="Губернатор", verified=True, subscribers=9
)
SEEN = ChannelSeen(channel="governor_bel", source="told", at=NIGHT, facts=FACTS)
STRANGER = replace(
    SEEN, taken_over=True, facts=ChannelFacts(channel_id=666, username="governor_bel", title="Б")
)


async def bodies(store: Store) -> list[tuple[int, str]]:
    """Return what waits to be sent to operators."""
    rows = await store.claim(50, datetime(2030, 1, 1, tzinfo=UTC), timedelta(minutes=1))
    return [(row.chat_id, row.notice.body or "") for row in rows]


async def test_a_mark_is_kept_after_the_posts_before_it(store: Store) -> None:
    """The highest mark stays, over all sources; a lower one changes nothing."""
    assert await store.mark("governor_bel") is None
    await listen(store, replace(POST, message_id=9), replace(MARK, up_to=9), MARK)
    assert await store.mark("governor_bel") == 9


async def test_a_stranger_marks_nothing(store: Store) -> None:
    """What another channel under the name says moves no mark: the true one's posts stay due."""
    await listen(store, replace(POST, channel_id=666, message_id=70), replace(MARK, up_to=70))
    assert await store.mark("governor_bel") is None


async def test_a_post_of_a_channel_just_removed_is_left(store: Store) -> None:
    """A post that was under way when its channel was removed ends nothing and marks nothing."""
    other = replace(POST, channel="mayor")
    await listen(store, other, replace(MARK, channel="mayor"), POST)
    assert await store.newest_id("mayor") is None
    assert await store.mark("mayor") is None
    assert await store.newest_id("governor_bel") == 1


async def test_the_median_and_the_worst_lag_are_kept(store: Store) -> None:
    """Each new post is timed once, also one another source brought first; history is not timed."""
    history = replace(POST, published_at=NIGHT - timedelta(days=3))
    posts = [
        replace(
            POST,
            message_id=number,
            published_at=NIGHT + timedelta(seconds=60 * number),
            received_at=NIGHT + timedelta(seconds=60 * number + lag),
        )
        for number, lag in ((2, 1), (3, 2), (4, 90))
    ]
    again = replace(posts[0], received_at=NIGHT + timedelta(hours=5))
    by_other = replace(posts[2], source="page", received_at=NIGHT + timedelta(seconds=247))
    look = replace(STATUS, source="page")
    await listen(store, STATUS, look, history, *posts, again, by_other)
    page, told = await store.health()
    assert (page.source, told.source) == ("page", "told")
    assert told.median_lag == timedelta(seconds=2)
    assert told.worst_lag == timedelta(seconds=90)
    assert (page.median_lag, page.worst_lag) == (timedelta(seconds=7), timedelta(seconds=7))

    later = replace(
        POST,
        message_id=5,
        published_at=NIGHT + timedelta(hours=1),
        received_at=NIGHT + timedelta(hours=1, seconds=3),
    )
    await listen(store, posts[1], later)
    _, told = await store.health()
    assert told.lags_ms == (1000, 2000, 90_000, 3000)


async def test_many_channels_lost_at_once_make_one_line(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """When a source loses all its channels, one is named and the others are counted; so it ends."""
    with caplog.at_level(logging.WARNING):
        well = [replace(STATUS, channel=f"c{number}") for number in range(40)]
        lost = [replace(status, trouble="gone") for status in well]
        await listen(store, *well, *lost, *lost, *well)
    told = [record.message for record in caplog.records]
    assert told == ["told: @c0 and 39 more are lost: gone", "told: @c0 and 39 more are back"]


async def test_a_change_of_a_channel_is_told_once(store: Store) -> None:
    """A new name, title or mark is kept, goes to the journal and, once, to operators."""
    changed = replace(
        SEEN,
        facts=replace(FACTS, username="belgorod_official", title="Правительство", verified=False),
    )
    await listen(store, SEEN, operators=(7, -100))
    assert await bodies(store) == []

    await listen(store, changed, replace(changed, source="other"), operators=(7, -100))
    await listen(store, changed, operators=(7, -100))
    told = await bodies(store)
    assert sorted(chat for chat, _ in told) == [-100, 7]
    assert "@governor_bel → @belgorod_official" in told[0][1]
    assert "Губернатор → Правительство" in told[0][1]
    assert "больше не подтверждает" in told[0][1]
    (watched,) = await store.watched_channels()
    assert watched.channel.renamed_to == "belgorod_official"
    assert watched.channel.address == "https://t.me/belgorod_official"


async def test_a_renamed_channel_goes_on_and_its_old_name_is_trusted_no_more(store: Store) -> None:
    """After a renaming only the number counts, not who speaks under the old name."""
    renamed = replace(SEEN, facts=replace(FACTS, username="belgorod_official"))
    await listen(store, renamed, replace(POST, channel_id=31), replace(POST, message_id=2))
    assert await store.newest_id("governor_bel") == 1


async def test_another_owner_of_a_name_is_told_and_not_followed(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A name that another channel took over is told once, by whatever source learns it first."""
    page = replace(STATUS, channel_id=666, title="Б")
    post = replace(POST, channel_id=666)
    with caplog.at_level(logging.ERROR):
        await listen(store, STRANGER, STRANGER, page, post, operators=(7,))
        await listen(store, page, STRANGER, operators=(7,))
    ((chat, body),) = await bodies(store)
    assert chat == 7
    assert "@governor_bel теперь принадлежит другому каналу" in body
    assert "666" in body
    (watched,) = await store.watched_channels()
    assert (watched.stranger, watched.channel.channel_id) == (666, 31)
    assert await store.newest_id("governor_bel") is None

    await listen(store, SEEN)
    (watched,) = await store.watched_channels()
    assert watched.stranger is None


async def test_a_warning_at_first_sight_is_told(store: Store) -> None:
    """A channel that Telegram already warns of is no good news, whoever knew it before."""
    page = replace(STATUS, channel_id=31, title="Губернатор")
    fake = replace(SEEN, facts=replace(FACTS, fake=True))
    await listen(store, page, fake, operators=(7,))
    ((_, body),) = await bodies(store)
    assert "подделка" in body


async def test_a_page_alone_shows_a_new_title(store: Store) -> None:
    """Without accounts a channel's title is compared from page to page; an account knows better."""
    page = replace(STATUS, channel_id=31, title="Губернатор")
    await listen(store, page, replace(page, title="Мэр"), operators=(7,))
    ((_, body),) = await bodies(store)
    assert "Губернатор → Мэр" in body

    await listen(store, replace(SEEN, facts=replace(FACTS, title="Мэр")))
    await listen(store, replace(page, title="Мэр ✓"), operators=(7,))
    assert await bodies(store) == []


async def test_a_source_that_stays_lost_is_told_to_operators(store: Store) -> None:
    """A trouble that stands for minutes is told once for all its channels, and once when over."""
    lost = [replace(STATUS, channel=f"c{number}", trouble="frozen") for number in range(7)]
    health = await listen(store, *lost)
    watchman = Watchman(store, health, Desk((7,), load_texts(), load_gazetteer()))
    moments = [NIGHT + timedelta(minutes=minute) for minute in range(6)]
    assert [await watchman.look(moment) for moment in moments[:4]] == [0, 0, 1, 0]
    for status in lost:
        health.status(replace(status, trouble=None))
    assert [await watchman.look(moment) for moment in moments[4:]] == [1, 0]
    (_, gone), (_, back) = await bodies(store)
    assert "Нет связи</b> (told): @c0, @c1, @c2, @c3, @c4 и ещё 2" in gone
    assert "frozen" in gone
    assert "Связь снова есть" in back
