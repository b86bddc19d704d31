"""The making of an authorization key: three questions in the clear, three answers."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce
from telethon.tl import functions, types

from tests.mtproto.keys import (
    DH_G,
    DH_PRIME,
    big_endian,
    fingerprint,
    new_nonce_hash,
    rsa_open,
    secret_exponent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_P, _Q = 500009, 1000003
"""Two primes whose product the client must take apart; small, for the tests' sake.

The highest bit of the product's highest byte is clear, for Telethon reads a sign there.
"""

_SHA1_LENGTH: Final = 20


@dataclass
class Handshake:
    """One client's way to a key; ``done`` is called with the key before the last answer."""

    done: Callable[[bytes], None]
    server_nonce: int = 0
    new_nonce: int = 0
    exponent: int = 0

    def answer(self, message: bytes) -> bytes:
        """Answer one unencrypted message."""
        with BinaryReader(message) as reader:
            reader.read_long()  # key id nought: in the clear
            reader.read_long()
            reader.read_int()
            request = reader.tgread_object()
        body = bytes(self._respond(request))
        msg_id = (time.time_ns() << 32) // 10**9 & -4 | 1
        return (
            b"".join(
                number.to_bytes(size, "little")
                for number, size in ((0, 8), (msg_id, 8), (len(body), 4))
            )
            + body
        )

    def _respond(self, request: object) -> types.ResPQ:
        match request:
            case functions.ReqPqMultiRequest():
                return self._offer(request)
            case functions.ReqDHParamsRequest():
                return self._parameters(request)
            case functions.SetClientDHParamsRequest():
                return self._finish(request)
            case _:
                raise ConnectionError(f"{type(request).__name__} is no part of a handshake")

    def _offer(self, request: functions.ReqPqMultiRequest) -> types.ResPQ:
        self.server_nonce = int.from_bytes(secrets.token_bytes(16), "little", signed=True)
        return types.ResPQ(request.nonce, self.server_nonce, big_endian(_P * _Q), [fingerprint()])

    def _parameters(self, request: functions.ReqDHParamsRequest) -> types.ServerDHParamsOk:
        with BinaryReader(rsa_open(request.encrypted_data)[_SHA1_LENGTH:]) as reader:
            self.new_nonce = reader.tgread_object().new_nonce
        self.exponent = secret_exponent()
        inner = bytes(
            types.ServerDHInnerData(
                nonce=request.nonce,
                server_nonce=self.server_nonce,
                g=DH_G,
                dh_prime=big_endian(DH_PRIME),
                g_a=big_endian(pow(DH_G, self.exponent, DH_PRIME)),
                server_time=int(time.time()),
            )
        )
        data = sha1(inner).digest() + inner  # noqa: S324 - the protocol's choice
        encrypted = AES.encrypt_ige(data, *self._temporary_key())
        return types.ServerDHParamsOk(request.nonce, self.server_nonce, encrypted)

    def _finish(self, request: functions.SetClientDHParamsRequest) -> types.DhGenOk:
        data = AES.decrypt_ige(request.encrypted_data, *self._temporary_key())
        with BinaryReader(data[_SHA1_LENGTH:]) as reader:
            g_b = int.from_bytes(reader.tgread_object().g_b, "big")
        # Telethon takes the key without leading noughts; Telegram pads it, and such a client
        # tries again. Here they agree, or one test in 256 would fail.
        key = big_endian(pow(g_b, self.exponent, DH_PRIME))
        self.done(key)
        proof = new_nonce_hash(self.new_nonce.to_bytes(32, "little", signed=True), 1, key)
        return types.DhGenOk(request.nonce, self.server_nonce, proof)

    def _temporary_key(self) -> tuple[bytes, bytes]:
        key: tuple[bytes, bytes] = generate_key_data_from_nonce(self.server_nonce, self.new_nonce)
        return key
