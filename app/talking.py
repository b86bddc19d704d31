"""The part that answers: one bot's updates, and its menu."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from app.correcting import Corrector
from app.ending import Ender
from app.looking import look_at
from app.starter import starter_channel
from bot.dispatcher import dispatcher_for, poll
from bot.ending import Ending
from bot.judging import Judging
from bot.menu import set_commands
from bot.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Collection

    from aiogram import Bot

    from app.relay import Relay
    from bot.texts import Texts
    from storage.store import Store

log = logging.getLogger(__name__)

MENU_SECONDS: Final = 30.0


async def talk(relay: Relay, bot: Bot, store: Store) -> None:
    """Answer those who write to a bot until cancelled; BotUnusableError if its token is refused."""
    watching = Watching(
        chats=frozenset(relay.config.operators.chats),
        reader=relay.reader,
        look=partial(look_at, relay.config),
        starter=starter_channel,
        changed=relay.channels_changed.set,
        bots={number: name for name, number in relay.numbers.items()},
    )
    judging = Judging(reader_of=relay.reader_of, corrector=Corrector(store, relay.wake))
    dispatcher = dispatcher_for(
        store,
        relay.gazetteer,
        relay.texts,
        relay.now,
        watching,
        judges=judging,
        ending=Ending(
            ender=Ender(store, relay.wake),
            patience=relay.config.alerts.unconfirmed_after_hours.patience,
        ),
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(poll(dispatcher, bot), name="poll")
        tasks.create_task(give_menu(bot, relay.texts, relay.config.operators.chats), name="menu")


async def give_menu(bot: Bot, texts: Texts, operators: Collection[int]) -> None:
    """Give Telegram the bot's menu, however long it takes to be reached; nothing waits for it."""
    while True:
        try:
            await set_commands(bot, texts, operators)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("the menu of commands is not set yet: %s", type(error).__name__)
            await asyncio.sleep(MENU_SECONDS)
        else:
            return
