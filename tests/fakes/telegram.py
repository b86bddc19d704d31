"""Telegram at the wire: a session that keeps what the bot sends and answers as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from aiogram.client.default import Default
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest, TelegramServerError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMe,
    GetMyStarBalance,
    GetUpdates,
    SendMessage,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import Chat, InlineKeyboardMarkup, Message, StarAmount, Update, User

from tests.fakes.telegram_html import UnreadableError, visible

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiogram import Bot

TOKEN = "1000000001:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"  # noqa: S105 - made up
MOMENT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

Answer = Callable[[TelegramMethod[Any]], Exception]
"""Makes the error that a request is answered with."""


@dataclass(kw_only=True)
class Shown:
    """A message as a resident sees it."""

    chat_id: int
    message_id: int
    text: str
    keyboard: InlineKeyboardMarkup | None
    silent: bool = False
    reply_to: int | None = None
    parse_mode: str | None = None

    @property
    def buttons(self) -> dict[str, str]:
        """Return the callback data of each button by its label."""
        rows = self.keyboard.inline_keyboard if self.keyboard else []
        return {button.text: button.callback_data or "" for row in rows for button in row}


class FakeTelegram(BaseSession):
    """Shows what was sent; ``answers`` decides what a chat's next messages meet.

    An answer is an exception to raise; after them messages are accepted again. ``gate`` holds
    requests back while it is not set.
    """

    def __init__(self) -> None:
        """Begin with empty chats."""
        super().__init__()
        self.shown: dict[int, Shown] = {}
        self.order: list[Shown] = []
        self.alerts: list[str | None] = []
        self.commands: dict[str | None, list[str]] = {}
        self.chat_commands: dict[str | None, list[str]] = {}
        self.answers: dict[int, list[Answer]] = defaultdict(list)
        self.requests: list[int] = []
        self.updates: asyncio.Queue[Update] = asyncio.Queue()
        self.polls = 0
        self.stars: int | None = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self._ids = count(100)

    def refuse(self, chat_id: int, *errors: Answer) -> None:
        """Answer the next messages to a chat with these errors, in order."""
        self.answers[chat_id].extend(errors)

    def of(self, chat_id: int) -> list[Shown]:
        """Return what a chat was sent, in order."""
        return [message for message in self.order if message.chat_id == chat_id]

    async def make_request(  # noqa: PLR0911 - a method, an answer
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's signature
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Answer one request."""
        match method:
            case SendMessage(chat_id=int(chat_id)):
                return await self._send(bot, method, chat_id)
            case EditMessageText():
                return self._edit(bot, method)
            case AnswerCallbackQuery(text=text):
                self.alerts.append(text)
                return True
            case SetMyCommands(language_code=language):
                menu = self.chat_commands if hasattr(method.scope, "chat_id") else self.commands
                menu[language] = [command.command for command in method.commands]
                return True
            case GetMe():
                return User(id=1000000001, is_bot=True, first_name="Tocsin", username="tocsin_bot")
            case GetMyStarBalance():
                return self._balance(method)
            case GetUpdates():
                self.polls += 1
                return [await self.updates.get()]
            case _:
                raise NotImplementedError(type(method))

    async def _send(self, bot: Bot, method: SendMessage, chat_id: int) -> Message:
        self.requests.append(chat_id)
        await self.gate.wait()
        if self.answers[chat_id]:
            raise self.answers[chat_id].pop(0)(method)
        reply = method.reply_parameters
        message = Shown(
            chat_id=chat_id,
            message_id=next(self._ids),
            text=_read(bot, method, method.text),
            keyboard=_inline(method.reply_markup),
            silent=bool(method.disable_notification),
            reply_to=reply.message_id if reply else None,
            parse_mode=_parse_mode(bot, method.parse_mode),
        )
        self.shown[message.message_id] = message
        self.order.append(message)
        return message_of(bot, chat_id, message.message_id, message.text)

    def _edit(self, bot: Bot, method: EditMessageText) -> Message:
        message = self.shown[method.message_id or 0]
        text, keyboard = _read(bot, method, method.text or ""), method.reply_markup
        if (message.text, message.keyboard) == (text, keyboard):
            raise _bad(method, "message is not modified: it is the same")
        message.text, message.keyboard = text, keyboard
        return message_of(bot, message.chat_id, message.message_id, text)

    def _balance(self, method: GetMyStarBalance) -> StarAmount:
        if self.stars is None:
            raise TelegramServerError(method, "Bad Gateway")
        return StarAmount(amount=self.stars)

    async def close(self) -> None:
        """There is nothing to close."""

    async def stream_content(self, *_: object, **__: object) -> AsyncGenerator[bytes, None]:
        """Give no bytes: files are no part of this."""
        nothing: tuple[bytes, ...] = ()
        for each in nothing:
            yield each


def message_of(bot: Bot, chat_id: int, message_id: int, text: str) -> Message:
    """Return a message of a chat as aiogram knows it."""
    kind = "private" if chat_id > 0 else "supergroup"
    message = Message(
        message_id=message_id, date=MOMENT, chat=Chat(id=chat_id, type=kind), text=text
    )
    return message.as_(bot)


def _parse_mode(bot: Bot, given: str | Default | None) -> str | None:
    if isinstance(given, Default):
        value = bot.default[given.name]
        return str(value) if value else None
    return given


def _read(bot: Bot, method: SendMessage | EditMessageText, text: str) -> str:
    """Return what is shown of a text, or refuse it as Telegram does."""
    if _parse_mode(bot, method.parse_mode) == "HTML":
        try:
            text = visible(text)
        except UnreadableError as fault:
            raise _bad(method, f"can't parse entities: {fault}") from None
    if not text.strip():
        raise _bad(method, "message text is empty")
    if len(text) > 4096:
        raise _bad(method, "message is too long")
    return text


def _bad(method: TelegramMethod[Any], why: str) -> TelegramBadRequest:
    return TelegramBadRequest(method, f"Bad Request: {why}")


def _inline(markup: object) -> InlineKeyboardMarkup | None:
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    for row in markup.inline_keyboard:
        for button in row:
            assert 1 <= len((button.callback_data or "").encode()) <= 64
    return markup
