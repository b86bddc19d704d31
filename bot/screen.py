"""Showing one screen: an answer to what was written, or the same message redrawn at a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)

from bot.render import LIMIT, plain
from bot.texts import Html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.voice import Voice

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_ROOM_FOR_THE_REST: Final = 40


async def show(
    event: Message | CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer a message, or redraw the message whose button was pressed."""
    if isinstance(event, Message):
        await write(event, text, keyboard)
    elif isinstance(event.message, Message):
        try:
            await event.message.edit_text(
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except TelegramBadRequest as refusal:
            if "message is not modified" not in refusal.message:
                raise
    elif event.message is not None:  # too old to be edited
        await write(event.message, text, keyboard)


async def write(
    to: Message | InaccessibleMessage, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Send a new message to the chat of another one."""
    await to.answer(
        text,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=keyboard,
    )


def fitted(lines: Iterable[str], voice: Voice) -> Html:
    """Join lines of HTML, leaving out the last ones if they are too many for a message."""
    rest = list(lines)
    kept: list[str] = []
    room = LIMIT - _ROOM_FOR_THE_REST
    while rest and (room := room - len(plain(rest[0])) - 1) >= 0:
        kept.append(rest.pop(0))
    if rest:
        kept.append("… " + voice.say("and-more", count=len(rest)))
    return Html("\n".join(kept).strip())
