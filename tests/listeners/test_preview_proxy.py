from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from alerts.posts import SourcePost
from listeners.preview import PreviewListener
from listeners.protocol import Heard, SourceStatus
from tests.fakes.memory import KnownIds
from tests.fakes.socks import open_proxy

if TYPE_CHECKING:
    from tests.fakes.clock import InstantClock
    from tests.fakes.preview_pages import FakeSite


async def first_look(base_url: str, proxy: str, clock: InstantClock) -> list[Heard]:
    """Return what the first look at a channel brings."""
    listener = PreviewListener(
        ["oper"], memory=KnownIds(), clock=clock, base_url=base_url, proxy=proxy
    )
    items: list[Heard] = []
    async with aclosing(listener.heard()) as heard:
        async for item in heard:
            items.append(item)
            if isinstance(item, SourceStatus):
                break
    return items


async def test_pages_are_read_through_a_socks_proxy(site: FakeSite, clock: InstantClock) -> None:
    """Where Telegram is blocked, the proxy is asked for the site by its name."""
    site.channel("oper").post("Тревога")
    async with open_proxy(urlsplit(site.base_url).port or 0) as proxy:
        for scheme in ("socks5", "socks5h"):
            address = f"{scheme}://anna:secret@127.0.0.1:{proxy.port}"
            items = await first_look("http://preview.invalid", address, clock)

            assert [item.text for item in items if isinstance(item, SourcePost)] == ["Тревога"]

    assert proxy.asked_for == ["preview.invalid"] * 2


async def test_a_wrong_password_is_trouble_and_stays_secret(
    site: FakeSite, clock: InstantClock
) -> None:
    """A proxy that refuses is told of without the words that would open it."""
    async with open_proxy(urlsplit(site.base_url).port or 0) as proxy:
        address = f"socks5://anna:mistaken@127.0.0.1:{proxy.port}"
        (status,) = await first_look("http://preview.invalid", address, clock)

    assert isinstance(status, SourceStatus)
    assert status.trouble == "the connection failed (ProxyError)"


@pytest.mark.parametrize(
    "said", [b"", b"\x05", b"\x05\x00", b"\x05\x00\x05\x00\x00\x01", b"HTTP/1.1"]
)
@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_a_proxy_that_hangs_up_is_trouble(
    clock: InstantClock, said: bytes, scheme: str
) -> None:
    """A connection cut at any moment, as some networks do, never ends the source."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)  # what was sent and not read would make the end a reset
        writer.write(said)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        (status,) = await first_look("http://preview.invalid", address, clock)

    assert isinstance(status, SourceStatus)
    assert status.trouble is not None
    assert status.trouble.startswith("the connection failed")


async def test_a_closed_proxy_is_trouble(clock: InstantClock) -> None:
    """Nobody at the proxy's port is a failed look, for each kind of proxy."""
    for address in ("socks5://127.0.0.1:1", "http://127.0.0.1:1"):
        (status,) = await first_look("http://preview.invalid", address, clock)

        assert isinstance(status, SourceStatus)
        assert status.trouble is not None
        assert status.trouble.startswith("the connection failed")
