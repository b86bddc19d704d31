"""Every part of a running relay: opened in order, closed in reverse, each task with an owner."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.alone import alone_with
from app.clock import SystemClock
from app.intake import Health, follow
from app.pipeline import Pipeline
from app.schedule import open_schedule
from app.sources import listeners_for
from bot.delivery import BotUnusableError
from bot.digest import plan_due_digests
from bot.dispatcher import dispatcher_for, poll, set_commands
from bot.drain import Drain
from bot.session import TelegramSession
from bot.texts import Texts, load_texts
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.config import BotConfig, Config

log = logging.getLogger(__name__)

HEALTH_SECONDS = 15.0
DIGESTS_A_TICK = 500
MENU_SECONDS = 30.0


class StoppedError(Exception):
    """Somebody asked the program to stop."""


@asynccontextmanager
async def open_bot(config: BotConfig) -> AsyncIterator[Bot]:
    """Make the client of the Bot API and close its connections at the end."""
    session = TelegramSession(
        api=TelegramAPIServer.from_base(config.api_url), proxy=config.proxy, limit=200
    )
    properties = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    bot = Bot(config.token.get_secret_value(), session=session, default=properties)
    try:
        yield bot
    finally:
        await session.close()


async def run(config: Config) -> None:
    """Run every part until a signal or a crash; then close in reverse order.

    BotUnusableError if Telegram refuses the bot's token, for which waiting is no cure;
    ConfigError if another program is at work with the database.
    """
    unusable: BotUnusableError | None = None
    async with AsyncExitStack() as opened:
        database_url = config.database.url.get_secret_value()
        opened.enter_context(alone_with(database_url))
        store = await opened.enter_async_context(open_store(database_url))
        bot = await opened.enter_async_context(open_bot(config.bot))
        sources = await listeners_for(config, store)
        await store.follow(sources.channels)
        wake = asyncio.Event()
        texts, gazetteer = load_texts(), load_gazetteer()
        pipeline = Pipeline(
            store=store,
            reader=official_reader(),
            channels={channel.username: channel for channel in sources.channels},
            age_limit=timedelta(minutes=config.alerts.age_limit_minutes),
        )
        drain = Drain(
            store,
            bot,
            texts,
            gazetteer,
            per_second=config.bot.per_second,
            now=SystemClock().now,
            wake=wake,
        )
        dispatcher = dispatcher_for(store, gazetteer, texts, sources.clock.now)

        async def digests() -> None:
            """Plan the digests whose hour has come."""
            now = sources.clock.now()
            if await plan_due_digests(store, texts, gazetteer, now, DIGESTS_A_TICK):
                wake.set()

        await opened.enter_async_context(open_schedule(digests))
        health = Health()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(stop_on_signal(), name="signals")
                tasks.create_task(health.keep_saving(store, HEALTH_SECONDS), name="health")
                tasks.create_task(drain.run(), name="drain")
                tasks.create_task(poll(dispatcher, bot), name="poll")
                tasks.create_task(give_menu(bot, texts), name="menu")
                for listener in sources.listeners:
                    following = follow(listener, pipeline, health, SystemClock(), wake.set)
                    tasks.create_task(following, name=listener.name)
        except* StoppedError:
            log.info("stopped")
        except* BotUnusableError as refusals:
            unusable = BotUnusableError(*refusals.exceptions[0].args)
    if unusable is not None:
        raise unusable


async def give_menu(bot: Bot, texts: Texts) -> None:
    """Give Telegram the bot's menu, however long it takes to be reached; nothing waits for it."""
    while True:
        try:
            await set_commands(bot, texts)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("the menu of commands is not set yet: %s", type(error).__name__)
            await asyncio.sleep(MENU_SECONDS)
        else:
            return


async def stop_on_signal() -> None:
    """Wait for an interrupt or a request to terminate, then raise StoppedError."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    try:
        await asked.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    raise StoppedError
