"""Every part of a running relay: opened in order, closed in reverse, each task with an owner."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.alone import alone_with
from app.clock import SystemClock
from app.following import Following
from app.health import Health
from app.identities import Identities
from app.intake import Intake
from app.looking import look_at
from app.pipeline import Pipeline
from app.schedule import open_schedule
from app.sources import listeners_for, source_names
from app.starter import starter_channel
from app.watchman import Watchman
from bot.delivery import BotUnusableError
from bot.digest import plan_due_digests
from bot.dispatcher import dispatcher_for, poll, set_commands
from bot.drain import Drain
from bot.operators import Desk
from bot.session import TelegramSession
from bot.texts import Texts, load_texts
from bot.watching import Watching
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.config import BotConfig, Config

log = logging.getLogger(__name__)

HEALTH_SECONDS = 5.0
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
        await store.keep_sources(source_names(config))
        health = Health(await store.health())
        sources = await listeners_for(
            config, store, lambda name: health.heard_by_account(name, SystemClock().now())
        )
        wake = asyncio.Event()
        texts, gazetteer, reader = load_texts(), load_gazetteer(), official_reader()
        desk = Desk(config.operators.chats, texts, gazetteer)
        channels = {channel.username: channel for channel in sources.channels}
        health.keep_only(channels)
        intake = Intake(
            pipeline=Pipeline(
                store=store,
                reader=reader,
                channels=channels,
                age_limit=timedelta(minutes=config.alerts.age_limit_minutes),
            ),
            health=health,
            identities=Identities(store, desk),
            clock=SystemClock(),
            planned=wake.set,
        )
        watchman = Watchman(store, health, desk)
        following = Following(store, channels, sources.listeners, intake.forget)
        drain = Drain(
            store,
            bot,
            texts,
            gazetteer,
            per_second=config.bot.per_second,
            now=SystemClock().now,
            wake=wake,
        )
        watching = Watching(
            chats=frozenset(config.operators.chats),
            reader=reader,
            look=partial(look_at, config),
            starter=starter_channel,
            changed=following.look_soon,
        )
        dispatcher = dispatcher_for(store, gazetteer, texts, sources.clock.now, watching)

        async def digests() -> None:
            """Plan the digests whose hour has come."""
            now = sources.clock.now()
            if await plan_due_digests(store, texts, gazetteer, now, DIGESTS_A_TICK):
                wake.set()

        await opened.enter_async_context(open_schedule(digests))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(stop_on_signal(), name="signals")
                tasks.create_task(health.keep_saving(store, HEALTH_SECONDS), name="health")
                tasks.create_task(drain.run(), name="drain")
                tasks.create_task(poll(dispatcher, bot), name="poll")
                tasks.create_task(give_menu(bot, texts), name="menu")
                if config.replay is None:
                    tasks.create_task(following.keep_current(), name="following")
                    watching_over = watchman.keep_watch(sources.clock.now, wake.set)
                    tasks.create_task(watching_over, name="watchman")
                for listener in sources.listeners:
                    tasks.create_task(intake.follow(listener), name=listener.name)
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
