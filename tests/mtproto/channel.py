"""One channel of the made-up Telegram: its posts, and the numbered list of what changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import count
from typing import TYPE_CHECKING, Any

from telethon.tl import types

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_group_ids = count(13_000_000_000)


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded post was first, under which id, and when."""

    channel: Channel
    message_id: int
    date: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A post as it stands; an edit makes another. ``action`` is a service message's TL object."""

    id: int
    date: datetime
    text: str = ""
    edit_date: datetime | None = None
    grouped_id: int | None = None
    photo: bool = False
    forward: Forward | None = None
    entities: Sequence[Any] = ()
    action: Any = None


class Kind(Enum):
    """What may happen in a channel."""

    NEW = auto()
    EDITED = auto()
    DELETED = auto()
    ABOUT = auto()
    """Something about the channel itself; it has no number."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; ``pts`` is the channel's number after it, ``count`` how many."""

    kind: Kind
    channel: Channel
    messages: tuple[Message, ...] = ()
    pts: int = 0
    count: int = 0


@dataclass(eq=False, kw_only=True)
class Channel:
    """A broadcast channel. Every change of it is told to ``tell`` at once.

    ``private`` shuts it to everybody (made private, banned by Telegram), ``banned`` to the accounts
    of these names.
    """

    id: int
    title: str
    username: str | None
    tell: Callable[[Change], None]
    verified: bool = False
    scam: bool = False
    fake: bool = False
    restricted: bool = False
    subscribers: int = 1000
    private: bool = False
    banned: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    pts: int = 1
    last_id: int = 0
    changed_at: datetime = datetime(2020, 1, 1, tzinfo=UTC)

    @property
    def top(self) -> Message | None:
        """Return the newest post that is still there."""
        return next(reversed(self.messages.values()), None)

    def shut_to(self, account: str) -> bool:
        """Tell whether an account may not look in."""
        return self.private or account in self.banned

    def publish(
        self,
        text: str,
        *,
        at: datetime | None = None,
        photo: bool = False,
        grouped_id: int | None = None,
        entities: Sequence[Any] = (),
    ) -> Message:
        """Publish a post, by default now."""
        return self._add(
            Message(
                id=self._new_id(),
                date=_moment(at),
                text=text,
                photo=photo,
                grouped_id=grouped_id,
                entities=entities,
            )
        )

    def album(self, *texts: str, at: datetime | None = None) -> list[Message]:
        """Publish photographs as one album; each has its caption or the empty string."""
        group = next(_group_ids)
        return [self.publish(text, at=at, photo=True, grouped_id=group) for text in texts]

    def forward(self, message: Message, origin: Channel, *, at: datetime | None = None) -> Message:
        """Publish another channel's post as a forward."""
        source = Forward(origin, message.id, message.date)
        new = Message(id=self._new_id(), date=_moment(at), text=message.text, forward=source)
        return self._add(new)

    def service(self, action: object, *, at: datetime | None = None) -> Message:
        """Publish a service message with this TL action."""
        return self._add(Message(id=self._new_id(), date=_moment(at), action=action))

    def edit(self, message_id: int, text: str, *, at: datetime | None = None) -> Message:
        """Replace the text of a post."""
        new = replace(self.messages[message_id], text=text, edit_date=_moment(at))
        self.messages[message_id] = new
        self._happen(Kind.EDITED, new)
        return new

    def delete(self, *message_ids: int) -> None:
        """Delete posts."""
        self._happen(Kind.DELETED, *(self.messages.pop(each) for each in message_ids))

    def push_again(self, message_id: int) -> None:
        """Push a post that is there already, as one that is new."""
        self._happen(Kind.NEW, self.messages[message_id])

    def rename(self, title: str) -> None:
        """Change the title, which leaves a service message."""
        self.title = title
        self.service(types.MessageActionChatEditTitle(title))

    def become(
        self,
        *,
        verified: bool | None = None,
        scam: bool | None = None,
        fake: bool | None = None,
        private: bool | None = None,
    ) -> None:
        """Change a mark of the channel, or shut it or open it again, and tell the members."""
        self.verified = self.verified if verified is None else verified
        self.scam = self.scam if scam is None else scam
        self.fake = self.fake if fake is None else fake
        self.private = self.private if private is None else private
        self._happen(Kind.ABOUT)

    def ban(self, account: str) -> None:
        """Shut the channel to one account."""
        self.banned.add(account)
        self._happen(Kind.ABOUT)

    def take(self, username: str | None) -> None:
        """Take a username or give it up; ``World.move_username`` takes it from another."""
        self.username = username
        self._happen(Kind.ABOUT)

    def _new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def _add(self, message: Message) -> Message:
        self.messages[message.id] = message
        self._happen(Kind.NEW, message)
        return message

    def _happen(self, kind: Kind, *messages: Message) -> None:
        self.pts += len(messages)
        self.changed_at = datetime.now(UTC)
        change = Change(kind, self, messages, self.pts, len(messages))
        if messages:
            self.changes.append(change)
        self.tell(change)


def _moment(at: datetime | None) -> datetime:
    return (at or datetime.now(UTC)).replace(microsecond=0)
