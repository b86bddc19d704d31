"""Who the tests write to, and the bot they write with."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sandbox.server import Sandbox

ANNA: Final = 700000002
GROUP: Final = -1001234567890


class QuickSession(AiohttpSession):
    """aiogram's own session, without its quarter of a second for TLS when it is closed."""

    async def close(self) -> None:
        """Close at once: there is no TLS on this computer."""
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def open_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Open a bot of the sandbox's own token."""
    session = QuickSession(api=TelegramAPIServer.from_base(sandbox.url))
    try:
        yield Bot(sandbox.token, session=session)
    finally:
        await session.close()
