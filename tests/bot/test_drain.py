from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.delivery import BotUnusableError
from bot.drain import Drain
from tests.bot import killed_drain
from tests.bot.outbox import (
    ATTACK,
    DIGEST,
    THREAT,
    settle,
    tell,
    tell_one,
    until,
    until_counts,
)
from tests.fixtures.program import begin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from tests.bot.conftest import Town
    from tests.fakes.telegram import FakeTelegram

QUICK = 1000.0


class Draining(Protocol):
    """Starts a drain and stops it at the end."""

    def __call__(
        self, *, per_second: float = QUICK, in_flight: int = 30
    ) -> AbstractAsyncContextManager[asyncio.Task[None]]:
        """Drain while the context lasts."""


@pytest.fixture
def wake() -> asyncio.Event:
    """Return what wakes the drain."""
    return asyncio.Event()


@pytest.fixture
def draining(
    town: Town, bot: Bot, texts: Texts, gazetteer: Gazetteer, wake: asyncio.Event
) -> Draining:
    """Return a maker of drains."""

    @asynccontextmanager
    async def run(
        *, per_second: float = QUICK, in_flight: int = 30
    ) -> AsyncIterator[asyncio.Task[None]]:
        drain = Drain(
            town.store,
            bot,
            texts,
            gazetteer,
            per_second=per_second,
            in_flight=in_flight,
            now=town.now,
            wake=wake,
        )
        task = asyncio.create_task(drain.run())
        try:
            yield task
        finally:
            if not task.cancelling():
                task.cancel()
            await asyncio.wait([task])

    return run


