"""Telethon's client as we use it: told everything at once, reconnected by us, never asleep."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telethon import TelegramClient
from telethon._updates import SessionState
from telethon.crypto import rsa
from telethon.network import (
    ConnectionTcpFull,
    ConnectionTcpMTProxyIntermediate,
    ConnectionTcpMTProxyRandomizedIntermediate,
)

from listeners.telegram_settings import Proxy, read_proxy, read_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telethon.sessions import MemorySession

    from listeners.telegram_settings import TelegramSettings

_DC = 2
"""The data centre another server stands for."""
_SOME_STATE = SessionState(0, 0, False, 1, 0, 0, 0, None)  # noqa: FBT003 - Telethon's own order
"""A state for Telethon to believe in; nothing is ever asked by it."""


class ConnectionLostError(Exception):
    """The connection to Telegram ended while it was needed."""


class PushClient(TelegramClient):  # type: ignore[misc]  # Telethon ships no types
    """A client that hands over what Telegram pushes, as it comes.

    Telethon's own loop holds posts back for half a second when one before them is lost, throws
    away what comes while it asks for the difference, delivers none of more than a hundred missed,
    and sleeps through a flood wait. We keep our own account of what is missing, so all of that is
    only in the way, and so are the three requests for a state by which Telethon begins: a server
    that refused one of them could not be connected to.
    """

    def __init__(self, *args: object, **settings: object) -> None:
        """Take Telethon's own arguments."""
        super().__init__(*args, **settings)
        self._message_box.load(_SOME_STATE, [])

    async def _on_login(self, user: object) -> object:
        """Take note of a login without asking for anything."""
        self._authorized = True
        return user

    async def _update_loop(self) -> None:
        """Leave the pushed updates in their queue."""

    async def pushed(self) -> Any:  # noqa: ANN401 - Telethon ships no types
        """Wait for the next container of updates."""
        return await self._updates_queue.get()


def make_client(settings: TelegramSettings, session: MemorySession) -> PushClient:
    """Make a client that is not connected yet; ValueError if the settings cannot be."""
    if settings.server is not None:
        session.set_dc(_DC, *read_server(settings.server))
    if settings.public_key is not None:
        rsa.add_key(settings.public_key.read_text(encoding="ascii"), old=False)
    return PushClient(
        session,
        settings.api_id,
        settings.api_hash,
        timeout=settings.request_timeout_seconds,
        # one attempt, and none by Telethon itself: a peer that accepts and resets would be
        # called a thousand times a second
        connection_retries=0,
        auto_reconnect=False,
        retry_delay=0,
        request_retries=0,
        raise_last_call_error=True,
        flood_sleep_threshold=0,
        device_model="Tocsin",
        **_way(read_proxy(settings.proxy) if settings.proxy else None),
    )


@asynccontextmanager
async def connected(
    settings: TelegramSettings, session: MemorySession
) -> AsyncIterator[PushClient]:
    """Connect, and disconnect at the end whatever happens."""
    client = make_client(settings, session)
    try:
        async with asyncio.timeout(settings.request_timeout_seconds):
            await _connect(client)
        yield client
    finally:
        # shielded by Telethon; a peer that does not answer must not hold us
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.request_timeout_seconds):
                await client.disconnect()
        ended = client.disconnected
        if ended.done() and not ended.cancelled():
            ended.exception()  # it has been told, or there was none; asyncio must not repeat it


async def _connect(client: PushClient) -> None:
    """Connect; ConnectionLostError if the peer hangs up in the middle of it."""
    try:
        await client.connect()
    except asyncio.CancelledError:
        # Telethon cancels whoever waits for an answer when the connection ends
        if _is_cancelled():
            raise
        raise ConnectionLostError("the connection was lost at once") from None


async def answer(client: PushClient, request: object) -> Any:  # noqa: ANN401 - Telethon ships no types
    """Send a request and wait for its answer; ConnectionLostError if the connection ends first."""
    try:
        return await client(request)
    except asyncio.CancelledError:
        if _is_cancelled():
            raise
        raise ConnectionLostError("the connection was lost") from None


def _is_cancelled() -> bool:
    """Tell whether somebody cancelled the running task, as Telethon does not."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0


def _way(proxy: Proxy | None) -> dict[str, object]:
    """Return what tells Telethon of the way."""
    if proxy is None:
        return {"connection": ConnectionTcpFull}
    if proxy.secret is not None:
        padded = proxy.secret[:2] in {"dd", "ee"}
        kind = (
            ConnectionTcpMTProxyRandomizedIntermediate
            if padded
            else ConnectionTcpMTProxyIntermediate
        )
        return {"connection": kind, "proxy": (proxy.host, proxy.port, proxy.secret)}
    way = {
        "proxy_type": proxy.scheme,
        "addr": proxy.host,
        "port": proxy.port,
        "username": proxy.username,
        "password": proxy.password,
        "rdns": proxy.scheme != "socks4",
    }
    return {"connection": ConnectionTcpFull, "proxy": way}
