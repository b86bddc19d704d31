"""How packets lie in a TCP stream: full, abridged, intermediate, and the obfuscated kinds."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, Protocol
from zlib import crc32

from tests.mtproto.obfuscation import HEADER_LENGTH, Obfuscated

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

ABRIDGED: Final = b"\xef"
INTERMEDIATE: Final = b"\xee\xee\xee\xee"
PADDED: Final = b"\xdd\xdd\xdd\xdd"


class Stream(Protocol):
    """Bytes in and out of one connection."""

    async def read(self, count: int) -> bytes:
        """Return exactly so many bytes."""

    def write(self, data: bytes) -> None:
        """Send bytes without waiting."""


class Transport(Protocol):
    """Packets in and out of one connection."""

    async def receive(self) -> bytes:
        """Return the next packet."""

    def send(self, packet: bytes) -> None:
        """Send one packet without waiting."""


class Plain:
    """A TCP stream as it is, with bytes that were read too early put back."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take over an accepted connection."""
        self._reader, self._writer = reader, writer
        self._early = b""

    async def read(self, count: int) -> bytes:
        """Return exactly so many bytes."""
        taken, self._early = self._early[:count], self._early[count:]
        return taken + await self._reader.readexactly(count - len(taken))

    def write(self, data: bytes) -> None:
        """Send bytes unless the connection is already closing."""
        if not self._writer.is_closing():
            self._writer.write(data)

    def put_back(self, data: bytes) -> None:
        """Let bytes be read again."""
        self._early = data + self._early


class Full:
    """Length, running number and checksum around each packet; Telethon's default."""

    def __init__(self, stream: Stream) -> None:
        """Count packets from nought."""
        self._stream = stream
        self._sent = 0

    async def receive(self) -> bytes:
        """Return the next packet, whose checksum must hold."""
        head = await self._stream.read(8)
        rest = await self._stream.read(int.from_bytes(head[:4], "little") - 8)
        if crc32(head + rest[:-4]) != int.from_bytes(rest[-4:], "little"):
            raise ConnectionError("a packet with a wrong checksum")
        return rest[:-4]

    def send(self, packet: bytes) -> None:
        """Send one packet."""
        numbers = (len(packet) + 12, self._sent)
        data = b"".join(number.to_bytes(4, "little") for number in numbers) + packet
        self._sent += 1
        self._stream.write(data + crc32(data).to_bytes(4, "little"))


class Abridged:
    """The length in one byte or four, counted in words."""

    def __init__(self, stream: Stream) -> None:
        """Begin after the tag."""
        self._stream = stream

    async def receive(self) -> bytes:
        """Return the next packet."""
        words = (await self._stream.read(1))[0]
        if words >= 0x7F:
            words = int.from_bytes(await self._stream.read(3), "little")
        return await self._stream.read(words * 4)

    def send(self, packet: bytes) -> None:
        """Send one packet."""
        words = len(packet) // 4
        short = words < 0x7F
        head = bytes([words]) if short else b"\x7f" + words.to_bytes(3, "little")
        self._stream.write(head + packet)


class Intermediate:
    """The length in four bytes."""

    def __init__(self, stream: Stream) -> None:
        """Begin after the tag."""
        self._stream = stream

    async def receive(self) -> bytes:
        """Return the next packet, with its padding if the other side adds any."""
        return await self._stream.read(int.from_bytes(await self._stream.read(4), "little"))

    def send(self, packet: bytes) -> None:
        """Send one packet."""
        self._stream.write(len(packet).to_bytes(4, "little") + packet)


class Padded(Intermediate):
    """Intermediate with up to three bytes that say nothing after each packet."""

    async def receive(self) -> bytes:
        """Return the next packet without its padding."""
        packet = await super().receive()
        return packet[: len(packet) // 4 * 4]

    def send(self, packet: bytes) -> None:
        """Send one packet."""
        super().send(packet + secrets.token_bytes(secrets.randbelow(4)))


_BY_TAG: Final[Mapping[bytes, Callable[[Stream], Transport]]] = {
    ABRIDGED * 4: Abridged,
    INTERMEDIATE: Intermediate,
    PADDED: Padded,
}


async def accept_transport(stream: Plain, proxy_secret: bytes | None) -> Transport:
    """Recognise by its first bytes how a client writes.

    With ``proxy_secret`` the server is an MTProto proxy as well: obfuscated clients must know it.
    """
    if (first := await stream.read(1)) == ABRIDGED:
        return Abridged(stream)
    first += await stream.read(3)
    if first in _BY_TAG:
        return _BY_TAG[first](stream)
    first += await stream.read(4)
    if first[4:] == bytes(4):  # the running number of a first full packet
        stream.put_back(first)
        return Full(stream)
    first += await stream.read(HEADER_LENGTH - len(first))
    obfuscated = Obfuscated(stream, first, proxy_secret)
    if obfuscated.tag not in _BY_TAG:
        raise ConnectionError("neither a known transport nor the proxy's secret")
    return _BY_TAG[obfuscated.tag](obfuscated)
