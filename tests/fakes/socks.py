"""A SOCKS5 proxy on this computer that asks for a name and a password."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

USER, PASSWORD = b"anna", b"secret"


@dataclass
class FakeProxy:
    """The proxy's port, where it leads, and whom it was asked to reach."""

    leads_to: int
    port: int = 0
    asked_for: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Let one client through, whatever name it asks for."""
        try:
            if await self._let_in(reader, writer):
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.leads_to)
                await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))
        finally:
            writer.close()

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Shake hands; False if the password is wrong."""
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x02")
        _, length = await reader.readexactly(2)
        user = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        if (user, password) != (USER, PASSWORD):
            writer.write(b"\x01\x01")
            return False
        writer.write(b"\x01\x00")
        kind = (await reader.readexactly(4))[3]
        assert kind == 3, "a name, for the proxy is to resolve it"
        host = await reader.readexactly((await reader.readexactly(1))[0])
        await reader.readexactly(2)
        self.asked_for.append(host.decode())
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        return True


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass bytes on until there are no more."""
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


@asynccontextmanager
async def open_proxy(leads_to: int) -> AsyncIterator[FakeProxy]:
    """Run a proxy that leads every client to one port of this computer."""
    proxy = FakeProxy(leads_to)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    async with server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
