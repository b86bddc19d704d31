"""Answers to residents take turns at the bot's one pace, before an alarm that is going out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
    from aiogram.methods import Response, TelegramMethod
    from aiogram.methods.base import TelegramType

    from bot.pace import Pace, Turn

PACED: Final = ("send", "edit", "copy", "forward")
"""Methods that count against Telegram's limits begin so."""

TRIES: Final = 3
_WORTH_WAITING: Final = 30.0
"""Seconds that an answer waits after a 429; later nobody wants it any more."""


class Paced(BaseRequestMiddleware):
    """Gives each message of the dispatcher a turn, and tells the pace what came of it."""

    def __init__(self, pace: Pace) -> None:
        """Share ``pace`` with the drain of the same bot."""
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make a request in its turn; what a 429 refuses is tried again a little later."""
        if not method.__api_method__.startswith(PACED):
            return await make_request(bot, method)
        for _ in range(TRIES - 1):
            try:
                return await self._in_turn(make_request, bot, method)
            except TelegramRetryAfter as flood:
                if flood.retry_after > _WORTH_WAITING:
                    raise
                await asyncio.sleep(flood.retry_after)
        return await self._in_turn(make_request, bot, method)

    async def _in_turn(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make a request once."""
        turn = await self._pace.turn(answer=True)
        try:
            answer = await make_request(bot, method)
        except BaseException as error:
            self._heed(turn, method, error)
            raise
        self._pace.accepted(turn)
        return answer

    def _heed(self, turn: Turn, method: TelegramMethod[Any], error: BaseException) -> None:
        """Tell the pace what an error means."""
        match error:
            case TelegramRetryAfter(retry_after=seconds):
                chat_id = getattr(method, "chat_id", 0)
                self._pace.flooded(turn, chat_id if isinstance(chat_id, int) else 0, seconds)
            case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
                self._pace.failed(turn)
            case TelegramAPIError():
                self._pace.refused(turn)
            case _:
                self._pace.unused(turn)
