"""A preview site on this computer: pages of the public one's shape, and its whims on request."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

FIRST_POST_AT = datetime(2026, 9, 14, 20, 0, tzinfo=UTC)

Whim = web.Response | str


@dataclass
class FakePost:
    """A post of the site: its text as HTML, or ``body`` in place of all that it holds."""

    message_id: int
    html: str | None
    published_at: datetime
    before_text: str = ""
    classes: str = ""
    parts: tuple[int, ...] = ()


@dataclass
class FakeChannel:
    """A channel of the site; ``whims`` are used up one a request, in place of the page."""

    name: str
    number: int = 1623943359
    title: str = "Оперштаб"
    posts: dict[int, FakePost] = field(default_factory=dict)
    whims: list[Whim] = field(default_factory=list)
    older_whims: list[Whim] = field(default_factory=list)

    def post(self, text: str | None, *, html: str | None = None, **more: object) -> int:
        """Publish a post and return its number."""
        message_id = int(str(more.pop("message_id", max(self.posts, default=0) + 1)))
        body = html if html is not None or text is None else escape(text).replace("\n", "<br/>")
        self.posts[message_id] = FakePost(
            message_id=message_id,
            html=body,
            published_at=FIRST_POST_AT + timedelta(minutes=message_id),
            **more,  # type: ignore[arg-type]  # the test names fields of FakePost
        )
        return message_id

    def edit(self, message_id: int, text: str) -> None:
        """Change what a post says."""
        self.posts[message_id].html = escape(text)

    def delete(self, message_id: int) -> None:
        """Remove a post."""
        del self.posts[message_id]


@dataclass
class FakeSite:
    """The site: its channels, what was asked of it, and its address."""

    base_url: str = ""
    page_size: int = 20
    validators: bool = True
    channels: dict[str, FakeChannel] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    at_every_request: list[Callable[[], None]] = field(default_factory=list)

    def channel(self, name: str) -> FakeChannel:
        """Return a channel, new if there was none."""
        return self.channels.setdefault(name, FakeChannel(name))

    async def answer(self, request: web.Request) -> web.Response:
        """Serve a page, or the channel's next whim."""
        name = request.match_info["name"]
        self.asked.append(request.path_qs)
        for action in self.at_every_request:
            action()
        response = self._answer(name, request)
        self.statuses.append(response.status)
        if response.status == RESET:
            assert request.transport is not None
            request.transport.abort()
        return response

    def _answer(self, name: str, request: web.Request) -> web.Response:
        channel = self.channels.get(name)
        if channel is None:
            return web.Response(status=302, headers={"Location": f"{self.base_url}/{name}"})
        before = request.query.get("before")
        if channel.whims:
            return _whim(channel.whims.pop(0))
        if before is not None and channel.older_whims:
            return _whim(channel.older_whims.pop(0))
        page = channel_page(channel, before=int(before) if before else None, size=self.page_size)
        tag = '"' + hashlib.sha256(page.encode()).hexdigest()[:16] + '"'
        if self.validators and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        headers = {"ETag": tag} if self.validators else {}
        return web.Response(text=page, content_type="text/html", headers=headers)


RESET = 599


def reset() -> web.Response:
    """Return the wish to break the connection."""
    return web.Response(status=RESET)


def _whim(whim: Whim) -> web.Response:
    return web.Response(text=whim, content_type="text/html") if isinstance(whim, str) else whim


@asynccontextmanager
async def open_site() -> AsyncIterator[FakeSite]:
    """Serve the site at an address of this computer."""
    site = FakeSite()
    application = web.Application()
    application.router.add_get("/s/{name}", site.answer)
    server = TestServer(application, host="127.0.0.1")
    async with server:
        site.base_url = str(server.make_url("")).rstrip("/")
        yield site


def channel_page(channel: FakeChannel, *, before: int | None = None, size: int = 20) -> str:
    """Return a page of a channel."""
    asked = sorted(number for number in channel.posts if before is None or number < before)
    shown = asked[-size:]
    more = (
        f'<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="/s/{channel.name}?before={shown[0]}" class="tme_messages_more js-messages_more"'
        f' data-before="{shown[0]}"></a></div>'
        if len(shown) < len(asked)
        else ""
    )
    blocks = more + "".join(post_block(channel, channel.posts[number]) for number in shown)
    if not shown:
        blocks = '<div class="tme_no_messages_found">No posts found</div>'
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body class="tgme_webpreview">'
        f'<header><div class="tgme_header_title">{escape(channel.title)}</div></header>'
        '<main class="tgme_main"><section class="tgme_channel_history js-message_history">'
        f"{blocks}</section></main></body></html>"
    )


def post_block(channel: FakeChannel, post: FakePost) -> str:
    """Return the block of one post."""
    view = json.dumps({"c": -channel.number, "p": post.message_id}, separators=(",", ":"))
    data_view = base64.urlsafe_b64encode(view.encode()).decode().rstrip("=")
    parts = "".join(
        f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/{channel.name}/{part}?single"></a>'
        for part in post.parts
    )
    text = ""
    if post.html is not None:
        text = (
            f'<div class="tgme_widget_message_text js-message_text" dir="auto">{post.html}</div>\n'
        )
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message {post.classes} js-widget_message"'
        f' data-post="{channel.name}/{post.message_id}" data-view="{data_view}">\n'
        f'  <div class="tgme_widget_message_bubble">{post.before_text}{parts}{text}'
        '<div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta">'
        f'<a class="tgme_widget_message_date" href="https://t.me/{channel.name}/{post.message_id}">'
        f'<time datetime="{post.published_at.isoformat()}" class="time">20:00</time></a>'
        "</span></div></div></div></div>"
    )
