"""How to reach Telegram with an account: the keys, the server, the way there, and the pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_PROXIES: Final = {"socks4": "socks4", "socks5": "socks5", "socks5h": "socks5", "http": "http"}
_BAD_PROXY: Final = (
    "the proxy must be socks5://, socks4://, http:// or mtproxy://secret@ with host and port"
)
_LARGEST_PORT: Final = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """What all accounts share; ``server`` is another MTProto server with its own ``public_key``.

    Telegram publishes few of its limits. Some 30 requests for history in a row and one a second
    afterwards are borne in practice, and about 200 usernames resolved in a day; we ask for less,
    and whenever Telegram asks for a pause, that is kept to the second.
    """

    api_id: int
    api_hash: str
    sessions: Path
    server: str | None = None
    public_key: Path | None = None
    proxy: str | None = None
    tick_seconds: float = 5.0
    sweep_seconds: float = 300.0
    request_timeout_seconds: float = 20.0
    order_patience_seconds: float = 0.3
    album_patience_seconds: float = 1.0
    reconnect_seconds: float = 1.0
    longest_reconnect_seconds: float = 30.0
    history_burst: int = 30
    history_seconds: float = 0.5
    resolve_seconds: float = 5.0
    resolves_a_day: int = 50
    joined_seconds: float = 2.0
    retry_channel_seconds: float = 60.0
    status_seconds: float = 30.0
    first_read_posts: int = 100
    sweep_posts: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A way to Telegram; ``secret`` is set for an MTProto proxy alone."""

    scheme: str
    host: str
    port: int
    username: str | None = None
    password: str | None = None
    secret: str | None = None


def read_proxy(address: str) -> Proxy:
    """Read a proxy's address; ValueError, without the address and its password, if it is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
        username = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
    except ValueError:
        raise ValueError(_BAD_PROXY) from None
    if not host or not port:
        raise ValueError(_BAD_PROXY)
    if parts.scheme == "mtproxy" and username:
        return Proxy(scheme="mtproxy", host=host, port=port, secret=username)
    if parts.scheme not in _PROXIES:
        raise ValueError(_BAD_PROXY)
    return Proxy(
        scheme=_PROXIES[parts.scheme], host=host, port=port, username=username, password=password
    )


def read_server(address: str) -> tuple[str, int]:
    """Read ``host:port``; ValueError if it is not."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= _LARGEST_PORT:
        raise ValueError("the server must be host:port")
    return host.strip("[]"), int(port)
