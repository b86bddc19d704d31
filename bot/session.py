"""The bot's line to Telegram, on which a proxy that fails is a network that fails.

aiogram translates aiohttp's errors and lets the proxy's own errors through; left so, a proxy that
goes down would end the program. A page of a server in between is that server's failure. What goes
to thousands of chats is posted as it is: making and reading aiogram's objects for each would take
most of a processor at a thousand messages a second.
"""

from __future__ import annotations

from asyncio import IncompleteReadError
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiohttp import ClientConnectorError, ClientError, ClientTimeout
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from yarl import URL

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

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class TelegramSession(AiohttpSession):
    """aiogram's session, for which a failing proxy is a ``TelegramNetworkError``."""

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

    async def post(
        self, bot: Bot, method: TelegramMethod[Any], form: bytes, seconds: float
    ) -> dict[str, Any]:
        """Call a method with a form that is ready; return the result as it came.

        Whatever goes wrong raises what aiogram raises for ``method``.
        """
        session = await self.create_session()
        url = _url(self.api, bot.token, method.__api_method__)
        try:
            async with session.post(url, data=form, headers=FORM, timeout=_time(seconds)) as answer:
                content = await answer.read()
        except TimeoutError as failure:
            raise TelegramNetworkError(method, "Request timeout error") from failure
        except ClientError as failure:
            message = type(failure).__name__
            raise TelegramNetworkError(method, message) from failure
        except PROXY_FAILURES as failure:
            message = f"the proxy does not work: {type(failure).__name__}"
            raise TelegramNetworkError(method, message) from failure
        if answer.status == HTTPStatus.OK and (result := self._result(content)) is not None:
            return result
        self.check_response(bot, method, answer.status, content.decode(errors="replace"))
        raise ClientDecodeError("Failed to read the answer", ValueError("no result"), None)

    def _result(self, content: bytes) -> dict[str, Any] | None:
        """Return the result of an answer that says yes."""
        try:
            answer = self.json_loads(content)
        except ValueError:
            return None
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            return None
        result = answer.get("result")
        return result if isinstance(result, dict) else None

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


@lru_cache(maxsize=8)
def _time(seconds: float) -> ClientTimeout:
    return ClientTimeout(total=seconds)


def never_left(error: TelegramNetworkError) -> bool:
    """Tell whether a request certainly did not reach Telegram: there was no connection."""
    return isinstance(error.__cause__, (ClientConnectorError, *PROXY_FAILURES))
