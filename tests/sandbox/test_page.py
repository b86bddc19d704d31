"""The page in a real browser, at the width of a desk and of a phone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from sandbox.server import open_sandbox
from tests.fixtures.browser import Visitor, browser, needs_browser
from tests.sandbox.people import open_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiogram import Bot
    from aiogram.types import CallbackQuery, Message

    from sandbox.server import Sandbox

pytestmark = needs_browser


def router() -> Router:
    """Return a bot that greets with a button, and repeats what it hears as a reply."""
    talk = Router()

    @talk.callback_query()
    async def pressed(query: CallbackQuery, bot: Bot) -> None:
        await query.answer("Готово")
        assert query.message is not None
        await bot.edit_message_text(
            f"Выбрано: <b>{query.data}</b>",
            chat_id=query.from_user.id,
            message_id=query.message.message_id,
            parse_mode="HTML",
        )

    @talk.message()
    async def heard(message: Message) -> None:
        keys = [[InlineKeyboardButton(text="Белгород", callback_data="bel")]]
        await message.answer(
            f"Вы написали: {message.text}",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=keys),
            reply_parameters=ReplyParameters(message_id=message.message_id),
            disable_notification=message.text != "/start",
        )

    return talk


@asynccontextmanager
async def town() -> AsyncIterator[Sandbox]:
    """Open a sandbox with the talking bot in it."""
    async with (
        open_sandbox(port=0, autoplay=False, demo=False) as sandbox,
        open_bot(sandbox) as bot,
    ):
        dispatcher = Dispatcher()
        dispatcher.include_router(router())
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        await sandbox.telegram.any_bot().updates.polled.wait()
        try:
            yield sandbox
        finally:
            await dispatcher.stop_polling()
            await polling


def visit(url: str, profile: Path, width: int, height: int) -> None:
    """Do all that a person does on a first visit."""
    phone = width < 500
    with browser(profile, width, height) as driver:
        visitor = Visitor(driver)
        driver.get(url)
        visitor.speaks("Русский")
        visitor.sees(".note", "никуда не уходит")

        visitor.clicks(".start", "Запустить")
        visitor.sees(".message.theirs .bubble", "Вы написали: /start")
        visitor.clicks(".message.theirs .key", "Белгород")
        visitor.sees(".message.theirs .bubble b", "bel")
        visitor.sees(".toast", "Готово")
        visitor.sees(".message.theirs .bubble-foot", "изменено")
        visitor.writes(".chat textarea", "а есть < кто?")
        visitor.sees(".message.theirs .bubble-text", "а есть < кто?")
        visitor.sees(".message.theirs .quote", "а есть < кто?")

        if phone:
            visitor.clicks(".tab", "Каналы")
        visitor.clicks(".channel-row", "Мэр Белгорода")
        visitor.writes(".channels textarea", "Белгород под атакой БПЛА")
        visitor.sees(".channels .bubble", "Белгород под атакой БПЛА")
        visitor.clicks(".channels .post-actions .icon-button")
        visitor.sees(".editing")
        visitor.writes(".channels textarea", ", работает ПВО")
        visitor.sees(".channels .bubble", "Белгород под атакой БПЛА, работает ПВО")
        visitor.sees(".channels .bubble-foot", "изменено")
        assert visitor.overflow() <= 0

        visitor.clicks(".language", "English")
        visitor.sees(".night-title", "Sample night")
        rows: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own
        assert [row for row in rows if row["level"] == "SEVERE"] == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)], ids=["desk", "phone"])
async def test_a_first_visit(tmp_path: Path, width: int, height: int) -> None:
    """One starts the bot, presses its button, writes to it, publishes as a mayor and edits."""
    async with town() as sandbox:
        await asyncio.to_thread(visit, sandbox.url, tmp_path / "profile", width, height)
        [post] = sandbox.telegram.channel("sandbox_mayor_belgorod").shown()
        assert post.text == "Белгород под атакой БПЛА, работает ПВО"
        assert post.edited is not None
        silent = [row.silent for row in sandbox.telegram.accepted if row.method == "sendMessage"]
        assert silent == [False, True]
