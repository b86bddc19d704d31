"""Asks the preview site for pages, with manners: few at once, none while it asks for peace."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from listeners.preview_page import NO_PREVIEW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from listeners.protocol import Clock

_LARGEST_PAGE: Final = 8 * 2**20
_LONGEST_PAUSE: Final = timedelta(hours=1)
_PAUSE_WITHOUT_A_WORD: Final = timedelta(seconds=30)
_PROXIES: Final = frozenset({"http", "https", "socks4", "socks5", "socks5h"})
_HEADERS: Final = {"User-Agent": "Mozilla/5.0 (compatible; Tocsin)", "Accept-Language": "en"}

# a SOCKS proxy that hangs up in the middle of its greeting is an EOFError
_BROKEN: Final = (aiohttp.ClientError, ProxyError, ProxyConnectionError, OSError, EOFError)


def check_proxy(proxy: str) -> None:
    """Raise ValueError, without the address and its password, if there is no way through it."""
    try:
        parts = urlsplit(proxy)
        usable = parts.scheme in _PROXIES and parts.hostname and parts.port
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("the proxy must be http://, socks4:// or socks5:// with host and port")


class SiteError(Exception):
    """A request that brought no page, told in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page as it came; ``html`` is None if it has not changed since ``validators`` were given."""

    html: str | None
    validators: Mapping[str, str]


class Site:
    """The host that serves the pages."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        clock: Clock,
        at_once: int,
    ) -> None:
        """Ask through ``session``, at most ``at_once`` pages at a time."""
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._room = asyncio.Semaphore(at_once)
        self._closed_until: datetime | None = None

    async def page(
        self,
        channel: str,
        *,
        before: int | None = None,
        validators: Mapping[str, str] | None = None,
    ) -> Answer:
        """Fetch a page of a channel, the newest or the one that ends ``before`` a post."""
        address = f"{self._base_url}/s/{channel}"
        async with self._room:
            while self._closed_until is not None and self._closed_until > self._clock.now():
                await self._clock.sleep_until(self._closed_until)
            try:
                async with self._session.get(
                    address,
                    params={} if before is None else {"before": str(before)},
                    headers=_conditions(validators or {}),
                    allow_redirects=False,
                ) as response:
                    return await self._answer(response, channel, validators or {})
            except (TimeoutError, ProxyTimeoutError) as error:
                raise SiteError("the page did not come in time") from error
            except _BROKEN as error:
                # the type says what happened; the words of some errors name the proxy's password
                raise SiteError(f"the connection failed ({type(error).__name__})") from error

    async def _answer(
        self, response: aiohttp.ClientResponse, channel: str, validators: Mapping[str, str]
    ) -> Answer:
        """Tell a page from everything else a host may say."""
        status = response.status
        if status == HTTPStatus.NOT_MODIFIED and validators:
            return Answer(html=None, validators=validators)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            pause = _retry_after(response.headers.get("Retry-After", ""), self._clock.now())
            self._closed_until = self._clock.now() + pause
            raise SiteError(f"the site asks for a pause of {pause.total_seconds():.0f} s")
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise SiteError(_redirected(response.headers.get("Location", ""), channel))
        if status != HTTPStatus.OK:
            raise SiteError(f"the site answered {status}")
        return Answer(
            html=await _body(response),
            validators={
                name: response.headers[name]
                for name in ("ETag", "Last-Modified")
                if name in response.headers
            },
        )


@asynccontextmanager
async def open_site(
    base_url: str, *, proxy: str | None, clock: Clock, at_once: int, timeout_seconds: float
) -> AsyncIterator[Site]:
    """Open the connections to the site and close them at the end."""
    connector, http_proxy = _way_out(proxy)
    async with aiohttp.ClientSession(
        connector=connector,
        proxy=http_proxy,
        headers=_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=timeout_seconds),
    ) as session:
        yield Site(session, base_url=base_url, clock=clock, at_once=at_once)


def _way_out(proxy: str | None) -> tuple[aiohttp.BaseConnector | None, str | None]:
    """Return the connector and the HTTP proxy that lead to the site."""
    scheme = urlsplit(proxy).scheme if proxy else ""
    if proxy is None or scheme in {"http", "https"}:
        return None, proxy
    # names are resolved by the proxy: where Telegram is blocked, its names often are too
    rdns = None if scheme == "socks4" else True
    return ProxyConnector.from_url(proxy.replace("socks5h:", "socks5:", 1), rdns=rdns), None


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {asked[name]: value for name, value in validators.items()}


def _retry_after(value: str, now: datetime) -> timedelta:
    """Return how long the host wants to be left alone, by seconds or by date."""
    try:
        if value.strip().isdecimal():
            pause = timedelta(seconds=float(value))
        else:
            moment = parsedate_to_datetime(value)
            pause = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return _PAUSE_WITHOUT_A_WORD
    return min(max(pause, timedelta(seconds=1)), _LONGEST_PAUSE)


def _redirected(location: str, channel: str) -> str:
    """Return what it means to be sent elsewhere."""
    try:
        path = urlsplit(location).path
    except ValueError:
        path = ""
    if path.strip("/").lower() == channel:
        return NO_PREVIEW
    return f"the site sends elsewhere, to {location[:80]!r}"


async def _body(response: aiohttp.ClientResponse) -> str:
    """Read a page, but not an endless one."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _LARGEST_PAGE:
            raise SiteError("the page is too large to be one")
    return body.decode(errors="replace")
