"""Reads posts from ``result.json`` of a Telegram Desktop export, however large and however torn."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final
from zoneinfo import ZoneInfo

from listeners.export_message import OddMessageError, number_of, post_of
from listeners.export_scan import Chat, Found, Lost, Window, chats, scan
from listeners.skipped import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from alerts.posts import SourcePost

_MOSCOW: Final = ZoneInfo("Europe/Moscow")
_CHANNELS: Final = frozenset(
    {"public_channel", "private_channel", "public_supergroup", "private_supergroup"}
)
_NAMED_AT_MOST: Final = 10


class ExportError(Exception):
    """A file that cannot be imported as it was asked, told in one sentence."""


class ExportReader:
    """Iterates over the posts of one chat of an export, in the order of the file.

    The file does not know a channel's username, so ``channel`` says whose posts these are. Of an
    export with several chats, ``chat`` picks one by its number or its name. ``zone`` is the one the
    exporter's computer lived in; only exports of before 2022 need it, newer ones hold UTC as well.
    The stream must be one that can be rewound; it is read in little memory.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        channel: str,
        received_at: datetime,
        chat: int | str | None = None,
        zone: tzinfo = _MOSCOW,
    ) -> None:
        """Prepare to read from where ``stream`` stands."""
        self._stream = stream
        self._start = stream.tell()
        self._window = Window(stream)
        self._channel = channel.lower().lstrip("@")
        self._received_at = received_at
        self._asked = None if chat is None else str(chat).strip()
        self._zone = zone

    @property
    def position(self) -> int:
        """Return how many bytes have been read so far, for a progress bar."""
        return self._window.position

    def __iter__(self) -> Iterator[SourcePost | Skipped]:
        """Yield posts, and what could not be read; ExportError if there is nothing to import."""
        chosen, of_account = self._choose()
        self._stream.seek(self._start)
        self._window = Window(self._stream)
        listening = told = begun = False
        for item in scan(self._window):
            if isinstance(item, Chat):
                begun = True
                listening = item.id == chosen.id or (item.id is None and not of_account)
                if not listening and not told and (item.id is None or not of_account):
                    told = True
                    place = f"byte {self._window.byte}"
                    yield Skipped(place=place, why="messages follow whose chat cannot be told")
            elif listening and (heard := self._heard(item, chosen)) is not None:
                yield heard
        if not begun:
            raise ExportError("the file holds no messages of a Telegram Desktop export")

    def _choose(self) -> tuple[Chat, bool]:
        """Return the chat to import, and whether the file is a whole account's export."""
        first = next(chats(self._stream), None)
        if first is None or not first.of_account:
            only = first or Chat()
            if self._asked is not None and only.id is not None and not self._is_asked(only):
                raise ExportError(f"the file holds the chat {_named([only])} and not the asked one")
            return only, False
        self._stream.seek(self._start)
        held = [chat for chat in chats(self._stream) if chat.id is not None]
        fitting = held if self._asked is None else [chat for chat in held if self._is_asked(chat)]
        if len(fitting) == 1:
            return fitting[0], True
        if not fitting:
            raise ExportError(f"the asked chat is not in the file, which holds {_named(held)}")
        raise ExportError(f"pick one of several chats by its number: {_named(fitting)}")

    def _is_asked(self, chat: Chat) -> bool:
        """Return whether the chat bears the asked name or number (also as the Bot API has it)."""
        if self._asked is None:
            return False
        by_name = chat.name is not None and chat.name.casefold() == self._asked.casefold()
        return by_name or self._asked in {str(chat.id), f"-100{chat.id}"}

    def _heard(self, item: Found | Lost, chat: Chat) -> SourcePost | Skipped | None:
        """Return what one place of the file holds."""
        if isinstance(item, Lost):
            return Skipped(place=f"byte {item.byte}", why=item.why, message_id=item.message_id)
        try:
            return post_of(
                item.message,
                channel=self._channel,
                channel_id=chat.id if chat.kind in _CHANNELS else None,
                zone=self._zone,
                received_at=self._received_at,
            )
        except OddMessageError as odd:
            number = number_of(item.message)
            return Skipped(place=f"byte {item.byte}", why=str(odd), message_id=number)


def read_export(
    stream: BinaryIO,
    *,
    channel: str,
    received_at: datetime,
    chat: int | str | None = None,
    zone: tzinfo = _MOSCOW,
) -> Iterator[SourcePost | Skipped]:
    """Read an export in one go, for whoever needs no progress bar; see ``ExportReader``."""
    return iter(
        ExportReader(stream, channel=channel, received_at=received_at, chat=chat, zone=zone)
    )


def _named(held: list[Chat]) -> str:
    """Return chats by name and number, for a sentence."""
    names = [f"«{chat.name or 'without a name'}» ({chat.id})" for chat in held[:_NAMED_AT_MOST]]
    more = len(held) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "") if names else "none by name"
