"""An HTTP proxy on this computer that opens tunnels for whoever has a name and a password."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CREDENTIALS = b"Basic " + base64.b64encode(b"anna:secret")


@dataclass
class FakeTunnel:
    """The proxy's port, where it leads, and whom it was asked to reach."""

    leads_to: int
    port: int = 0
    asked_for: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Let one client through, whatever name it asks for."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if CREDENTIALS not in head:
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                return
            self.asked_for.append(head.split(b" ")[1].decode())
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.leads_to)
            await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever was let through has gone
        finally:
            writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass bytes on until there are no more."""
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


@asynccontextmanager
async def open_tunnel(leads_to: int) -> AsyncIterator[FakeTunnel]:
    """Run the proxy on a port of the system's choice."""
    proxy = FakeTunnel(leads_to)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
