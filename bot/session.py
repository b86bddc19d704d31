"""The bot's line to Telegram, on which a proxy that fails is a network that fails.

aiogram translates aiohttp's errors and lets the proxy's own errors through; left so, a proxy that
goes down would end the program. A page of a server in between is that server's failure. What goes
to thousands of chats is posted as it is: making and reading aiogram's objects for each would take
most of a processor at a thousand messages a second.
"""

from __future__ import annotations

import re
from asyncio import IncompleteReadError
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiohttp import ClientConnectorError, ClientError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from yarl import URL

from bot.wire import Wire

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.methods import Response, TelegramMethod
    from aiogram.methods.base import TelegramType

PROXY_FAILURES: Final = (
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    IncompleteReadError,  # the proxy hung up in the middle of its greeting
)

_MESSAGE: Final = re.compile(
    rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d+)\s*[,}]'
)


class TelegramSession(AiohttpSession):
    """aiogram's session, for which a failing proxy is a ``TelegramNetworkError``."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - those of aiogram's session
        """Make a session that has not connected yet."""
        super().__init__(**settings)
        self._wires: dict[URL, Wire] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """Make a request; the error names no address, for a proxy's may hold a password."""
        try:
            return await super().make_request(bot, method, timeout)
        except PROXY_FAILURES as failure:
            message = f"the proxy does not work: {type(failure).__name__}"
            raise TelegramNetworkError(method, message) from failure

    async def post(self, bot: Bot, method: TelegramMethod[Any], form: bytes, seconds: float) -> int:
        """Call a method with a form that is ready; return the number of the message it made.

        Whatever goes wrong raises what aiogram raises for ``method``.
        """
        wire = await self._wire(_url(self.api, bot.token, method.__api_method__))
        try:
            status, content = await wire.post(form, seconds)
        except TimeoutError as failure:
            raise TelegramNetworkError(method, "Request timeout error") from failure
        except ClientError as failure:
            message = type(failure).__name__
            raise TelegramNetworkError(method, message) from failure
        except PROXY_FAILURES as failure:
            message = f"the proxy does not work: {type(failure).__name__}"
            raise TelegramNetworkError(method, message) from failure
        if status == HTTPStatus.OK and (number := self._number(content)) is not None:
            return number
        self.check_response(bot, method, status, content.decode(errors="replace"))
        raise ClientDecodeError("Failed to read the answer", ValueError("no message"), None)

    async def _wire(self, url: URL) -> Wire:
        """Return the wire to an address, a new one after the session was made anew."""
        session = await self.create_session()
        wire = self._wires.get(url)
        if wire is None or wire.session is not session:
            wire = self._wires[url] = Wire(session, url)
        return wire

    def _number(self, content: bytes) -> int | None:
        """Return the number of the message in an answer that says yes."""
        if begins := _MESSAGE.match(content):  # as Telegram writes it: the rest is of no interest
            return int(begins[1])
        try:
            answer = self.json_loads(content)
        except ValueError:
            return None
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            return None
        result = answer.get("result")
        number = result.get("message_id") if isinstance(result, dict) else None
        return number if isinstance(number, int) else None

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Read an answer; a page that says the server failed is no answer that got lost."""
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            failed = status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
            if failed and status_code != HTTPStatus.GATEWAY_TIMEOUT:
                reason = f"the server failed with {status_code}"
                raise TelegramServerError(method, reason) from None
            raise


@lru_cache(maxsize=64)
def _url(api: TelegramAPIServer, token: str, call: str) -> URL:
    return URL(api.api_url(token=token, method=call))


def never_left(error: TelegramNetworkError) -> bool:
    """Tell whether a request certainly did not reach Telegram: there was no connection."""
    return isinstance(error.__cause__, (ClientConnectorError, *PROXY_FAILURES))
