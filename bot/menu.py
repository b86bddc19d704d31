"""The menus of commands beside the box: residents', and operators' in their chats."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault

from bot.texts import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aiogram import Bot

    from bot.texts import Texts

log = logging.getLogger(__name__)

COMMANDS: Final = (
    "now",
    "today",
    "region",
    "history",
    "subscribe",
    "unsubscribe",
    "digest",
    "language",
    "help",
    "forget",
)
"""The commands in the order of the menu."""
OPERATOR_COMMANDS: Final = (
    "stats",
    "why",
    "correct",
    "unconfirmed",
    "channels",
    "watch",
    "unwatch",
    "paid",
)
"""Those that operators have more, first in their menu."""


async def set_commands(bot: Bot, texts: Texts, operators: Collection[int] = ()) -> None:
    """Give Telegram the menus, in Russian for Russian speakers, else in English.

    An operators' chat that does not know the bot yet keeps the residents' menu.
    """
    await _set(bot, texts, COMMANDS, BotCommandScopeDefault())
    for chat_id in operators:
        try:
            scope = BotCommandScopeChat(chat_id=chat_id)
            await _set(bot, texts, (*OPERATOR_COMMANDS, *COMMANDS), scope)
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            log.warning("operators' chat %s has no menu: %s", chat_id, error.message)


async def _set(
    bot: Bot,
    texts: Texts,
    names: Sequence[str],
    scope: BotCommandScopeDefault | BotCommandScopeChat,
) -> None:
    """Set one menu in each language."""
    for language_code in LANGUAGES:
        commands = [
            BotCommand(command=name, description=texts.plain(language_code, f"command-{name}"))
            for name in names
        ]
        shown_to = language_code if language_code == DEFAULT_LANGUAGE else None
        await bot.set_my_commands(commands, scope=scope, language_code=shown_to)
