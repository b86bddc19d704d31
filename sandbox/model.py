"""The things of the stand-in world: channels and posts, residents, chats, messages, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sandbox.errors import Json

SUPERGROUPS_BELOW = -1_000_000_000_000


@dataclass(slots=True, kw_only=True)
class Post:
    """A channel's post; a deleted one keeps its number and is shown nowhere."""

    id: int
    text: str
    date: datetime
    edited: datetime | None = None
    deleted: bool = False
    reply_to: int | None = None
    forwarded_from: str | None = None


@dataclass(slots=True, kw_only=True)
class Channel:
    """A public channel; ``drafts`` are posts ready to be published from the page.

    One that is not ``followed`` is there for an operator to add.
    """

    username: str
    title: str
    role: str
    region: str | None
    about: str
    next_id: int
    municipality: str | None = None
    followed: bool = True
    drafts: list[Json] = field(default_factory=list)
    posts: dict[int, Post] = field(default_factory=dict)

    def shown(self) -> list[Post]:
        """Return the posts a reader sees, oldest first."""
        return [post for post in self.posts.values() if not post.deleted]


@dataclass(slots=True, kw_only=True)
class Resident:
    """A person with a Telegram account; ``shown`` ones can be played on the page.

    ``captions`` are the page's own names for them, by language. An ``operator`` runs the relay.
    """

    id: int
    first_name: str
    language: str = "ru"
    shown: bool = False
    operator: bool = False
    captions: Json = field(default_factory=dict)

    def json(self) -> Json:
        """Return the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language,
        }


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An uploaded file; a picture also has a size in pixels."""

    id: str
    name: str
    content: bytes
    mime: str
    width: int = 0
    height: int = 0


@dataclass(slots=True, kw_only=True)
class Message:
    """A message of a chat; with a picture or a document ``text`` is its caption."""

    id: int
    date: datetime
    from_bot: bool
    text: str
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    reply_to: int | None = None
    quote: str | None = None
    silent: bool = False
    edited: datetime | None = None
    photo: StoredFile | None = None
    document: StoredFile | None = None
    preview: Json | None = None


@dataclass(slots=True, kw_only=True)
class Chat:
    """A bot's chat with a resident, a group or a supergroup."""

    id: int
    title: str
    next_id: int
    resident: Resident | None = None
    blocked: bool = False
    keyboard: Json | None = None
    pinned: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Tell whether several people read it; Telegram gives such chats negative ids."""
        return self.id < 0

    def json(self) -> Json:
        """Return the Bot API's Chat."""
        if self.resident is not None:
            return {"id": self.id, "type": "private", "first_name": self.resident.first_name}
        if not self.is_group:
            return {"id": self.id, "type": "private", "first_name": self.title}
        kind = "supergroup" if self.id < SUPERGROUPS_BELOW else "group"
        return {"id": self.id, "type": kind, "title": self.title}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A pressed button that waits for its answer until ``expires`` (monotonic)."""

    id: str
    chat: int
    message: int
    expires: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A request that changed something, with the monotonic moment it was accepted."""

    t: float
    chat_id: int
    method: str
    text: str
    silent: bool
    reply_to: int | None
    message_id: int
