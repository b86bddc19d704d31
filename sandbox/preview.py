"""The public preview pages at /s/<channel>, with paging and conditional requests."""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from aiohttp import web

from sandbox.preview_markup import page

if TYPE_CHECKING:
    from sandbox.model import Post
    from sandbox.telegram import Telegram

PAGE: Final = 20


class Preview:
    """Shows channels to those without an account."""

    def __init__(self, telegram: Telegram) -> None:
        """Show the channels of a world."""
        self._telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses of the preview."""
        return [
            web.get("/s/{channel}", self.posts),
            web.get("/s/{channel}/{post:[0-9]+}", self.posts),
            web.get("/{channel:[A-Za-z][A-Za-z0-9_]+}", self.contact),
            web.get("/{channel:[A-Za-z][A-Za-z0-9_]+}/{post:[0-9]+}", self.contact),
        ]

    async def posts(self, request: web.Request) -> web.StreamResponse:
        """Answer with a page of posts, 304 if it is known, 302 if there is no such channel."""
        name = request.match_info["channel"]
        channel = self._telegram.channels.get(name.lower())
        if channel is None:
            raise web.HTTPFound(f"/{name}")
        everything = channel.shown()
        chosen = around(everything, request)
        base = f"{request.scheme}://{request.host}"
        older = bool(chosen) and chosen[0] is not everything[0]
        newer = bool(chosen) and chosen[-1] is not everything[-1]
        text = page(channel, chosen, base, older=older, newer=newer)
        tag = hashlib.sha256(text.encode()).hexdigest()[:24]
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
        if any(seen.value == tag for seen in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def contact(self, request: web.Request) -> web.StreamResponse:
        """Answer for a name as the page without a preview does."""
        name = escape(request.match_info["channel"])
        text = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>@{name}</title></head>'
            f'<body><div class="tgme_page"><div class="tgme_page_additional">@{name}</div>'
            "</div></body></html>"
        )
        return web.Response(text=text, content_type="text/html")


def around(posts: list[Post], request: web.Request) -> list[Post]:
    """Return the posts of the page that is asked for, oldest first."""
    before, after = request.query.get("before", ""), request.query.get("after", "")
    if before.isdecimal():
        return [post for post in posts if post.id < int(before)][-PAGE:]
    if after.isdecimal():
        return [post for post in posts if post.id > int(after)][:PAGE]
    return posts[-PAGE:]
