"""What a channel said, in plain words: Telegram's objects in, ours out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from telethon.tl import types

from listeners.protocol import ChannelFacts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as it was read; ``text`` is None for a service message, "" for media alone.

    ``group`` is shared by the parts of one album.
    """

    message_id: int
    text: str | None
    published_at: datetime
    edited_at: datetime | None = None
    group: int | None = None
    forwarded_from: str | None = None
    forwarded_at: datetime | None = None

    @property
    def is_quiet_part(self) -> bool:
        """Tell a picture of an album from the part that carries the words."""
        return self.group is not None and self.text == ""


def said(message: Any, chats: Iterable[Any] = (), users: Iterable[Any] = ()) -> Said | None:  # noqa: ANN401 - Telethon ships no types
    """Return what a message says, None if it is only the place of one that was deleted."""
    if message.date is None or isinstance(message, types.MessageEmpty):
        return None
    if isinstance(message, types.MessageService):
        return Said(message_id=message.id, text=None, published_at=_aware(message.date))
    origin = message.fwd_from
    return Said(
        message_id=message.id,
        text=_clean(message.message or ""),
        published_at=_aware(message.date),
        edited_at=None if message.edit_date is None else _aware(message.edit_date),
        group=message.grouped_id,
        forwarded_from=None if origin is None else _origin(origin, chats, users),
        forwarded_at=None if origin is None or origin.date is None else _aware(origin.date),
    )


def channel_of(message: Any) -> int | None:  # noqa: ANN401 - Telethon ships no types
    """Return the bare number of the channel a message stands in, None if it is no channel."""
    return getattr(message.peer_id, "channel_id", None)


def facts_of(channel: Any, followed: str) -> ChannelFacts:  # noqa: ANN401 - Telethon ships no types
    """Return what Telegram says of a channel; of several usernames the followed one counts."""
    names = [channel.username or ""]
    names += [other.username for other in channel.usernames or () if other.active]
    lowered = [name.lower() for name in names if name]
    return ChannelFacts(
        channel_id=channel.id,
        username=followed if followed in lowered else next(iter(lowered), None),
        title=_clean(channel.title),
        verified=bool(channel.verified),
        scam=bool(channel.scam),
        fake=bool(channel.fake),
        restricted=bool(channel.restricted),
        left=bool(channel.left),
        subscribers=channel.participants_count,
    )


def _origin(origin: Any, chats: Iterable[Any], users: Iterable[Any]) -> str:  # noqa: ANN401 - Telethon ships no types
    """Return whom a forwarded message is from, as Telegram would show it."""
    match origin.from_id:
        case types.PeerChannel(channel_id=number) | types.PeerChat(chat_id=number):
            name = next((chat.title for chat in chats if chat.id == number), None)
            return _clean(name) if name else f"channel {number}"
        case types.PeerUser(user_id=number):
            names = (
                " ".join(filter(None, (user.first_name, user.last_name)))
                for user in users
                if user.id == number
            )
            return _clean(next(names, "") or f"user {number}")
        case _:
            return _clean(origin.from_name or "somebody")


def _clean(text: str) -> str:
    """Return text that any database takes."""
    return text.replace("\x00", "")


def _aware(moment: datetime) -> datetime:
    """Return a moment in UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
