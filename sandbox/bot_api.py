"""The Bot API over HTTP: who calls, what trouble is due, which method answers."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from aiohttp import web

from sandbox import bot_api_messages, bot_api_profile
from sandbox.bot_api_arguments import Arguments, read_arguments
from sandbox.bot_api_call import Call
from sandbox.errors import NOT_FOUND, UNAUTHORIZED, ApiError, bad_request
from sandbox.faults import POLLING, Fault, Faults, Trouble

if TYPE_CHECKING:
    from sandbox.accounts import BotAccount
    from sandbox.telegram import Telegram

TOKEN_SHAPE: Final = re.compile(r"[0-9]{1,19}:[A-Za-z0-9_-]{3,}")
METHODS: Final = bot_api_messages.METHODS | bot_api_profile.METHODS
PACED: Final = ("send", "edit")
ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
HTML_ANSWER: Final = "<html><head><title>502 Bad Gateway</title></head><body></body></html>"


class BotApi:
    """Answers a bot as the official server does."""

    def __init__(self, telegram: Telegram, faults: Faults) -> None:
        """Speak for a world, with the troubles that were asked for."""
        self._telegram = telegram
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]*}/{method}", self.answer),
            web.get("/file/bot{token:[^/]*}/files/{file}", self.download),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, after the way there and before the way back."""
        if not self._faults.latency:
            return await self._answer(request)
        await asyncio.sleep(self._faults.latency)
        answer = await self._answer(request)
        await asyncio.sleep(self._faults.latency)
        return answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            bot = self._account(request.match_info["token"])
            arguments = await read_arguments(request)
            fault = self._faults.next(method, chat_number(arguments))
            if fault is None:
                return _accepted(await self._result(bot, method, arguments))
            return await self._troubled(request, fault, bot, method, arguments)
        except ApiError as refusal:
            self._telegram.refusals[refusal.code] += 1
            return _answer(refusal.code, refusal.answer())

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file back."""
        try:
            bot = self._account(request.match_info["token"])
        except ApiError as refusal:
            return _answer(refusal.code, refusal.answer())
        stored = bot.files.get(request.match_info["file"])
        if stored is None:
            return _answer(404, ApiError(*NOT_FOUND).answer())
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _account(self, token: str) -> BotAccount:
        if TOKEN_SHAPE.fullmatch(token) is None:
            raise ApiError(*NOT_FOUND)
        if self._telegram.tokens is not None and token not in self._telegram.tokens:
            raise ApiError(*UNAUTHORIZED)
        return self._telegram.bot(token)

    async def _result(self, bot: BotAccount, method: str, arguments: Arguments) -> object:
        name = method.lower()
        if name == POLLING.lower():
            return await self._updates(bot, arguments)
        act = METHODS.get(name)
        if act is None:
            raise ApiError(*NOT_FOUND)
        chat = chat_number(arguments)
        paced = chat is not None and name.startswith(PACED)
        if paced and arguments.text("allow_paid_broadcast").lower() == "true":
            bot.pay()
        elif paced and chat is not None and self._telegram.limits is not None:
            self._telegram.limits.admit(chat, self._telegram.monotonic())
        return act(Call(self._telegram, bot, method, arguments))

    async def _updates(self, bot: BotAccount, arguments: Arguments) -> object:
        allowed = arguments.parsed("allowed_updates")
        if allowed is not None and not isinstance(allowed, list):
            raise bad_request("can't parse allowed updates: expected an Array of String")
        self._telegram.came_to_poll(bot)
        return await bot.updates.take(
            offset=arguments.number("offset"),
            limit=arguments.number("limit", 100),
            wait=arguments.number("timeout"),
            allowed=allowed,
        )

    async def _troubled(
        self,
        request: web.Request,
        fault: Fault,
        bot: BotAccount,
        method: str,
        arguments: Arguments,
    ) -> web.StreamResponse:
        """Let a trouble happen to a call."""
        if refusal := fault.refusal():
            raise refusal
        match fault.trouble:
            case Trouble.BAD_GATEWAY:
                return web.Response(status=502, text=HTML_ANSWER, content_type="text/html")
            case Trouble.DELAY:
                await asyncio.sleep(fault.seconds)
                return _accepted(await self._result(bot, method, arguments))
            case Trouble.LOST_ANSWER:
                with suppress(ApiError):  # a refusal is lost with the rest
                    await self._result(bot, method, arguments)
                return _broken(request)
            case _:
                return _broken(request)


def chat_number(arguments: Arguments) -> int | None:
    """Return the numbered chat a call is about, None if it is about none."""
    value = arguments.text("chat_id").strip()
    return int(value) if value.removeprefix("-").isdecimal() else None


def _accepted(result: object) -> web.Response:
    return _answer(200, {"ok": True, "result": result})


def _answer(status: int, body: object) -> web.Response:
    text = ENCODER.encode(body)
    return web.Response(status=status, text=text, content_type="application/json")


def _broken(request: web.Request) -> web.Response:
    """Break the connection; what is returned has nowhere to go."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
