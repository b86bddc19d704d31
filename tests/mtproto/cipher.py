"""MTProto 2.0 encryption, from the server's side."""

from __future__ import annotations

import secrets
from hashlib import sha256

from telethon.crypto import AES

_FROM_CLIENT, _FROM_SERVER = 0, 8


def open_message(key: bytes, packet: bytes) -> bytes:
    """Return what a client encrypted: salt, session, message; and its padding."""
    msg_key = packet[8:24]
    data: bytes = AES.decrypt_ige(packet[24:], *_aes(key, msg_key, _FROM_CLIENT))
    if _msg_key(key, data, _FROM_CLIENT) != msg_key:
        raise ConnectionError("a message that its key does not open")
    return data


def seal_message(key: bytes, key_id: int, data: bytes) -> bytes:
    """Return a packet that the holder of the key can open."""
    data += secrets.token_bytes(-(len(data) + 12) % 16 + 12)
    msg_key = _msg_key(key, data, _FROM_SERVER)
    sealed: bytes = AES.encrypt_ige(data, *_aes(key, msg_key, _FROM_SERVER))
    return key_id.to_bytes(8, "little") + msg_key + sealed


def _msg_key(key: bytes, data: bytes, x: int) -> bytes:
    return sha256(key[88 + x : 120 + x] + data).digest()[8:24]


def _aes(key: bytes, msg_key: bytes, x: int) -> tuple[bytes, bytes]:
    a = sha256(msg_key + key[x : x + 36]).digest()
    b = sha256(key[x + 40 : x + 76] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:32], b[:8] + a[8:24] + b[24:32]
