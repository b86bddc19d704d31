"""The server's numbers: its RSA key, the group of the key exchange, the names of keys."""

from __future__ import annotations

import secrets
from hashlib import sha1
from math import prod
from typing import Final

import rsa
from telethon.tl import TLObject

DH_PRIME: Final = int(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f"
    "48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37"
    "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
    "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4"
    "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754"
    "fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
    "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b",
    16,
)
"""Telegram's own safe prime, the only one that its clients accept without a long check."""

DH_G: Final = 3

_FACTORS: Final = tuple(2**power - 1 for power in (1279, 607, 127, 31))
"""Mersenne primes: a key at once, of the length Telegram's has, that nobody takes for a secret."""

_EXPONENT: Final = 65537
_MODULUS: Final = prod(_FACTORS)
_PARTS: Final = tuple(
    (factor, pow(_EXPONENT, -1, factor - 1), (rest := _MODULUS // factor) * pow(rest, -1, factor))
    for factor in _FACTORS
)
"""Per factor: itself, the secret exponent there, and the weight of the remainder found there."""

PUBLIC_KEY: Final[str] = rsa.PublicKey(_MODULUS, _EXPONENT).save_pkcs1().decode()
"""What a client is given to know the server by: PEM, PKCS#1."""


def big_endian(number: int) -> bytes:
    """Return a number in as few bytes as hold it, as MTProto writes long numbers."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def fingerprint() -> int:
    """Return the number by which the handshake names the server's RSA key."""
    parts = (TLObject.serialize_bytes(big_endian(part)) for part in (_MODULUS, _EXPONENT))
    return int.from_bytes(_sha1(b"".join(parts))[-8:], "little", signed=True)


def rsa_open(block: bytes) -> bytes:
    """Return the 255 bytes that a client encrypted for this server."""
    sealed = int.from_bytes(block, "big")
    remainders = (pow(sealed, secret, factor) * weight for factor, secret, weight in _PARTS)
    opened: int = sum(remainders) % _MODULUS
    return opened.to_bytes(255, "big")


def key_id(key: bytes) -> int:
    """Return the number that stands for an authorization key in every message."""
    return int.from_bytes(_sha1(key)[-8:], "little")


def new_nonce_hash(new_nonce: bytes, number: int, key: bytes) -> int:
    """Return the proof that both sides hold the same key."""
    data = new_nonce + bytes([number]) + _sha1(key)[:8]
    return int.from_bytes(_sha1(data)[4:20], "little", signed=True)


def secret_exponent() -> int:
    """Return a fresh secret for one exchange of keys; short, for the tests' sake."""
    return secrets.randbits(255) | 1 << 255


def _sha1(data: bytes) -> bytes:
    return sha1(data).digest()  # noqa: S324 - the protocol's choice
