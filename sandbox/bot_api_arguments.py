"""A request's arguments, from JSON, a form or the address, each read as what it should be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.errors import CHAT_NOT_FOUND, bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping


class Arguments:
    """The arguments of one call."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """Take the values as they came: text from a form, any type from JSON."""
        self._values = values

    def text(self, name: str) -> str:
        """Return a text, empty if it is not given."""
        value = self._values.get(name)
        if value is None or isinstance(value, web.FileField):
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f'field "{name}" must be a valid Number') from None

    def flag(self, name: str) -> bool:
        """Return a yes or no, no if it is not given."""
        return str(self._values.get(name, "")).lower() in {"true", "1", "yes", "t", "y"}

    def parsed(self, name: str) -> object:
        """Return a structured value, None if it is not given."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> web.FileField | None:
        """Return an uploaded file, sent under its own name or attached under another."""
        value = self._values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"))
        return value if isinstance(value, web.FileField) else None

    def chat(self) -> int | str:
        """Return the chat that is meant: a number, or a channel's name with its "@"."""
        value = self.text("chat_id").strip()
        if not value:
            raise bad_request("chat_id is empty")
        if value.startswith("@"):
            return value
        try:
            return int(value)
        except ValueError:
            raise bad_request(CHAT_NOT_FOUND) from None


async def read_arguments(request: web.Request) -> Arguments:
    """Read what a request brings, however it brings it."""
    values: dict[str, object] = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            try:
                body = await request.json()
            except ValueError:
                raise bad_request("can't parse request JSON object") from None
            if isinstance(body, dict):
                values.update(body)
        else:
            values.update(await request.post())
    return Arguments(values)
