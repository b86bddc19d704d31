"""Reads one message of an export: a post, nothing of interest, or an oddity with its reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

from alerts.posts import SourcePost

_LARGEST_ID: Final = 2**31 - 1
_WITHOUT_TEXT: Final = frozenset({"service", "unsupported"})


class OddMessageError(Exception):
    """A message that is JSON but not what an exporter writes."""


def post_of(
    message: Mapping[str, Any],
    *,
    channel: str,
    channel_id: int | None,
    zone: tzinfo,
    received_at: datetime,
) -> SourcePost | None:
    """Return the post a message is, None if it is none; OddMessageError with what is wrong."""
    kind = message.get("type")
    if kind in _WITHOUT_TEXT:
        return None
    if kind != "message":
        raise OddMessageError(f"its type is {str(kind)[:40]!r}")
    message_id = number_of(message)
    if message_id is None:
        raise OddMessageError("its id is no message number")
    published_at = _moment(message, "date", zone)
    if published_at is None:
        raise OddMessageError("it has no date")
    edited_at = _moment(message, "edited", zone)
    origin = message.get("forwarded_from")
    return SourcePost(
        channel=channel,
        message_id=message_id,
        text=_text(message.get("text")),
        published_at=published_at,
        received_at=received_at,
        source="export",
        # old exports give a post that was never edited the edit time 1970-01-01
        edited_at=edited_at if edited_at and edited_at >= published_at else None,
        channel_id=channel_id,
        forwarded_from=_text(origin) if isinstance(origin, str) else None,
    )


def number_of(message: Mapping[str, Any]) -> int | None:
    """Return the message's number, None if it has none."""
    number = message.get("id")
    if isinstance(number, int) and not isinstance(number, bool) and 0 < number <= _LARGEST_ID:
        return number
    return None


def _moment(message: Mapping[str, Any], key: str, zone: tzinfo) -> datetime | None:
    """Return a moment, from the seconds if given, else from the local time of the exporter."""
    seconds, local = message.get(f"{key}_unixtime"), message.get(key)
    try:
        if isinstance(seconds, str | int):
            return datetime.fromtimestamp(int(seconds), UTC)
        if isinstance(local, str):
            moment = datetime.fromisoformat(local)
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise OddMessageError(f"its {key} is no moment") from None
    return None


def _text(text: object) -> str:
    """Join the pieces of a text; plain pieces are strings, marked ones are objects."""
    if isinstance(text, list):
        text = "".join([_piece(piece) for piece in text])
    if not isinstance(text, str):
        raise OddMessageError("its text is no text")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise OddMessageError("its text holds bytes that are no characters") from None
    return text.replace("\x00", "")  # no database takes it


def _piece(piece: object) -> str:
    """Return the characters of one piece."""
    if isinstance(piece, dict):
        piece = piece.get("text")
    if not isinstance(piece, str):
        raise OddMessageError("its text is no text")
    return piece
