"""Exports as Telegram Desktop writes them, made for the tests."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any

from alerts.posts import SourcePost
from listeners.export import read_export
from listeners.skipped import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOSCOW = timezone(timedelta(hours=3))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
TORN = "not JSON: "


def message(number: int, text: object = "Тревога", **more: object) -> dict[str, Any]:
    """Return a message as the exporter writes it."""
    return {
        "id": number,
        "type": "message",
        "date": "2026-09-14T23:00:00",
        "date_unixtime": str(1789416000 + number),
        "from": "Оперштаб",
        "from_id": "channel1623943359",
        **more,
        "text": text,
        "text_entities": [],
    }


def chat(messages: Sequence[object], name: str = "Оперштаб", number: int = 5) -> dict[str, Any]:
    """Return a chat as the exporter writes it."""
    return {"name": name, "type": "public_channel", "id": number, "messages": messages}


def account(*chats: dict[str, Any]) -> dict[str, Any]:
    """Return the export of a whole account."""
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1},
        "chats": {"about": "This page lists all chats.", "list": list(chats)},
        "left_chats": {"about": "Left.", "list": [chat([message(1, "Чужое")], "Старый", 99)]},
    }


def file(export: object) -> bytes:
    """Return the bytes of a file."""
    return json.dumps(export, ensure_ascii=False, indent=1).encode()


def read(
    data: bytes, *, chat: int | str | None = None, zone: tzinfo = MOSCOW
) -> list[SourcePost | Skipped]:
    """Import a file."""
    return list(
        read_export(io.BytesIO(data), channel="@OperShtab", received_at=NOW, chat=chat, zone=zone)
    )


def ids(items: Iterable[SourcePost | Skipped]) -> list[int]:
    """Return the numbers of the posts."""
    return [item.message_id for item in items if isinstance(item, SourcePost)]


def skipped(items: Iterable[SourcePost | Skipped]) -> list[tuple[int | None, str]]:
    """Return what was passed over."""
    return [(item.message_id, item.why) for item in items if isinstance(item, Skipped)]


def text_of(data: bytes) -> str:
    """Return the text of the only post of a file."""
    (post,) = read(data)
    assert isinstance(post, SourcePost)
    return post.text
