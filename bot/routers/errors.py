"""A handler that failed: the operator gets the error, the resident one calm sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.types import ErrorEvent

    from bot.context import Visit

log = logging.getLogger(__name__)


async def failed(event: ErrorEvent, bot: Bot, visit: Visit | None = None) -> None:
    """Say that it failed, unless Telegram itself is what failed."""
    match event.exception:
        case TelegramForbiddenError() if visit is not None:
            await visit.store.retire(visit.resident.chat_id, visit.now)
        case TelegramAPIError() as refusal if "query is too old" in refusal.message:
            log.info("a button was pressed too long ago to be answered")
        case TelegramNetworkError() | TelegramRetryAfter() | TelegramServerError() as trouble:
            log.warning("an answer could not be sent: %s", type(trouble).__name__)
        case ClientDecodeError():
            log.warning("an answer could not be sent: Telegram's reply makes no sense")
        case bug:
            log.error("a handler failed", exc_info=bug)
            if visit is not None:
                await _apologise(bot, visit)


async def _apologise(bot: Bot, visit: Visit) -> None:
    try:
        await bot.send_message(visit.resident.chat_id, visit.voice.say("failed"))
    except (TelegramAPIError, ClientDecodeError) as refusal:
        log.warning("an apology could not be sent: %s", type(refusal).__name__)


def router() -> Router:
    """Return the router of errors."""
    routes = Router(name="errors")
    routes.errors.register(failed)
    return routes
