"""The forms of keys: what a table is, and which words can be an address."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict


def _http_address(value: str) -> str:
    """Accept an http or https address and drop a slash at its end."""
    if not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    _with_host(value)
    return value.rstrip("/")


def _proxy_address(value: str) -> str:
    """Accept the address of a proxy."""
    if not value.startswith(("http://", "https://", "socks4://", "socks5://")):
        raise ValueError("must begin with http://, socks4:// or socks5://")
    if _with_host(value).port is None:
        raise ValueError("must name a port, as in socks5://127.0.0.1:1080")
    return value


def _telegram_proxy_address(value: str) -> str:
    """Accept the address of a proxy that MTProto can pass."""
    if not value.startswith(("http://", "socks4://", "socks5://", "mtproxy://")):
        raise ValueError("must begin with http://, socks4://, socks5:// or mtproxy://secret@")
    return value


def _server(value: str) -> str:
    """Accept the host and port of an MTProto server."""
    host, colon, port = value.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < _PORTS):
        raise ValueError("must be a host and a port, as 127.0.0.1:4430")
    return value


def _with_host(value: str) -> SplitResult:
    """Return an address in parts; ValueError, which repeats none of it, if it leads nowhere."""
    try:
        parts = urlsplit(value)
        leads_somewhere = bool(parts.hostname) and parts.port != 0
    except ValueError:
        leads_somewhere = False
    if not leads_somewhere or re.search(r"\s", value):
        raise ValueError("must name a host, and a port from 1 to 65535 if any")
    return parts


def channel_name(value: str) -> str:
    """Return a channel's username in lower case without "@"; ValueError if it cannot be one."""
    name = value.removeprefix("https://t.me/").removeprefix("@").lower()
    if not name.replace("_", "a").isalnum() or not name.isascii():
        raise ValueError("must be a channel's username: Latin letters, digits and _")
    return name


_PORTS: Final = 65536
Address = Annotated[str, AfterValidator(_http_address)]
Proxy = Annotated[str, AfterValidator(_proxy_address)]
TelegramProxy = Annotated[str, AfterValidator(_telegram_proxy_address)]
Server = Annotated[str, AfterValidator(_server)]


class Section(BaseModel):
    """A table of the file; a key it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
