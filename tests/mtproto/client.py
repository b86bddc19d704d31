"""Real Telethon clients for tests, pointed at the test server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import telethon.crypto.rsa
from telethon import TelegramClient
from telethon.sessions import MemorySession

from tests.mtproto.world import CODE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.mtproto.server import MtprotoServer


def telethon_client(
    server: MtprotoServer, session: object = None, **settings: object
) -> TelegramClient:
    """Return a client that will talk to the server; ``settings`` are Telethon's own."""
    telethon.crypto.rsa.add_key(server.public_key, old=False)
    client = TelegramClient(session or MemorySession(), 1, "hash", **settings)
    client.session.set_dc(2, server.host, server.port)
    return client


async def log_in(client: TelegramClient, server: MtprotoServer, account: str = "main") -> None:
    """Log a connected client in over the wire: phone, code, and password if there is one."""
    owner = server.account(account)
    await client.send_code_request(owner.phone)
    try:
        await client.sign_in(owner.phone, CODE)
    except telethon.errors.SessionPasswordNeededError:
        await client.sign_in(password=owner.password)


@asynccontextmanager
async def logged_in(
    server: MtprotoServer, account: str = "main", **settings: object
) -> AsyncIterator[TelegramClient]:
    """Connect a client, log it in, and disconnect it at the end."""
    client = telethon_client(server, **settings)
    try:
        await client.connect()
        await log_in(client, server, account)
        yield client
    finally:
        await client.disconnect()
