"""One client's connection: packets opened, requests answered, updates sent."""

from __future__ import annotations

import asyncio
import gzip
import struct
import time
from typing import TYPE_CHECKING, Final, Protocol

from telethon.extensions import BinaryReader
from telethon.tl import TLObject, functions, types
from telethon.tl.core import GzipPacked, MessageContainer

from tests.mtproto.cipher import open_message, seal_message
from tests.mtproto.handshake import Handshake

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mtproto.transport import Transport
    from tests.mtproto.world import Authorization

_RPC_RESULT, _GZIP = 0xF35C6D01, 0x3072CFA1
_ANSWER, _NOTICE = 1, 3
"""The two last bits of a message id: an answer, or news nobody asked for."""

UNKNOWN_KEY: Final = 404


class Host(Protocol):
    """What a connection asks of the server it belongs to."""

    def greeted(self, key: bytes) -> None:
        """Keep a key that a handshake made."""

    def known(self, key_id: int) -> Authorization | None:
        """Return whose key it is."""

    def transport_error(self) -> int | None:
        """Return the number to answer every encrypted packet with, if any."""

    def unheard(self) -> bool:
        """Tell whether nothing is answered at all."""

    def asked_for(
        self, session: Session, request: TLObject, answer: Callable[[bytes], None]
    ) -> None:
        """Take a request; ``answer`` is called with its result, now or later."""


class Session:
    """A connection's MTProto side."""

    def __init__(self, host: Host, transport: Transport, close: Callable[[], None]) -> None:
        """Begin unauthorized."""
        self._host = host
        self._transport = transport
        self.close = close
        self.authorization: Authorization | None = None
        self.wants_updates = False
        self.frozen = False
        self._handshake = Handshake(host.greeted)
        self._id = 0
        self._content_sent = 0
        self._last_msg_id = 0
        self._hang_up: asyncio.TimerHandle | None = None

    async def serve(self) -> None:
        """Answer packets until the connection ends."""
        while True:
            packet = await self._transport.receive()
            if not self._unheard():
                self._take(packet)

    def push(self, body: bytes) -> None:
        """Send an update to the client, unless nothing is answered."""
        if not self._unheard():
            self._send(body, _NOTICE)

    def _unheard(self) -> bool:
        return self.frozen or self._host.unheard()

    def _take(self, packet: bytes) -> None:
        if not (key_id := int.from_bytes(packet[:8], "little")):
            self._transport.send(self._handshake.answer(packet))
            return
        self.authorization = self._host.known(key_id)
        error = self._host.transport_error()
        if self.authorization is None or error:
            self._transport.send(struct.pack("<i", -(error or UNKNOWN_KEY)))
            self.close()
            return
        self._open(open_message(self.authorization.key, packet))

    def _open(self, data: bytes) -> None:
        with BinaryReader(data) as reader:
            reader.read_long()  # the salt, of which one is as good as another
            session_id, msg_id = reader.read_long(), reader.read_long()
            reader.read_int()
            reader.read_int()
            body = reader.tgread_object()
        if session_id != self._id:
            self._id = session_id
            created = types.NewSessionCreated(msg_id, session_id, server_salt=1)
            self._send(bytes(created), _NOTICE)
        self._handle(msg_id, body)

    def _handle(self, msg_id: int, body: TLObject) -> None:
        match body:
            case MessageContainer():
                for inner in body.messages:
                    self._handle(inner.msg_id, inner.obj)
            case GzipPacked():
                with BinaryReader(body.data) as reader:
                    self._handle(msg_id, reader.tgread_object())
            case types.MsgsAck() | types.MsgsStateInfo():
                pass
            case functions.PingRequest():
                self._pong(msg_id, body.ping_id)
            case functions.PingDelayDisconnectRequest():
                self._pong(msg_id, body.ping_id)
                self._close_after(body.disconnect_delay)
            case _:
                self._host.asked_for(self, body, lambda result: self._answer(msg_id, result))

    def _pong(self, msg_id: int, ping_id: int) -> None:
        self._send(bytes(types.Pong(msg_id, ping_id)), _ANSWER)

    def _close_after(self, seconds: float) -> None:
        if self._hang_up:
            self._hang_up.cancel()
        self._hang_up = asyncio.get_running_loop().call_later(seconds, self.close)

    def _answer(self, msg_id: int, result: bytes) -> None:
        if self._unheard():
            return
        if len(result) > 512:
            packed = TLObject.serialize_bytes(gzip.compress(result, compresslevel=1))
            result = struct.pack("<I", _GZIP) + packed
        self._send(struct.pack("<Iq", _RPC_RESULT, msg_id) + result, _ANSWER)

    def _send(self, body: bytes, kind: int) -> None:
        if self.authorization is None:
            return
        head = struct.pack("<qqqii", 1, self._id, self._msg_id(kind), self._seq_no(), len(body))
        key = self.authorization
        self._transport.send(seal_message(key.key, key.id, head + body))

    def _msg_id(self, kind: int) -> int:
        now = (time.time_ns() << 32) // 10**9 & -4 | kind
        while now <= self._last_msg_id:
            now += 4
        self._last_msg_id = now
        return now

    def _seq_no(self) -> int:
        self._content_sent += 1
        return self._content_sent * 2 - 1
