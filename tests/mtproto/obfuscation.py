"""The obfuscated transport: every byte under AES-CTR, keyed by the first 64 and a secret."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from telethon.crypto import AESModeCTR

if TYPE_CHECKING:
    from tests.mtproto.transport import Stream

HEADER_LENGTH: Final = 64


class Obfuscated:
    """A stream within a stream; ``tag`` names the transport inside."""

    def __init__(self, stream: Stream, header: bytes, secret: bytes | None) -> None:
        """Derive both directions from the client's header."""
        self._stream = stream
        mirrored = header[55:7:-1]
        self._incoming = AESModeCTR(_key(header[8:40], secret), header[40:56])
        self._outgoing = AESModeCTR(_key(mirrored[:32], secret), mirrored[32:48])
        self.tag: bytes = self._incoming.encrypt(header)[56:60]

    async def read(self, count: int) -> bytes:
        """Return exactly so many bytes, in the clear."""
        data: bytes = self._incoming.encrypt(await self._stream.read(count))
        return data

    def write(self, data: bytes) -> None:
        """Send bytes, obfuscated."""
        self._stream.write(self._outgoing.encrypt(data))


def _key(seed: bytes, secret: bytes | None) -> bytes:
    return seed if secret is None else sha256(seed + secret).digest()
