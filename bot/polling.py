"""Receiving updates until cancelled or refused, with nothing left running behind."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.delivery import BotUnusableError

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
    from aiogram.methods import Response, TelegramMethod
    from aiogram.methods.base import TelegramType

    from bot.context import Running

log = logging.getLogger(__name__)

_LAST_WORDS: Final = 5.0
_LONGEST_BACK_OFF: Final = 30.0
_AT_ONCE: Final = 64


class _Refusal(BaseRequestMiddleware):
    """Notices that Telegram accepts the token no more; aiogram's polling would only log it."""

    def __init__(self) -> None:
        """Begin with an accepted token."""
        self.met = asyncio.Event()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make a request; whoever made it learns of the refusal as well."""
        try:
            return await make_request(bot, method)
        except (TelegramUnauthorizedError, TelegramNotFound):
            self.met.set()
            raise


async def poll(dispatcher: Dispatcher, bot: Bot) -> None:
    """Poll until cancelled; then wait shortly for the handlers at work.

    BotUnusableError if Telegram refuses the bot's token, at once or later on.
    """
    await _introduced(bot)
    running: Running = dispatcher["running"]
    refusal = _Refusal()
    bot.session.middleware(refusal)
    polling = asyncio.create_task(
        dispatcher.start_polling(
            bot, handle_signals=False, close_bot_session=False, tasks_concurrency_limit=_AT_ONCE
        )
    )
    refused = asyncio.create_task(refusal.met.wait())
    try:
        await asyncio.wait({polling, refused}, return_when=asyncio.FIRST_COMPLETED)
        if refused.done():
            raise BotUnusableError("Telegram refuses the bot's token, which it accepted before")
    finally:
        refused.cancel()
        bot.session.middleware.unregister(refusal)
        if not polling.done():
            await asyncio.sleep(0)  # let it take its lock before it is asked to stop
            await dispatcher.stop_polling()
        await asyncio.wait({polling})
        await asyncio.sleep(0)  # an update that has just come begins to be handled
        await running.finish(_LAST_WORDS)
    polling.result()


async def _introduced(bot: Bot) -> None:
    """Learn who the bot is, however long Telegram cannot be reached."""
    wait = 1.0
    while True:
        try:
            await bot.me()
        except (TelegramUnauthorizedError, TelegramNotFound) as refusal:
            raise BotUnusableError(f"Telegram refuses the bot's token: {refusal.message}") from None
        except TelegramRetryAfter as flood:
            wait = float(flood.retry_after)
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as trouble:
            log.warning("Telegram cannot be reached (%s); trying again", type(trouble).__name__)
        else:
            return
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_BACK_OFF)
