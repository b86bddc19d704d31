from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError
from aiogram.methods import GetMe, TelegramMethod
from aiogram.types import Chat, Message, Update, User

from bot.delivery import BotUnusableError
from bot.dispatcher import poll
from tests.bot.outbox import PATIENCE, until
from tests.fakes.telegram import MOMENT, FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiogram import Bot, Dispatcher

    from tests.bot.conftest import Town


def question(number: int) -> Update:
    """Return an update in which a resident asks for help."""
    message = Message(
        message_id=number,
        date=MOMENT,
        chat=Chat(id=7, type="private"),
        from_user=User(id=7, is_bot=False, first_name="Anna", language_code="ru"),
        text="/help",
    )
    return Update(update_id=number, message=message)


async def stopped(task: asyncio.Task[None]) -> None:
    """Cancel a poll and wait for its end."""
    task.cancel()
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait([task])
    assert task.cancelled()


async def test_updates_are_answered(
    town: Town, dispatcher: Dispatcher, bot: Bot, telegram: FakeTelegram
) -> None:
    """What residents write reaches the handlers."""
    assert town.store is not None
    polling = asyncio.create_task(poll(dispatcher, bot))
    telegram.updates.put_nowait(question(1))
    await until(lambda: bool(telegram.of(7)))
    await stopped(polling)


async def test_a_stop_leaves_nothing_running(
    town: Town, dispatcher: Dispatcher, bot: Bot, telegram: FakeTelegram
) -> None:
    """After a stop nobody polls, and the answer that was under way has been given."""
    assert town.store is not None
    before = asyncio.all_tasks()
    telegram.gate.clear()
    polling = asyncio.create_task(poll(dispatcher, bot))
    telegram.updates.put_nowait(question(1))
    await until(lambda: telegram.requests == [7])
    polling.cancel()
    await asyncio.sleep(0)
    telegram.gate.set()
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait([polling])

    assert len(telegram.of(7)) == 1
    assert asyncio.all_tasks() == before
    polls = telegram.polls
    telegram.updates.put_nowait(question(2))
    await asyncio.sleep(0)
    assert telegram.polls == polls


class Unfriendly(FakeTelegram):
    """A Telegram that answers getMe with errors before it says who the bot is."""

    def __init__(self, *errors: Callable[[TelegramMethod[Any], str], Exception]) -> None:
        """Answer with these first."""
        super().__init__()
        self.errors = list(errors)
        self.revoked = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Fail while errors are left."""
        if isinstance(method, GetMe) and self.errors:
            raise self.errors.pop(0)(method, "oh")
        if self.revoked:
            raise TelegramUnauthorizedError(method, "Unauthorized")
        return await super().make_request(bot, method, timeout)


async def test_a_refused_token_is_told(dispatcher: Dispatcher, bot: Bot) -> None:
    """A wrong token ends the poll with one sentence that does not hold it."""
    bot.session = Unfriendly(TelegramUnauthorizedError)
    with pytest.raises(BotUnusableError) as raised:
        await poll(dispatcher, bot)
    assert bot.token not in str(raised.value)


async def test_a_token_refused_later_is_told(dispatcher: Dispatcher, bot: Bot) -> None:
    """A token that is revoked while the bot polls ends the poll, and nothing goes on behind."""
    telegram = Unfriendly()
    bot.session = telegram
    before = asyncio.all_tasks()
    polling = asyncio.create_task(poll(dispatcher, bot))
    await until(lambda: telegram.polls > 0)
    telegram.revoked = True
    telegram.updates.put_nowait(question(1))
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(BotUnusableError) as raised:
            await polling
    assert bot.token not in str(raised.value)
    assert asyncio.all_tasks() == before


async def test_an_unreachable_telegram_is_waited_for(
    town: Town, dispatcher: Dispatcher, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """A start without a connection is no failure."""
    assert town.store is not None
    telegram = Unfriendly(TelegramNetworkError)
    bot.session = telegram
    with caplog.at_level(logging.WARNING):
        polling = asyncio.create_task(poll(dispatcher, bot))
        await until(lambda: telegram.polls > 0)
    await stopped(polling)
    assert "cannot be reached" in caplog.text
