"""What every source promises: posts in, with word of how the source itself is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from alerts.posts import SourcePost

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A look at a channel went well (``trouble`` is None), or did not, and why in one sentence.

    ``title`` and ``channel_id`` are what the source learnt about the channel, if anything.
    """

    channel: str
    source: str
    at: datetime
    trouble: str | None = None
    title: str | None = None
    channel_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """Every post of the channel up to this number was handed over before this word.

    Whoever keeps posts keeps the highest mark too, after them: a push may bring post 120 while
    100 to 119 are still to be fetched, so after a kill the mark and not the newest kept number
    tells where to go on.
    """

    channel: str
    source: str
    up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What Telegram says of a channel; ``username`` is in lower case, None if it has none now.

    ``restricted`` channels are closed to some or all; ``left`` means that the account has not
    joined it, so that nothing is pushed and posts are only found by asking.
    """

    channel_id: int
    username: str | None
    title: str
    verified: bool = False
    scam: bool = False
    fake: bool = False
    restricted: bool = False
    left: bool = False
    subscribers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSeen:
    """A source learnt what a followed channel is; told at first sight and at every change.

    ``channel`` is the username by which it is followed. ``taken_over`` means that the username
    leads to another channel than the one that was pinned: ``facts`` are those of the stranger,
    and none of its posts are handed over.
    """

    channel: str
    source: str
    at: datetime
    facts: ChannelFacts
    taken_over: bool = False


Heard = SourcePost | SourceStatus | SourceMark | ChannelSeen


class Memory(Protocol):
    """What a source may ask about posts that are already kept."""

    async def newest_id(self, channel: str) -> int | None:
        """Return the highest message id kept for a channel, None if it has none yet."""

    async def oldest_id(self, channel: str) -> int | None:
        """Return the lowest message id kept for a channel, None if it has none yet."""

    async def kept_ids(self, channel: str, after: int, up_to: int) -> frozenset[int]:
        """Return the message ids kept for a channel between two numbers, the second included."""

    async def mark(self, channel: str) -> int | None:
        """Return the number up to which every post is kept, None if it was never marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Which channel a username meant when it was first resolved, and an account's key to it."""

    channel: str
    channel_id: int
    access_hash: int


class Pins(Protocol):
    """What a source may ask about channels that were resolved before; keys are per account.

    ``pinned_id`` answers for all accounts, and with the number a config names.
    """

    async def get(self, account: str, channel: str) -> Pin | None:
        """Return an account's pin of a channel, None if it never resolved the username."""

    async def put(self, account: str, pin: Pin) -> None:
        """Keep an account's pin of a channel in place of an older one."""

    async def pinned_id(self, channel: str) -> int | None:
        """Return the numeric id the channel must have, None if it is not known yet."""

    async def resolved(self, account: str, at: datetime) -> None:
        """Count a username that an account has Telegram look up."""

    async def resolved_since(self, account: str, since: datetime) -> int:
        """Return how many usernames an account has had looked up after a moment."""


class Clock(Protocol):
    """The moment, and waiting in it; a replayed night has its own."""

    def now(self) -> datetime:
        """Return the present moment, aware."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""

    async def sleep_until(self, moment: datetime) -> None:
        """Wait until this clock shows ``moment``; return at once if it already has."""


class Listener(Protocol):
    """A source of posts.

    ``heard`` yields every post at least once, a channel's own posts oldest first, and goes on for
    ever unless the source ends by itself (a recorded night). A post heard again is harmless: what
    is kept decides. An iterator that is closed leaves nothing running. Trouble with one channel is
    yielded as a status and never raised; the other channels go on.
    """

    @property
    def name(self) -> str:
        """Return what this source is called in logs and in the health of channels."""

    def heard(self) -> AsyncGenerator[Heard, None]:
        """Listen until cancelled or, for a finite source, until its end."""


class LiveListener(Listener, Protocol):
    """A source whose channels may change while it is listened to."""

    def follow(self, channels: Sequence[str]) -> None:
        """Follow these channels and no others from now on."""
