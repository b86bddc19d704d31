"""The bot's line to Telegram, on which a proxy that fails is a network that fails.

aiogram translates aiohttp's errors and lets the proxy's own errors through; left so, a proxy that
goes down would end the program.
"""

from __future__ import annotations

from asyncio import IncompleteReadError
from typing import TYPE_CHECKING, Final

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiohttp import ClientConnectorError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod
    from aiogram.methods.base import TelegramType

PROXY_FAILURES: Final = (
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    IncompleteReadError,  # the proxy hung up in the middle of its greeting
)


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


def never_left(error: TelegramNetworkError) -> bool:
    """Tell whether a request certainly did not reach Telegram: there was no connection."""
    return isinstance(error.__cause__, (ClientConnectorError, *PROXY_FAILURES))
