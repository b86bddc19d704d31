from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.faults import Faults, Trouble
from tests.sandbox.people import ANNA, GROUP

if TYPE_CHECKING:
    import aiohttp
    from aiogram import Bot

    from sandbox.server import Sandbox


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ("blocked", TelegramForbiddenError, "Forbidden: bot was blocked by the user"),
        ("deactivated", TelegramForbiddenError, "Forbidden: user is deactivated"),
        (
            "no_conversation",
            TelegramForbiddenError,
            "Forbidden: bot can't initiate conversation with a user",
        ),
        ("chat_not_found", TelegramBadRequest, "Bad Request: chat not found"),
        ("server_error", TelegramServerError, "Internal Server Error"),
        ("bad_gateway", ClientDecodeError, "Failed to decode"),
        ("reset", TelegramNetworkError, "ServerDisconnectedError"),
    ],
)
async def test_each_trouble_is_what_aiogram_makes_of_the_real_one(
    sandbox: Sandbox, bot: Bot, trouble: str, error: type[Exception], words: str
) -> None:
    """A trouble meets one request, nothing is accepted, and the next request passes."""
    sandbox.faults.add(trouble)
    with pytest.raises(error, match=words):
        await bot.send_message(ANNA, "x")
    assert sandbox.telegram.accepted == []
    await bot.send_message(ANNA, "x")
    assert len(sandbox.telegram.accepted) == 1


async def test_a_lost_answer_leaves_the_message_accepted(sandbox: Sandbox, bot: Bot) -> None:
    """The bot learns nothing, and yet the resident has the message."""
    sandbox.faults.add(Trouble.LOST_ANSWER)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "опасность")
    assert [row.text for row in sandbox.telegram.accepted] == ["опасность"]
    [message] = sandbox.telegram.any_bot().chats[ANNA].messages.values()
    assert message.text == "опасность"


async def test_a_flood_says_when_to_come_back(sandbox: Sandbox, bot: Bot) -> None:
    """A 429 carries retry_after, for as many requests as were asked for."""
    sandbox.faults.add("flood", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as error:
            await bot.send_message(ANNA, "x")
        assert error.value.retry_after == 7
    await bot.send_message(ANNA, "x")


async def test_a_group_that_has_moved_says_where(sandbox: Sandbox, bot: Bot) -> None:
    """A migrated group names its new number."""
    sandbox.faults.add("migrate", chat=-77, migrate_to=GROUP)
    with pytest.raises(TelegramMigrateToChat) as error:
        await bot.send_message(-77, "x")
    assert error.value.migrate_to_chat_id == GROUP


async def test_trouble_of_one_chat_spares_the_others(sandbox: Sandbox, bot: Bot) -> None:
    """A trouble asked for one chat waits for that chat."""
    sandbox.telegram.send(5, "/start")
    sandbox.faults.add("blocked", chat=5, times=None)
    await bot.send_message(ANNA, "x")
    for _ in range(2):
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(5, "x")


async def test_a_delay_only_delays(sandbox: Sandbox, bot: Bot) -> None:
    """A delayed request is accepted after all."""
    sandbox.faults.add("delay", seconds=0.01)
    await bot.send_message(ANNA, "x")
    assert len(sandbox.telegram.accepted) == 1


async def test_an_outage_breaks_polling_too_until_it_ends(sandbox: Sandbox, bot: Bot) -> None:
    """While it lasts every connection breaks; afterwards all is well."""
    sandbox.faults.add("outage", seconds=3600)
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "x")
    sandbox.faults.clear()
    assert await bot.get_updates() == []


def test_an_outage_ends_by_itself() -> None:
    """An outage lasts the seconds that were asked for."""
    moment = 100.0
    faults = Faults(monotonic=lambda: moment)
    faults.add("outage", seconds=5)
    assert faults.next("getUpdates", None) is not None
    moment = 105.0
    assert faults.next("getUpdates", None) is None
    assert faults.waiting == []


def test_polling_is_troubled_only_when_asked() -> None:
    """Troubles are meant for messages unless they name polling."""
    faults = Faults()
    faults.add("server_error")
    assert faults.next("getUpdates", None) is None
    faults.clear()
    faults.add("server_error", method="getUpdates")
    assert faults.next("sendMessage", ANNA) is None
    assert faults.next("getUpdates", None) is not None


def test_chance_is_repeatable() -> None:
    """The same seed troubles the same requests, about as many as were asked for."""

    def troubled(seed: int) -> list[bool]:
        faults = Faults(seed=seed)
        faults.add("reset", probability=0.3, times=None)
        return [faults.next("sendMessage", ANNA) is not None for _ in range(1000)]

    assert troubled(1) == troubled(1)
    assert troubled(1) != troubled(2)
    assert 240 < sum(troubled(1)) < 360


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"trouble": "flood", "retry_after": 3, "chat": ANNA}, 200),
        ({"trouble": "no such trouble"}, 400),
        ({"trouble": "flood", "colour": "red"}, 400),
    ],
)
async def test_another_process_asks_over_http(
    sandbox: Sandbox,
    http: aiohttp.ClientSession,
    body: dict[str, Any],
    status: int,
) -> None:
    """POST /sandbox/faults speaks the same words as the object, and clears on request."""
    async with http.post("/sandbox/faults", json=body) as response:
        assert response.status == status
    assert len(sandbox.faults.waiting) == (status == 200)
    async with http.post("/sandbox/faults", json={"clear": True}) as response:
        assert await response.json() == {"waiting": 0}


async def test_the_way_to_the_server_takes_its_time(sandbox: Sandbox, bot: Bot) -> None:
    """A call that is on its way can meet a trouble that began after it was made."""
    sandbox.faults.latency = 0.05
    sent = asyncio.create_task(bot.send_message(ANNA, "x"))
    await asyncio.sleep(0.01)
    sandbox.faults.add("blocked", chat=ANNA)
    with pytest.raises(TelegramForbiddenError):
        await sent
    assert sandbox.faults.met == [(Trouble.BLOCKED, ANNA)]
