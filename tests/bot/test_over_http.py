"""The bot as it runs, over HTTP, against the stand-in for Telegram and its strict reading."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.dispatcher import dispatcher_for, poll
from bot.drain import Drain
from bot.menu import set_commands
from sandbox.faults import Trouble
from sandbox.server import Sandbox, open_sandbox
from tests.bot.outbox import THREAT, tell, until, until_counts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from tests.bot.conftest import Town

ANNA = 700000002


@pytest.fixture
def backend() -> str:
    """Choose one database: the wire is what is tested here."""
    return "sqlite"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Return a sandbox where nothing happens by itself."""
    async with open_sandbox(port=0, autoplay=False, demo=False) as opened:
        yield opened


@pytest.fixture
async def wired_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Return a real bot that talks to the sandbox."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    yield Bot(sandbox.token, session=session)
    await session.close()


@pytest.fixture
async def running(
    wired_bot: Bot, town: Town, texts: Texts, gazetteer: Gazetteer
) -> AsyncIterator[asyncio.Event]:
    """Run the bot and its drain; return what wakes the drain."""
    wake = asyncio.Event()
    dispatcher = dispatcher_for(town.store, gazetteer, texts, town.now)
    drain = Drain(town.store, wired_bot, texts, gazetteer, now=town.now, wake=wake)
    await set_commands(wired_bot, texts)
    tasks = [asyncio.create_task(poll(dispatcher, wired_bot)), asyncio.create_task(drain.run())]
    yield wake
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert all(task.cancelled() for task in tasks)


def heard(sandbox: Sandbox) -> list[str]:
    """Return every text the bot has sent or redrawn, in order."""
    return [accepted.text for accepted in sandbox.telegram.accepted]


async def test_a_resident_subscribes_by_buttons_and_is_told(
    sandbox: Sandbox, running: asyncio.Event, town: Town
) -> None:
    """Every screen of the way is markup Telegram takes, and the alarm comes at the end of it."""
    telegram = sandbox.telegram

    async def sends(text: str) -> None:
        count = len(telegram.accepted)
        telegram.send(ANNA, text)
        await until(lambda: len(telegram.accepted) > count)

    async def presses(label: str) -> None:
        count = len(telegram.accepted)
        telegram.press(ANNA, telegram.accepted[-1].message_id, label)
        await until(lambda: len(telegram.accepted) > count)

    for text in ("/start", "/help", "/digest", "/language", "/forget", "/now", "/today"):
        await sends(text)
    await sends("/start region_bel")
    await until(lambda: "Присылать тревоги и отбои" in heard(sandbox)[-1])
    await presses("Да, присылать")
    assert heard(sandbox)[-1].startswith("✅ Белгородская область")
    for text in ("/region Belgorod", "/now", "/today", "/unsubscribe", "/subscribe"):
        await sends(text)
    await presses("›")

    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    running.set()
    await until_counts(town.store, sent=1)
    assert heard(sandbox)[-1].startswith("🟠 Опасность атаки беспилотников\nБелгородская область")
    assert not any("Не получилось" in text for text in heard(sandbox))


async def test_a_lost_answer_over_the_wire_is_sent_again(
    sandbox: Sandbox, running: asyncio.Event, town: Town
) -> None:
    """When the connection breaks after the message was accepted, the alarm comes twice."""
    sandbox.telegram.send(ANNA, "/subscribe Белгород")
    await until(lambda: len(sandbox.telegram.accepted) == 1)
    sandbox.faults.add(Trouble.LOST_ANSWER, method="sendMessage")
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    running.set()
    await until(lambda: len(sandbox.telegram.accepted) == 2)
    while len(sandbox.telegram.accepted) < 3:
        town.now.pass_(seconds=2)
        running.set()
        await asyncio.sleep(0.05)
    await until_counts(town.store, sent=1)
    assert heard(sandbox)[1] == heard(sandbox)[2]
