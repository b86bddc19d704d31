"""What another server than Telegram's does in its own way, without anything being at fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from telethon.tl import types

from tests.mtproto.channel import Kind
from tests.mtproto.wire import chats, origins, update

if TYPE_CHECKING:
    from tests.mtproto.channel import Change, Channel
    from tests.mtproto.world import Account

_STRANGER = 999_999_999


class Shape(Enum):
    """How a change is pushed."""

    UPDATES = auto()
    COMBINED = auto()
    SHORT = auto()
    AMONG_OTHERS = auto()
    """Between updates of private chats and of a channel that nobody asked about."""
    LIKE_PRIVATE = auto()
    """A channel's message as that of a private chat."""
    TOO_LONG = auto()
    """Only that something has happened."""
    CHANNEL_TOO_LONG = auto()
    """Only where something has happened, without a count."""
    HINT = auto()
    """A short message of a private chat, which says nothing of channels."""


class Counting(Enum):
    """What becomes of a channel's count of events."""

    TELEGRAM = auto()
    UNTOLD = auto()
    """Pushes carry it and the list of chats does not."""
    STILL = auto()
    BACKWARDS = auto()


@dataclass
class Oddities:
    """All of them; as made there are none.

    ``jumbled``: pages of history in no order, with messages said twice, gone, and of strangers, and
    a wrong total. ``largest_page``: so many messages at most in a page. ``wrong_key``: what a wrong
    hash of a channel is answered with; ``skips_wrong_keys``: a list leaves it out without a word.
    """

    shape: Shape = Shape.UPDATES
    counting: Counting = Counting.TELEGRAM
    jumbled: bool = False
    largest_page: int = 100
    wrong_key: str = "CHANNEL_INVALID"
    skips_wrong_keys: bool = False

    def count(self, pts: int) -> int:
        """Return a count as a push tells it."""
        match self.counting:
            case Counting.STILL:
                return 1
            case Counting.BACKWARDS:
                return 1_000_000 - pts
            case _:
                return pts

    def dialog_count(self, channel: Channel) -> int | None:
        """Return a count as the list of chats tells it."""
        match self.counting:
            case Counting.UNTOLD:
                return None
            case Counting.STILL:
                return 0
            case _:
                return self.count(channel.pts)

    def pushed(self, change: Change, account: Account) -> bytes:
        """Return a change as it is pushed to an account."""
        now = datetime.now(UTC)
        told = update(change)
        if hasattr(told, "pts"):
            told.pts = self.count(change.pts)
        match self.shape:
            case Shape.SHORT:
                return bytes(types.UpdateShort(told, now))
            case Shape.TOO_LONG:
                return bytes(types.UpdatesTooLong())
            case Shape.CHANNEL_TOO_LONG:
                told = types.UpdateChannelTooLong(change.channel.id)
            case Shape.LIKE_PRIVATE if change.kind is Kind.NEW:
                told = types.UpdateNewMessage(told.message, pts=7, pts_count=1)
            case Shape.LIKE_PRIVATE if change.kind is Kind.EDITED:
                told = types.UpdateEditMessage(told.message, pts=7, pts_count=1)
            case Shape.HINT:
                return bytes(
                    types.UpdateShortMessage(
                        id=5, user_id=_STRANGER, message="?", pts=1, pts_count=1, date=now
                    )
                )
        several = [told] if self.shape is not Shape.AMONG_OTHERS else _among_others(told)
        shown = chats(account, change.channel, *origins(change.messages))
        if self.shape is Shape.COMBINED:
            return bytes(types.UpdatesCombined(several, [], shown, now, seq_start=0, seq=0))
        return bytes(types.Updates(several, users=[], chats=shown, date=now, seq=0))

    def page(self, shown: list[Any]) -> list[Any]:
        """Return a page of history, newest first as it comes, as this server gives it."""
        shown = shown[: self.largest_page]
        if not self.jumbled:
            return shown
        gone = [types.MessageEmpty(each.id + 100_000, peer_id=None) for each in shown[:2]]
        return [*_of_a_stranger(), *sorted(shown * 2, key=lambda each: each.id % 7), *gone]


def _among_others(told: object) -> list[object]:
    return [
        types.UpdateMessageID(id=8, random_id=8),
        types.UpdateNewChannelMessage(_of_a_stranger()[0], pts=5, pts_count=1),
        types.UpdateUserTyping(user_id=_STRANGER, action=types.SendMessageTypingAction()),
        told,
        types.UpdateReadChannelInbox(_STRANGER, max_id=3, still_unread_count=0, pts=9),
        types.UpdateDeleteChannelMessages(_STRANGER, [1, 2, 3], pts=12, pts_count=3),
        types.UpdateChannelTooLong(_STRANGER),
    ]


def _of_a_stranger() -> list[types.Message]:
    """Return messages of a channel that nobody asked about."""
    peer = types.PeerChannel(_STRANGER)
    return [
        types.Message(id=number, peer_id=peer, date=datetime.now(UTC), message="Чужое")
        for number in (1, 100_000)
    ]
