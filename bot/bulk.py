"""The same message to many: its form is made once, and only the chat differs.

What leaves is byte for byte what aiogram would send.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiogram.methods import EditMessageText, SendMessage

from alerts.deliveries import Action, Delivered
from bot.session import TelegramSession

if TYPE_CHECKING:
    from aiogram import Bot

    from alerts.deliveries import Delivery

NO_PREVIEW: Final = json.dumps({"is_disabled": True})
SENDING: Final = SendMessage(chat_id=0, text="")
CHANGING: Final = EditMessageText(text="")
"""What aiogram's errors are about; making one for each message would cost as much as sending it."""


@lru_cache(maxsize=64)
def _common(text: str, parse_mode: str | None, *, silent: bool, paid: bool) -> bytes:
    """Return the part of the form that is the same for all chats."""
    fields = {"text": text, "link_preview_options": NO_PREVIEW}
    if parse_mode is not None:
        fields["parse_mode"] = parse_mode
    if silent:
        fields["disable_notification"] = "true"
    if paid:
        fields["allow_paid_broadcast"] = "true"
    return urlencode(fields).encode()


def _reply(message_id: int) -> bytes:
    """Return the field that makes a message an answer to another, if that is still there."""
    reply = {"message_id": message_id, "allow_sending_without_reply": True}
    return b"&" + urlencode({"reply_parameters": json.dumps(reply)}).encode()


async def send_form(
    bot: Bot, delivery: Delivery, text: str, parse_mode: str | None, seconds: float
) -> Delivered | None:
    """Send or change a message; None if the bot has not the line for it.

    Raises what aiogram raises.
    """
    session = bot.session
    if not isinstance(session, TelegramSession):
        return None
    chat_id, message_id = delivery.chat_id, delivery.reply_to
    common = _common(text, parse_mode, silent=delivery.silent, paid=delivery.paid)
    form = common + b"&chat_id=%d" % chat_id
    method: SendMessage | EditMessageText = SENDING
    if delivery.action is Action.EDIT and message_id is not None:
        form += b"&message_id=%d" % message_id
        method = CHANGING
    elif message_id is not None:
        form += _reply(message_id)
    return Delivered(await session.post(bot, method, form, seconds))
