"""The line to Telegram of each bot."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer

from bot.session import TelegramSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.config import BotConfig


CONNECTIONS: Final = 300
"""More than are ever under way for alarms, so that answers to residents find one free."""


@asynccontextmanager
async def open_bot(config: BotConfig) -> AsyncIterator[Bot]:
    """Make the client of the Bot API and close its connections at the end."""
    session = TelegramSession(
        api=TelegramAPIServer.from_base(config.api_url), proxy=config.proxy, limit=CONNECTIONS
    )
    properties = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    bot = Bot(config.token.get_secret_value(), session=session, default=properties)
    try:
        yield bot
    finally:
        await session.close()