async def test_the_most_urgent_goes_first(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """An attack leaves before a danger, and both before any digest."""
    await settle(town.store, [1], area="RU-MOW")
    await settle(town.store, [2], area="RU-KRS")
    await settle(town.store, [3])
    await tell_one(town.store, DIGEST, 1, town.now())
    threat = replace(THREAT, areas=("RU-KRS",))
    await tell(town.store, threat, [await town.danger("RU-KRS")], town.now())
    await tell(town.store, ATTACK, [await town.danger("RU-BEL")], town.now())

    async with draining(in_flight=1):
        await until_counts(town.store, sent=3)

    assert telegram.requests == [3, 2, 1]


async def test_a_new_alert_overtakes(
    town: Town, draining: Draining, telegram: FakeTelegram, wake: asyncio.Event
) -> None:
    """What is more urgent waits for what is under way, not for the queue."""
    await settle(town.store, range(1, 61))
    alert = await town.danger("RU-BEL")
    await tell(town.store, THREAT, [alert], town.now())
    telegram.gate.clear()

    async with draining(per_second=20, in_flight=5):
        await until(lambda: len(telegram.requests) == 5)
        await settle(town.store, [99], area="RU-MOW")
        await tell_one(town.store, ATTACK, 99, town.now())
        wake.set()
        telegram.gate.set()
        await until(lambda: 99 in telegram.requests)

    assert telegram.requests.index(99) <= 10


async def test_each_reads_their_language(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """One notice is told to each in the language they chose."""
    await settle(town.store, [1, 2])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())

    async with draining():
        await until_counts(town.store, sent=2)

    assert "Опасность" in telegram.of(1)[0].text
    assert "Danger" in telegram.of(2)[0].text


async def test_a_lost_answer_is_tried_again(
    town: Town, draining: Draining, telegram: FakeTelegram, wake: asyncio.Event
) -> None:
    """An alarm whose answer was lost is sent again; twice beats never."""
    await settle(town.store, [7])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    telegram.refuse(7, lambda method: TelegramNetworkError(method, "lost"))

    async with draining():
        await until(lambda: telegram.requests == [7])
        while telegram.requests == [7]:
            town.now.pass_(seconds=2)
            wake.set()
            await asyncio.sleep(0.01)
        await until_counts(town.store, sent=1)

    assert telegram.requests == [7, 7]


async def test_a_flood_answer_makes_the_whole_bot_rest(
    town: Town, draining: Draining, telegram: FakeTelegram, wake: asyncio.Event
) -> None:
    """When two chats in a row are refused, nothing more is sent, and nothing is lost."""
    await settle(town.store, range(1, 21))
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    for chat_id in range(1, 21):
        telegram.refuse(chat_id, lambda method: TelegramRetryAfter(method, "Too Many", 3600))

    async with draining(in_flight=1):
        await until(lambda: len(telegram.requests) == 2)
        await until_counts(town.store, pending=20, claimed=0)
        wake.set()
        await until(lambda: not wake.is_set())

    assert len(telegram.requests) == 2


async def test_a_flooded_group_holds_nobody_else(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """A pause for one group is for that group."""
    await settle(town.store, [-100, *range(1, 11)])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    telegram.refuse(-100, lambda method: TelegramRetryAfter(method, "Too Many", 3600))

    async with draining():
        await until_counts(town.store, sent=10, pending=1)

    assert telegram.requests.count(-100) == 1


async def test_the_unreachable_are_left_alone(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """Whoever blocked the bot is retired; the others get their alarm."""
    await settle(town.store, [1, 2, 3])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    telegram.refuse(2, lambda method: TelegramForbiddenError(method, "Forbidden: blocked"))

    async with draining():
        await until_counts(town.store, sent=2, unreachable=1)

    assert [each.chat_id for each, _ in await town.store.export_subscribers()] == [1, 3]


async def test_it_sleeps_until_it_is_woken(
    town: Town, draining: Draining, telegram: FakeTelegram, wake: asyncio.Event
) -> None:
    """An alert planned while the outbox was empty leaves at once."""
    await settle(town.store, [1])
    async with draining():
        await until_counts(town.store, sent=0)
        await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
        wake.set()
        await until_counts(town.store, sent=1)
    assert telegram.requests == [1]


async def test_a_stop_doubles_and_loses_nothing(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """What is under way at a stop is recorded, what is not goes later: each gets one message."""
    await settle(town.store, range(1, 41))
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    await settle(town.store, [99], area="RU-MOW")
    await tell_one(town.store, DIGEST, 99, town.now())
    telegram.gate.clear()
    async with draining(in_flight=10) as task:
        await until(lambda: len(telegram.requests) == 10)
        task.cancel()
        await asyncio.sleep(0)
        telegram.gate.set()

    assert len(telegram.order) == 10
    async with draining():
        await until_counts(town.store, sent=41)

    assert Counter(telegram.requests) == Counter([*range(1, 41), 99])


async def test_a_revoked_token_stops_the_drain_and_marks_nobody(
    town: Town, draining: Draining, telegram: FakeTelegram
) -> None:
    """When the bot may not speak, its outbox waits for a new token."""
    await settle(town.store, [1, 2, 3])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    for chat_id in (1, 2, 3):
        telegram.refuse(chat_id, lambda method: TelegramUnauthorizedError(method, "Unauthorized"))

    async with draining(in_flight=1) as task:
        await asyncio.wait([task])
        with pytest.raises(BotUnusableError):
            task.result()

    telegram.answers.clear()
    async with draining():
        await until_counts(town.store, sent=3)


async def test_killed_in_the_middle_nobody_is_lost(
    town: Town,
    draining: Draining,
    telegram: FakeTelegram,
    database_url: str,
    tmp_path: Path,
) -> None:
    """After a kill, the next drain tells the rest; only what was under way may come twice."""
    chats = range(1, 301)
    await settle(town.store, chats)
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    await town.store.plan_rest()
    accepted = tmp_path / "accepted"
    accepted.touch()
    arguments = (database_url, str(accepted))
    program = await begin(*arguments, folder=tmp_path, main=killed_drain.main)
    try:
        await until(
            lambda: accepted.read_text().count("\n") >= 60 or program.returncode is not None
        )
    finally:
        program.kill()
        await program.ends()
    before = Counter(int(line) for line in accepted.read_text().split())
    assert 60 <= before.total() < 300

    async with draining():
        await until_counts(town.store, sent=300)

    told = before + Counter(telegram.requests)
    assert set(told) == set(chats)
    assert told.total() - 300 <= 60  # in flight, and answered but not yet recorded
    assert max(told.values()) <= 2
