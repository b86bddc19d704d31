from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.telegram import Telegram
from tests.sandbox.people import ANNA

if TYPE_CHECKING:
    from aiogram import Bot

    from sandbox.server import Sandbox

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
KEYS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Белгород", callback_data="place:1")]]
)


async def test_updates_stay_until_confirmed(sandbox: Sandbox, bot: Bot) -> None:
    """The same updates come again until a later offset confirms them."""
    for text in ("/start", "/now", "/today"):
        sandbox.telegram.send(ANNA, text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["/start", "/now"]
    assert await bot.get_updates(limit=2) == first
    [last] = await bot.get_updates(offset=first[-1].update_id + 1)
    assert last.message is not None
    assert last.message.text == "/today"
    assert await bot.get_updates(offset=-1) == [last]
    assert await bot.get_updates(offset=last.update_id + 1) == []


async def test_a_command_is_marked(sandbox: Sandbox, bot: Bot) -> None:
    """A resident's command carries the entity that Telegram gives it."""
    sandbox.telegram.send(ANNA, "🟢 /region Белгород")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.entities is not None
    [entity] = update.message.entities
    assert (entity.type, entity.offset, entity.length) == ("bot_command", 3, 7)


async def test_a_long_poll_is_answered_when_something_happens(sandbox: Sandbox, bot: Bot) -> None:
    """A waiting poll returns with the update, not with its time-out."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.telegram.any_bot().updates.polled.wait()
    assert not poll.done()
    sandbox.telegram.send(ANNA, "/start")
    [update] = await poll
    assert update.message is not None


async def test_unwanted_kinds_are_not_queued(sandbox: Sandbox, bot: Bot) -> None:
    """After allowed_updates has been told, other kinds never come."""
    await bot.get_updates(allowed_updates=["callback_query"])
    sandbox.telegram.send(ANNA, "/start")
    assert await bot.get_updates() == []


async def test_a_second_poller_ends_the_first(sandbox: Sandbox, bot: Bot) -> None:
    """The older of two polls is told of the conflict in the official words."""
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.telegram.any_bot().updates.polled.wait()
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    third = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError):
        await second
    sandbox.telegram.send(ANNA, "/start")
    assert len(await third) == 1


async def test_a_poller_that_died_is_no_conflict(sandbox: Sandbox, bot: Bot) -> None:
    """A killed bot's open poll does not disturb the one that starts after it."""
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.telegram.any_bot().updates.polled.wait()
    first.cancel()
    await asyncio.wait([first])
    sandbox.telegram.send(ANNA, "/start")
    assert len(await bot.get_updates(timeout=30)) == 1


async def test_a_pressed_button_is_answered_once(sandbox: Sandbox, bot: Bot) -> None:
    """A query brings its data and message, and can be answered a single time."""
    sent = await bot.send_message(ANNA, "Где вы?", reply_markup=KEYS)
    sandbox.telegram.press(ANNA, sent.message_id, "Белгород")
    [update] = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("place:1", ANNA)
    assert query.message is not None
    assert query.message.message_id == sent.message_id

    assert await bot.answer_callback_query(query.id, text="Готово")
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query("12345")


async def test_a_late_answer_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    """A query that nobody answered in its time has expired."""
    sent = await bot.send_message(ANNA, "Где вы?", reply_markup=KEYS)
    query = sandbox.telegram.press(ANNA, sent.message_id, "place:1")
    start = sandbox.telegram.monotonic()
    sandbox.telegram.monotonic = lambda: start + 3600
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query)


def test_numbers_begin_where_they_are_told() -> None:
    """A world opened later than another never gives a number the other has given."""
    telegram = Telegram(first_id=28_000_000)
    telegram.add_channel("news", "News")
    telegram.add_resident(1, "Anna")
    assert telegram.publish("news", "x") == 28_000_000
    assert telegram.send(1, "/start") == 28_000_000
