"""The bot put together: every router, and what their handlers are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Dispatcher
from aiogram.types import BotCommand
from aiogram.utils.callback_answer import CallbackAnswerMiddleware

from bot.context import Acquaintance, Running
from bot.polling import poll
from bot.routers import (
    digest_hour,
    errors,
    forget,
    help_page,
    language,
    membership,
    now_page,
    operators,
    region,
    start,
    subscribe,
    today,
    unsubscribe,
)
from bot.texts import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.context import Now
    from bot.texts import Texts
    from bot.watching import Watching
    from storage.store import Store

__all__ = ["COMMANDS", "dispatcher_for", "poll", "set_commands"]

COMMANDS: Final = (
    "now",
    "today",
    "region",
    "subscribe",
    "unsubscribe",
    "digest",
    "language",
    "help",
    "forget",
)
"""The commands in the order of the menu."""


def dispatcher_for(
    store: Store,
    gazetteer: Gazetteer,
    texts: Texts,
    now: Now,
    watching: Watching | None = None,
) -> Dispatcher:
    """Return a dispatcher that answers residents from ``store``, and operators if there are any."""
    running = Running()
    dispatcher = Dispatcher(running=running, watching=watching)
    dispatcher.update.outer_middleware(running)
    dispatcher.update.outer_middleware(Acquaintance(store, gazetteer, texts, now))
    dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
    if watching is not None and watching.chats:
        dispatcher.include_router(operators.router(watching))
    dispatcher.include_routers(
        start.router(),
        subscribe.router(),
        unsubscribe.router(),
        now_page.router(),
        today.router(),
        region.router(),
        digest_hour.router(),
        language.router(),
        help_page.router(),
        forget.router(),
        membership.router(),
        errors.router(),
        region.free_text_router(),
    )
    return dispatcher


async def set_commands(bot: Bot, texts: Texts) -> None:
    """Give Telegram the menu of commands, in Russian for Russian speakers, else in English."""
    for language_code in LANGUAGES:
        commands = [
            BotCommand(command=name, description=texts.plain(language_code, f"command-{name}"))
            for name in COMMANDS
        ]
        shown_to = language_code if language_code == DEFAULT_LANGUAGE else None
        await bot.set_my_commands(commands, language_code=shown_to)
