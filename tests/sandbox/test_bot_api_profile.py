from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from sandbox.server import open_sandbox
from tests.sandbox.people import ANNA

if TYPE_CHECKING:
    from aiogram import Bot

    from sandbox.server import Sandbox


async def test_the_bot_knows_itself(sandbox: Sandbox, bot: Bot) -> None:
    """GetMe names the account of the token."""
    me = await bot.get_me()
    assert me.is_bot
    assert me.id == int(sandbox.token.split(":")[0])
    assert me.username is not None
    assert me.username.endswith("bot")


async def test_commands_are_kept_by_scope_and_language(sandbox: Sandbox, bot: Bot) -> None:
    """Each scope and language has its own commands, and a person sees the narrowest."""
    everyone = [BotCommand(command="now", description="What is in force")]
    russian = [BotCommand(command="now", description="Что происходит")]
    hers = [BotCommand(command="status", description="Источники")]
    await bot.set_my_commands(everyone)
    await bot.set_my_commands(russian, scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    [kept] = await bot.get_my_commands()
    assert kept.description == "What is in force"
    assert await bot.get_my_commands(language_code="ru") == []
    account = sandbox.telegram.any_bot()
    assert [row["description"] for row in account.menu(ANNA, "ru")] == ["Что происходит"]
    assert [row["description"] for row in account.menu(ANNA, "en")] == ["What is in force"]

    await bot.set_my_commands(hers, scope=BotCommandScopeChat(chat_id=ANNA))
    assert [row["command"] for row in account.menu(ANNA, "ru")] == ["status"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=ANNA))
    assert [row["command"] for row in account.menu(ANNA, "ru")] == ["now"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (BotCommand(command="Сейчас", description="x"), "BOT_COMMAND_INVALID"),
        (BotCommand(command="now", description=" "), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_wrong_command_is_refused(bot: Bot, command: BotCommand, why: str) -> None:
    """A command is Latin letters and has a description."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.set_my_commands([command])


async def test_texts_of_the_profile_fall_back_to_the_common_ones(bot: Bot) -> None:
    """A language without a text of its own shows the common one."""
    await bot.set_my_description("An aid")
    await bot.set_my_description("Помощник", language_code="ru")
    await bot.set_my_short_description("Relay")
    await bot.set_my_name("Tocsin")
    assert (await bot.get_my_description(language_code="ru")).description == "Помощник"
    assert (await bot.get_my_description(language_code="de")).description == "An aid"
    assert (await bot.get_my_short_description()).short_description == "Relay"
    assert (await bot.get_my_name()).name == "Tocsin"
    with pytest.raises(TelegramBadRequest, match="SHORT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_short_description("x" * 121)


async def test_there_is_no_webhook(sandbox: Sandbox, bot: Bot) -> None:
    """The sandbox is polled; waiting updates are counted and can be dropped."""
    sandbox.telegram.send(ANNA, "/start")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_channel_is_found_by_its_name(bot: Bot) -> None:
    """GetChat knows public channels in any case of letters."""
    chat = await bot.get_chat("@Sandbox_Governor_BEL")
    assert (chat.type, chat.username) == ("channel", "sandbox_governor_bel")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat("@no_such_channel")


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot1:SANDBOX-token/noSuchMethod", 404, "Not Found"),
        ("/bot1:SANDBOX-token/sendMessage", 400, "Bad Request: chat_id is empty"),
        ("/bot1:SANDBOX-token/sendMessage?chat_id=x", 400, "Bad Request: chat not found"),
    ],
)
async def test_a_wrong_call_is_refused_in_the_official_shape(
    http: aiohttp.ClientSession, path: str, status: int, description: str
) -> None:
    """A refusal is JSON with ok, error_code and description, whatever was asked."""
    async with http.get(path) as response:
        assert response.status == status
        assert await response.json() == {
            "ok": False,
            "error_code": status,
            "description": description,
        }


async def test_a_restricted_sandbox_knows_its_tokens() -> None:
    """With a list of tokens every other one is unauthorized."""
    async with (
        open_sandbox(port=0, autoplay=False, demo=False, tokens=["1:GOOD-token"]) as sandbox,
        aiohttp.ClientSession(sandbox.url) as http,
    ):
        async with http.get("/bot1:GOOD-token/getMe") as response:
            assert response.status == 200
        async with http.get("/bot1:OTHER-token/getMe") as response:
            assert response.status == 401
            assert (await response.json())["description"] == "Unauthorized"


async def test_json_form_and_address_are_one(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """Arguments may come as JSON, as a form, as multipart or in the address."""
    path = f"/bot{sandbox.token}/sendMessage"
    multipart = aiohttp.FormData(default_to_multipart=True)
    multipart.add_field("chat_id", str(ANNA))
    multipart.add_field("text", "4")
    arguments = {"chat_id": ANNA, "text": "1", "reply_markup": {"remove_keyboard": True}}
    for response in (
        await http.post(path, json=arguments),
        await http.post(path, data={"chat_id": str(ANNA), "text": "2"}),
        await http.get(path, params={"chat_id": str(ANNA), "text": "3"}),
        await http.post(path, data=multipart),
    ):
        assert response.status == 200, await response.text()
        response.release()
    assert [row.text for row in sandbox.telegram.accepted] == ["1", "2", "3", "4"]
