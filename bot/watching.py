"""What operators' commands work with: a look at a channel, and the decision to follow it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from alerts.channels import Channel, Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping
    from datetime import datetime

    from alerts.profiles import ChannelLook
    from alerts.reader import Reader
    from storage.store import Store

_KEPT_QUESTIONS: Final = 50
_KEY_BYTES: Final = 6


class Starter(Protocol):
    """What the list of known official channels says of one."""

    @property
    def channel_id(self) -> int | None:
        """Return the number the channel is known by."""

    @property
    def follow(self) -> bool:
        """Tell whether the list advises to follow it."""

    @property
    def region(self) -> str | None:
        """Return its home region."""

    @property
    def municipality(self) -> str | None:
        """Return the area below it that a city's own channel speaks for."""

    @property
    def role(self) -> Role:
        """Return whose voice it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an operator was asked: whether to follow a channel in an office."""

    look: ChannelLook
    role: Role
    region: str | None
    municipality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Who may watch over the sources, and how a channel is looked at.

    ``changed`` is called when another channel is followed, or one no more. ``bots`` are the names
    of our bots, by number.
    """

    chats: Collection[int]
    reader: Reader
    look: Callable[[str], Awaitable[ChannelLook]]
    starter: Callable[[str], Starter | None]
    changed: Callable[[], None]
    bots: Mapping[int, str] = field(default_factory=dict)
    _asked: OrderedDict[tuple[int, str], Asked] = field(default_factory=OrderedDict)

    def remember(self, chat_id: int, asked: Asked) -> str:
        """Keep what a chat was asked until it decides; return the key to it."""
        key = secrets.token_hex(_KEY_BYTES)
        self._asked[chat_id, key] = asked
        if len(self._asked) > _KEPT_QUESTIONS:
            self._asked.popitem(last=False)
        return key

    def asked(self, chat_id: int, key: str) -> Asked | None:
        """Return what a chat was asked, None if that was too long ago."""
        return self._asked.pop((chat_id, key), None)


async def start_watching(
    store: Store,
    look: ChannelLook,
    *,
    role: Role,
    region: str | None,
    municipality: str | None,
    who: str,
    now: datetime,
) -> None:
    """Follow a channel that an operator has looked at; ChannelMismatchError if it has another name.

    Its number is pinned: whoever takes over the name later is not followed.
    """
    profile = look.profile
    channel = Channel(
        username=look.username,
        title=profile.title,
        role=role,
        region=region,
        channel_id=profile.channel_id,
        municipality=municipality,
    )
    place = municipality or region or "no region"
    number = profile.channel_id or "without a number"
    async with store.transaction() as transaction:
        await transaction.add_channel(channel, who, now)
        await transaction.save_profile(look.username, profile, now)
        detail = f"@{look.username} ({number}) as {role.value} of {place}"
        await transaction.audit(who, "channel added", detail, now)
        if look.key is not None and profile.channel_id is not None:
            account, access_hash = look.key
            await transaction.pin_key(account, look.username, profile.channel_id, access_hash)
            await transaction.count_resolve(account, now)


async def stop_watching(store: Store, username: str, *, who: str, now: datetime) -> bool:
    """Follow a channel no more; False if no operator had added it."""
    async with store.transaction() as transaction:
        removed = await transaction.remove_channel(username)
        if removed:
            await transaction.audit(who, "channel removed", f"@{username}", now)
    return removed
