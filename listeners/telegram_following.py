"""The channels an account follows, and how it stands with each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from telethon.tl import types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from listeners.protocol import ChannelFacts, Pin
    from listeners.telegram_ear import Ear

_KEY_SECONDS: Final = 3600.0
"""A key that was asked for is not asked for again in so long: look-ups are few."""


@dataclass(eq=False, slots=True)
class Followed:
    """A channel that is followed; ``pts`` is Telegram's count of all that happened in it.

    One ``may_differ`` if events were missed, so that its older posts must be compared too. One
    ``is_unseen`` if looks do not show it, so that only its history tells how it stands.
    """

    ear: Ear
    pin: Pin | None = None
    has_begun: bool = False
    facts: ChannelFacts | None = None
    pts: int | None = None
    pts_at_look: int | None = None
    settled_top: int = 0
    trouble: str | None = None
    try_again_at: float = 0.0
    failures: int = 0
    swept_at: float | None = None
    may_differ: bool = False
    compared_at: float | None = None
    owner_asked_at: float | None = None
    key_renewed_at: float | None = None
    wants_posts: bool = False
    wants_sweep: bool = False
    busy: bool = False
    is_unseen: bool = False

    @property
    def name(self) -> str:
        """Return the username by which it is followed."""
        return self.ear.wording.channel

    def peer(self) -> Any:  # noqa: ANN401 - Telethon ships no types
        """Return the channel as requests name it; it must be pinned."""
        if self.pin is None:
            raise RuntimeError(f"@{self.name} is not pinned")
        return types.InputPeerChannel(self.pin.channel_id, self.pin.access_hash)

    def forget_wants(self) -> None:
        """Give up what was to be read; the count is forgotten too, so that a look asks again."""
        self.wants_posts = self.wants_sweep = False
        self.pts = None

    def may_renew_key(self, now: float) -> bool:
        """Tell whether another key may be asked for; a fresh one is as good as the next."""
        if self.key_renewed_at is not None and now - self.key_renewed_at < _KEY_SECONDS:
            return False
        self.key_renewed_at = now
        return True

    def pinned(self, pin: Pin | None) -> None:
        """Take the channel's number and the account's key to it, or forget them."""
        self.pin = pin
        if pin is not None:
            self.ear.wording.channel_id = pin.channel_id


class Following:
    """All of them; the set may change while it is followed."""

    def __init__(self, channels: Iterable[str], make_ear: Callable[[str], Ear]) -> None:
        """Begin with some channels."""
        self._make_ear = make_ear
        self._by_name: dict[str, Followed] = {}
        self.changed = asyncio.Event()
        self.follow(channels)

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator over a copy
        """Go through the channels as they are now."""
        return iter(list(self._by_name.values()))

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self._by_name)

    def __contains__(self, followed: object) -> bool:
        """Tell whether a channel is still followed."""
        return isinstance(followed, Followed) and self._by_name.get(followed.name) is followed

    def follow(self, channels: Iterable[str]) -> None:
        """Follow these and no others; what is known of one that stays is kept."""
        names = dict.fromkeys(name.lower().lstrip("@") for name in channels)
        self._by_name = {
            name: self._by_name.get(name) or Followed(self._make_ear(name)) for name in names
        }
        self.changed.set()

    def by_id(self, channel_id: int | None) -> Followed | None:
        """Return the channel with a number, None if it is not followed."""
        for followed in self._by_name.values():
            if followed.pin is not None and followed.pin.channel_id == channel_id:
                return followed
        return None
