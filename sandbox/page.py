"""The chat page's own addresses: its files, state and events, and what people do on it."""

from __future__ import annotations

import asyncio
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from aiohttp import web

from sandbox.page_state import page_state

if TYPE_CHECKING:
    from sandbox.errors import Json
    from sandbox.faults import Faults
    from sandbox.night import Night
    from sandbox.telegram import Telegram

TYPES: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
SECURITY: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
HEARTBEAT: Final = 15.0
LANGUAGES: Final = frozenset({"ru", "en"})


class Page:
    """Serves the page and does what is asked on it."""

    def __init__(self, telegram: Telegram, night: Night, faults: Faults) -> None:
        """Show a world, its night, and let troubles be asked for."""
        self._telegram = telegram
        self._night = night
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses of the page."""
        return [
            web.get("/", self.file),
            web.get("/sandbox/page/{file:[a-z_]+[.](css|js|svg)}", self.file),
            web.get("/sandbox/state", self.state),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/accepted", self.accepted),
            web.get("/sandbox/files/{file}", self.picture),
            web.post("/sandbox/channels/{channel}/posts", self.publish),
            web.post("/sandbox/channels/{channel}/posts/{post:[0-9]+}", self.edit),
            web.delete("/sandbox/channels/{channel}/posts/{post:[0-9]+}", self.delete),
            web.post("/sandbox/chats/{chat:[0-9]+}/messages", self.write),
            web.post("/sandbox/chats/{chat:[0-9]+}/press", self.press),
            web.post("/sandbox/night", self.turn),
            web.post("/sandbox/faults", self.fault),
        ]

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Answer with one of the page's files."""
        name = request.match_info.get("file", "index.html")
        found = files("sandbox").joinpath("page_files", name)
        if not found.is_file():
            raise web.HTTPNotFound
        text = found.read_text(encoding="utf-8")
        kind = TYPES[name.rsplit(".", 1)[-1]]
        return web.Response(text=text, content_type=kind, headers=SECURITY)

    async def state(self, _request: web.Request) -> web.StreamResponse:
        """Answer with everything the page shows."""
        return _json(page_state(self._telegram, self._night))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens, until the page is closed or falls behind."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        with self._telegram.watchers.watch() as queue:
            await response.prepare(request)
            await response.write(b'retry: 1000\ndata: {"type": "reload"}\n\n')
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        event = await queue.get()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if event is None:
                    return response
                line = json.dumps(event, ensure_ascii=False)
                await response.write(f"data: {line}\n\n".encode())

    async def accepted(self, request: web.Request) -> web.StreamResponse:
        """Answer with what bots have sent, from the given place of the record on."""
        start = request.query.get("from", "0")
        if not start.isdecimal():
            raise web.HTTPBadRequest
        return _json(
            [
                {
                    "t": row.t,
                    "chat_id": row.chat_id,
                    "method": row.method,
                    "text": row.text,
                    "silent": row.silent,
                    "reply_to": row.reply_to,
                    "message_id": row.message_id,
                }
                for row in self._telegram.accepted[int(start) :]
            ]
        )

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """Answer with a file the page's bot has sent; only a picture is shown in place."""
        stored = self._telegram.any_bot().files.get(request.match_info["file"])
        if stored is None:
            raise web.HTTPNotFound
        if stored.width:
            return web.Response(body=stored.content, content_type=stored.mime, headers=SECURITY)
        headers = SECURITY | {"Content-Disposition": "attachment"}
        return web.Response(
            body=stored.content, content_type="application/octet-stream", headers=headers
        )

    async def publish(self, request: web.Request) -> web.StreamResponse:
        """Publish what was written as the channel's owner."""
        text = await _text(request)
        self._check_channel(request)
        return _json({"id": self._telegram.publish(request.match_info["channel"], text)})

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """Change a post."""
        text = await _text(request)
        channel, post = self._post(request)
        self._telegram.edit_post(channel, post, text)
        return _json({})

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """Take a post down."""
        self._telegram.delete_post(*self._post(request))
        return _json({})

    async def write(self, request: web.Request) -> web.StreamResponse:
        """Let a resident write to the bot, in the page's language."""
        body = await _body(request)
        resident = self._telegram.residents.get(int(request.match_info["chat"]))
        if resident is None:
            raise web.HTTPNotFound
        self._speak(resident.id, body)
        return _json({"id": self._telegram.send(resident.id, await _text(request))})

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Let a resident press a button."""
        body = await _body(request)
        chat = int(request.match_info["chat"])
        self._speak(chat, body)
        try:
            query = self._telegram.press(chat, int(body["message"]), str(body["data"]))
        except (KeyError, StopIteration):
            raise web.HTTPNotFound from None  # the message or its button is no longer there
        return _json({"query": query})

    async def turn(self, request: web.Request) -> web.StreamResponse:
        """Play, pause, restart or speed the night."""
        body = await _body(request)
        actions = {
            "play": self._night.play,
            "pause": self._night.pause,
            "restart": self._night.restart,
        }
        if "speed" in body:
            self._night.set_speed(float(body["speed"]))
        if "action" in body:
            if body["action"] not in actions:
                raise web.HTTPBadRequest
            actions[body["action"]]()
        return _json(self._night.view())

    async def fault(self, request: web.Request) -> web.StreamResponse:
        """Ask for a trouble, in the words of ``Faults.add``; {"clear": true} ends them all."""
        body = await _body(request)
        if body.pop("clear", False):
            self._faults.clear()
        if body:
            try:
                self._faults.add(**body)
            except (TypeError, ValueError) as wrong:
                raise web.HTTPBadRequest(text=str(wrong)) from None
        return _json({"waiting": len(self._faults.waiting)})

    def _speak(self, resident_id: int, body: Json) -> None:
        """Let a resident's own language be the one the page is read in."""
        if resident_id in self._telegram.residents and body.get("language") in LANGUAGES:
            self._telegram.residents[resident_id].language = body["language"]

    def _check_channel(self, request: web.Request) -> str:
        channel = request.match_info["channel"]
        if channel.lower() not in self._telegram.channels:
            raise web.HTTPNotFound
        return channel

    def _post(self, request: web.Request) -> tuple[str, int]:
        channel, number = self._check_channel(request), int(request.match_info["post"])
        post = self._telegram.channel(channel).posts.get(number)
        if post is None or post.deleted:
            raise web.HTTPNotFound
        return channel, number


async def _body(request: web.Request) -> Json:
    """Return the JSON object of a request; a foreign site's form never gets this far."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


async def _text(request: web.Request) -> str:
    body = await _body(request)
    text = str(body.get("text", "")).strip()
    if not 1 <= len(text) <= 4096:  # noqa: PLR2004 - Telegram's limit of a text
        raise web.HTTPBadRequest
    return text


def _json(body: object) -> web.Response:
    return web.json_response(body, dumps=lambda value: json.dumps(value, ensure_ascii=False))
