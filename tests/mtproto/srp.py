"""The password check: the server learns that a client knows the password, and nothing else."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

from telethon.password import compute_hash
from telethon.tl import types

from tests.mtproto.keys import DH_G, DH_PRIME, secret_exponent

_LENGTH: Final = 256

ALGORITHM: Final = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
    salt1=secrets.token_bytes(8),
    salt2=secrets.token_bytes(16),
    g=DH_G,
    p=DH_PRIME.to_bytes(_LENGTH, "big"),
)


def offer(password: str) -> tuple[int, bytes]:
    """Return the server's secret for one check, and what the client is sent (B)."""
    secret = secret_exponent()
    return secret, _padded(_public(password, secret))


def proves(password: str, secret: int, client_public: bytes, proof: bytes) -> bool:
    """Tell whether a client's answer (A and M1) shows that it knows the password."""
    a, b = client_public, _padded(_public(password, secret))
    u = _number(a, b)
    shared = pow(_number_of(a) * pow(_verifier(password), u, DH_PRIME), secret, DH_PRIME)
    prime, g = _padded(DH_PRIME), _padded(DH_G)
    mixed = bytes(x ^ y for x, y in zip(_hash(prime), _hash(g), strict=True))
    salts = _hash(ALGORITHM.salt1), _hash(ALGORITHM.salt2)
    return proof == _hash(mixed, *salts, a, b, _hash(_padded(shared)))


def _public(password: str, secret: int) -> int:
    k = _number(_padded(DH_PRIME), _padded(DH_G))
    return (k * _verifier(password) + pow(DH_G, secret, DH_PRIME)) % DH_PRIME


def _verifier(password: str) -> int:
    return pow(DH_G, _number_of(compute_hash(ALGORITHM, password)), DH_PRIME)


def _padded(number: int) -> bytes:
    return number.to_bytes(_LENGTH, "big")


def _number(*parts: bytes) -> int:
    return _number_of(_hash(*parts))


def _number_of(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()
