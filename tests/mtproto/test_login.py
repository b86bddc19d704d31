from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
from telethon import connection, errors

from tests.mtproto.client import logged_in, telethon_client
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from tests.mtproto.server import MtprotoServer

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - made up


async def test_a_password_is_asked_for_and_checked(server: MtprotoServer) -> None:
    """Two-step login lets in who knows the password, and nobody else."""
    server.account("careful", password="right")  # noqa: S106 - made up
    async with logged_in(server, "careful") as client:
        assert (await client.get_me()).first_name == "careful"
    client = telethon_client(server)
    try:
        await client.connect()
        await client.send_code_request(server.account("careful").phone)
        with pytest.raises(errors.PhoneCodeInvalidError):
            await client.sign_in(server.account("careful").phone, "00000")
        with pytest.raises(errors.SessionPasswordNeededError):
            await client.sign_in(server.account("careful").phone, "12345")
        with pytest.raises(errors.PasswordHashInvalidError):
            await client.sign_in(password="wrong")  # noqa: S106 - made up
        assert await client.get_me() is None
    finally:
        await client.disconnect()


async def test_a_scanned_code_logs_in(server: MtprotoServer) -> None:
    """A session that shows a QR code is logged in when it is scanned, and can log out."""
    client = telethon_client(server)
    try:
        await client.connect()
        shown = await client.qr_login()
        token = base64.urlsafe_b64decode(shown.url.partition("token=")[2] + "==")
        waiting = asyncio.create_task(shown.wait(10))
        await asyncio.sleep(0)
        server.world.scan(token, server.account())
        assert (await waiting).first_name == "main"
        await client.log_out()
    finally:
        await client.disconnect()
    assert [each.account for each in server.world.keys.values()] == [None]


@pytest.mark.parametrize(
    "kind",
    [
        connection.ConnectionTcpAbridged,
        connection.ConnectionTcpIntermediate,
        connection.ConnectionTcpObfuscated,
    ],
)
async def test_every_transport_is_understood(
    server: MtprotoServer, kind: type[connection.Connection]
) -> None:
    """Clients may write packets in any of Telegram's ways, long ones too."""
    server.world.channel("gladkov").publish("длинный пост " * 300)
    async with logged_in(server, connection=kind) as client:
        (post,) = await client.get_messages("gladkov")
        assert len(post.message) == 3900


async def test_it_is_an_mtproto_proxy() -> None:
    """With a secret, clients may come through the port as through an MTProto proxy."""
    kind = connection.ConnectionTcpMTProxyRandomizedIntermediate
    async with open_mtproto(accept_all=True, proxy_secret=bytes.fromhex(SECRET)) as server:
        client = telethon_client(server, connection=kind, proxy=(server.host, server.port, SECRET))
        try:
            await client.connect()
            assert (await client.get_me()).first_name == "main"
        finally:
            await client.disconnect()
