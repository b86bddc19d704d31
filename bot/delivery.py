"""One message to one chat, and Telegram's answer as an outcome.

An answer that says "no" or "later" is data. A lost answer is ``Unanswered``: the message may have
arrived; where there was no connection it has not, and is only late. Only a bot that may not speak
at all is an error, and then no row is marked.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import LinkPreviewOptions, ReplyParameters

from alerts.deliveries import (
    Action,
    Deferred,
    Delivered,
    Delivery,
    Moved,
    Outcome,
    PaidRefused,
    Rejected,
    Unanswered,
    Unreachable,
)
from bot.bulk import send_form
from bot.render import plain
from bot.session import never_left

if TYPE_CHECKING:
    from aiogram import Bot

log = logging.getLogger(__name__)

FLOOD: Final = "too many requests"
"""The ``why`` of a ``Deferred`` that Telegram asked for by 429."""

REQUEST_TIMEOUT: Final = 20
_SAME: Final = ("message is not modified",)
_GONE: Final = ("chat not found", "user not found", "peer_id_invalid")
_UNPAID: Final = ("balance", "paid", "stars", "payment")
_MUTED: Final = ("not enough rights", "have no rights", "chat_write_forbidden")
_UNREADABLE: Final = ("can't parse entities", "entity_", "entities_")


class BotUnusableError(Exception):
    """Telegram does not accept the bot's token; nothing can be sent until that is mended."""


async def deliver(bot: Bot, delivery: Delivery, text: str) -> Outcome:
    """Send a message and return what became of it."""
    try:
        return await _send(bot, delivery, text, ParseMode.HTML.value)
    except (TelegramAPIError, ClientDecodeError) as answer:
        if delivery.paid and isinstance(answer, TelegramBadRequest) and not _says(answer, _GONE):
            return await _free(bot, delivery, text, answer)
        if not _is_unreadable(answer):
            return _outcome(answer, delivery)
        log.warning("Telegram cannot read the markup of notice %d", delivery.notice_id)
    try:  # better plain than not at all
        return await _send(bot, delivery, plain(text), None)
    except (TelegramAPIError, ClientDecodeError) as answer:
        return _outcome(answer, delivery)


async def _free(bot: Bot, delivery: Delivery, text: str, answer: TelegramBadRequest) -> Outcome:
    """Send what was refused as a paid broadcast again, free of charge, unless that is no use.

    A refusal of the payment is one of all messages: the drain has to know. Any other may have to
    do with it or not; how Telegram says so is not documented.
    """
    if _says(answer, _UNPAID):
        return PaidRefused(answer.message)
    return await deliver(bot, replace(delivery, paid=False), text)


async def _send(bot: Bot, delivery: Delivery, text: str, parse_mode: str | None) -> Delivered:
    if delivery.action is Action.EDIT and delivery.reply_to is not None:
        return await _edit(bot, delivery, delivery.reply_to, text, parse_mode)
    if sent := await send_form(bot, delivery, text, parse_mode, REQUEST_TIMEOUT):
        return sent
    message = await bot.send_message(
        delivery.chat_id,
        text,
        parse_mode=parse_mode,
        disable_notification=delivery.silent,
        allow_paid_broadcast=delivery.paid or None,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=_reply(delivery),
        request_timeout=REQUEST_TIMEOUT,
    )
    return Delivered(message.message_id)


async def _edit(
    bot: Bot, delivery: Delivery, message_id: int, text: str, parse_mode: str | None
) -> Delivered:
    """Change a message; one that says so already is as it should be."""
    try:
        if not await send_form(bot, delivery, text, parse_mode, REQUEST_TIMEOUT):
            await bot.edit_message_text(
                text,
                chat_id=delivery.chat_id,
                message_id=message_id,
                parse_mode=parse_mode,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                request_timeout=REQUEST_TIMEOUT,
            )
    except TelegramBadRequest as answer:
        if not _says(answer, _SAME):
            raise
    return Delivered(message_id)


def _outcome(answer: TelegramAPIError | ClientDecodeError, delivery: Delivery) -> Outcome:
    """Read an answer other than yes; the order of the cases is that of the classes."""
    outcome: Outcome
    match answer:
        case TelegramUnauthorizedError() | TelegramNotFound():
            raise BotUnusableError(f"Telegram refuses the bot's token: {answer.message}") from None
        case TelegramRetryAfter():
            outcome = Deferred(timedelta(seconds=answer.retry_after), FLOOD)
        case TelegramServerError():
            outcome = Deferred(delivery.back_off, answer.message)
        case TelegramMigrateToChat():
            outcome = Moved(answer.migrate_to_chat_id)
        case TelegramForbiddenError():
            outcome = Unreachable(answer.message)
        case TelegramBadRequest() if _says(answer, _GONE) or _says(answer, _MUTED):
            outcome = Unreachable(answer.message, certain=False)
        case TelegramNetworkError():
            outcome = _not_reached(answer, delivery)
        case ClientDecodeError():
            outcome = Unanswered(answer.message)  # its content may be a whole page: not kept
        case _:
            outcome = Rejected(answer.message)
    return outcome


def _not_reached(error: TelegramNetworkError, delivery: Delivery) -> Outcome:
    if isinstance(error, TelegramEntityTooLarge):  # aiogram counts it among network errors
        return Rejected(error.message)
    if never_left(error):
        return Deferred(delivery.back_off, error.message)
    return Unanswered(error.message)


def _reply(delivery: Delivery) -> ReplyParameters | None:
    if delivery.reply_to is None:
        return None
    return ReplyParameters(message_id=delivery.reply_to, allow_sending_without_reply=True)


def _is_unreadable(answer: TelegramAPIError | ClientDecodeError) -> bool:
    return isinstance(answer, TelegramBadRequest) and _says(answer, _UNREADABLE)


def _says(refusal: TelegramBadRequest, any_of: tuple[str, ...]) -> bool:
    message = refusal.message.lower()
    return any(words in message for words in any_of)
