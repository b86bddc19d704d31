from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError

from alerts.deliveries import Deferred, Delivered, Unanswered
from alerts.notices import Reason
from bot.delivery import deliver
from bot.session import TelegramSession
from tests.bot.test_delivery import delivery
from tests.bot.test_render import notice
from tests.fakes.telegram import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DIGEST = notice(Reason.DIGEST, body="Сводка")
NOWHERE = "127.0.0.1:1"


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """Open a server that reads once, answers with these bytes and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"


@asynccontextmanager
async def bot_through(*, proxy: str | None = None, server: str = NOWHERE) -> AsyncIterator[Bot]:
    """Open a bot with this way to Telegram."""
    api = TelegramAPIServer.from_base(f"http://{server}")
    async with Bot(TOKEN, session=TelegramSession(api=api, proxy=proxy)) as bot:
        yield bot


@pytest.mark.parametrize("scheme", ["socks5", "http"])
@pytest.mark.parametrize("answer", [b"", b"\x05\xff", b"HTTP/1.1 403 No\r\n\r\n"])
async def test_a_failing_proxy_is_a_failing_network(scheme: str, answer: bytes) -> None:
    """A proxy that refuses or hangs up ends no program, and its address is not told."""
    async with (
        answering(answer) as address,
        bot_through(proxy=f"{scheme}://user:secret@{address}") as bot,
    ):
        with pytest.raises(TelegramNetworkError, match="the proxy does not work") as raised:
            await bot.me()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("proxy", [None, f"socks5://{NOWHERE}"], ids=["direct", "proxy"])
async def test_what_never_left_is_only_late(proxy: str | None) -> None:
    """Without a connection nothing was sent, so that even a digest is tried again."""
    async with bot_through(proxy=proxy) as bot:
        outcome = await deliver(bot, delivery(DIGEST), "Сводка")
    assert isinstance(outcome, Deferred)
    assert outcome.after == timedelta(seconds=0.25)


async def test_what_left_and_got_no_answer_is_unanswered() -> None:
    """A connection that breaks after the request may have carried the message."""
    async with answering(b"") as address, bot_through(server=address) as bot:
        assert isinstance(await deliver(bot, delivery(DIGEST), "Сводка"), Unanswered)


async def test_many_messages_go_over_one_connection_however_the_answer_is_written() -> None:
    """Fields in another order, in pieces, after a word that it goes on: all is an answer."""
    body = b'{"result": {"chat": {}, "message_id": 5}, "ok": true}'
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    answer = b"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    requests: list[bytes] = []
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        with suppress(asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                requests.append(head + await reader.readexactly(length))
                writer.write(answer + pieces)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        async with bot_through(server=f"{host}:{port}") as bot:
            outcomes = [await deliver(bot, delivery(), "<b>1</b>") for _ in range(3)]

    assert outcomes == [Delivered(5)] * 3
    assert connections == 1
    assert all(request.endswith(b"&chat_id=7") for request in requests)
