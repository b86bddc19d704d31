from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
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

from alerts.deliveries import (
    Action,
    Deferred,
    Delivered,
    Delivery,
    Moved,
    Outcome,
    Rejected,
    Unanswered,
    Unreachable,
)
from alerts.notices import Notice, Reason
from bot.delivery import FLOOD, BotUnusableError, deliver
from tests.bot.test_render import notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiogram import Bot

    from tests.fakes.telegram import Answer, FakeTelegram


def delivery(
    what: Notice | None = None,
    *,
    attempts: int = 0,
    reply_to: int | None = None,
    action: Action = Action.SEND,
) -> Delivery:
    """Return a row of the outbox for chat 7."""
    return Delivery(
        notice_id=1,
        notice=what or notice(),
        chat_id=7,
        language="ru",
        action=action,
        silent=(what or notice()).silent,
        reply_to=reply_to,
        attempts=attempts,
    )


def error(kind: type[TelegramAPIError], message: str) -> Answer:
    """Return an answer that raises this."""
    return lambda method: kind(method, message)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(
            lambda method: TelegramRetryAfter(method, "Too Many Requests", 17),
            Deferred(timedelta(seconds=17), FLOOD),
            id="429",
        ),
        pytest.param(
            lambda method: TelegramMigrateToChat(method, "upgraded", -1007),
            Moved(-1007),
            id="migrated",
        ),
        pytest.param(
            error(TelegramForbiddenError, "Forbidden: bot was blocked by the user"),
            Unreachable("Forbidden: bot was blocked by the user"),
            id="blocked",
        ),
        pytest.param(
            error(TelegramForbiddenError, "Forbidden: user is deactivated"),
            Unreachable("Forbidden: user is deactivated"),
            id="deactivated",
        ),
        pytest.param(
            error(TelegramBadRequest, "Bad Request: chat not found"),
            Unreachable("Bad Request: chat not found", certain=False),
            id="chat not found",
        ),
        pytest.param(
            error(TelegramBadRequest, "Bad Request: not enough rights to send text messages"),
            Unreachable("Bad Request: not enough rights to send text messages", certain=False),
            id="may not write",
        ),
        pytest.param(
            error(TelegramBadRequest, "Bad Request: message is too long"),
            Rejected("Bad Request: message is too long"),
            id="too long",
        ),
        pytest.param(
            error(TelegramServerError, "Internal Server Error"),
            Deferred(timedelta(seconds=0.25), "Internal Server Error"),
            id="500",
        ),
        pytest.param(
            lambda _: ClientDecodeError("Failed to decode object", ValueError(), "<html>"),
            Unanswered("Failed to decode object"),
            id="502 with a page",
        ),
        pytest.param(
            error(TelegramNetworkError, "ServerDisconnectedError"),
            Unanswered("ServerDisconnectedError"),
            id="connection lost",
        ),
        pytest.param(
            error(TelegramEntityTooLarge, "Request Entity Too Large"),
            Rejected("Request Entity Too Large"),
            id="413",
        ),
        pytest.param(error(TelegramAPIError, "Teapot"), Rejected("Teapot"), id="unheard of"),
    ],
)
async def test_each_answer_has_its_outcome(
    bot: Bot, telegram: FakeTelegram, answer: Answer, outcome: Outcome
) -> None:
    """What Telegram says decides what becomes of a row; nothing is sent twice for it."""
    telegram.refuse(7, answer)

    assert await deliver(bot, delivery(), "Тревога") == outcome
    assert telegram.of(7) == []
    assert telegram.requests == [7]


async def test_an_accepted_message_has_its_number(bot: Bot, telegram: FakeTelegram) -> None:
    """The number of the message is kept, for replies to it."""
    outcome = await deliver(bot, delivery(), "<b>Тревога</b>")

    [shown] = telegram.of(7)
    assert outcome == Delivered(shown.message_id)
    assert shown.text == "Тревога"
    assert not shown.silent


async def test_an_answer_to_an_alarm_replies_to_it(bot: Bot, telegram: FakeTelegram) -> None:
    """The all-clear hangs on the alarm it ends; a drill makes no sound."""
    await deliver(bot, delivery(notice(Reason.DRILL), reply_to=41), "Отбой")

    [shown] = telegram.of(7)
    assert shown.reply_to == 41
    assert shown.silent


async def test_an_edit_changes_the_alarm(bot: Bot, telegram: FakeTelegram) -> None:
    """A refresh is no new message; one that says so already is as it should be."""
    alarm = await deliver(bot, delivery(), "Тревога")
    [shown] = telegram.of(7)
    change = delivery(notice(Reason.REFRESHED), reply_to=shown.message_id, action=Action.EDIT)
    assert await deliver(bot, change, "Тревога сохраняется") == alarm
    assert await deliver(bot, change, "Тревога сохраняется") == alarm
    assert [message.text for message in telegram.of(7)] == ["Тревога сохраняется"]


async def test_markup_that_is_refused_goes_as_plain_text(bot: Bot, telegram: FakeTelegram) -> None:
    """An alarm is never lost to a fault in its markup."""
    outcome = await deliver(bot, delivery(), "<b>Тревога & <i>&lt;всем&gt;</b>")

    [shown] = telegram.of(7)
    assert outcome == Delivered(shown.message_id)
    assert shown.text == "Тревога & <всем>"
    assert shown.parse_mode is None


async def test_plain_text_that_fails_too_has_its_outcome(bot: Bot, telegram: FakeTelegram) -> None:
    """The second try is answered like any other."""
    telegram.refuse(
        7,
        error(TelegramBadRequest, "Bad Request: can't parse entities: oh"),
        error(TelegramForbiddenError, "Forbidden: bot was blocked by the user"),
    )
    outcome = await deliver(bot, delivery(), "Тревога")
    assert outcome == Unreachable("Forbidden: bot was blocked by the user")


async def test_a_failing_server_is_asked_ever_more_rarely(bot: Bot, telegram: FakeTelegram) -> None:
    """Waits double up to a minute."""
    for attempts, seconds in ((0, 0.25), (3, 2), (9, 60)):
        telegram.refuse(7, error(TelegramServerError, "oh"))
        outcome = await deliver(bot, delivery(attempts=attempts), "Тревога")
        assert outcome == Deferred(timedelta(seconds=seconds), "oh")


@pytest.mark.parametrize("kind", [TelegramUnauthorizedError, TelegramNotFound])
async def test_a_revoked_token_is_an_error(
    bot: Bot, telegram: FakeTelegram, kind: Callable[..., TelegramAPIError]
) -> None:
    """A bot that may not speak must not lose its outbox."""
    telegram.refuse(7, lambda method: kind(method, "Unauthorized"))
    with pytest.raises(BotUnusableError, match="token") as raised:
        await deliver(bot, delivery(), "Тревога")
    assert bot.token not in str(raised.value)
