"""What operators' commands work with: a look at a channel, and the decision to follow it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from alerts.channels import Channel, Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from alerts.profiles import ChannelLook
    from alerts.reader import Reader
    from storage.store import Store

_KEPT_LOOKS: Final = 50


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
    def role(self) -> Role:
        """Return whose voice it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Who may watch over the sources, and how a channel is looked at.

    ``changed`` is called when another channel is followed, or one no more.
    """

    chats: Collection[int]
    reader: Reader
    look: Callable[[str], Awaitable[ChannelLook]]
    starter: Callable[[str], Starter | None]
    changed: Callable[[], None]
    _looks: OrderedDict[tuple[int, str], ChannelLook] = field(default_factory=OrderedDict)

    def remember(self, chat_id: int, look: ChannelLook) -> None:
        """Keep what a chat was shown until it decides."""
        self._looks[chat_id, look.username] = look
        if len(self._looks) > _KEPT_LOOKS:
            self._looks.popitem(last=False)

    def shown(self, chat_id: int, username: str) -> ChannelLook | None:
        """Return what a chat was shown, None if that was too long ago."""
        return self._looks.pop((chat_id, username), None)


async def start_watching(
    store: Store,
    look: ChannelLook,
    *,
    role: Role,
    region: str | None,
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
    )
    number = profile.channel_id or "without a number"
    async with store.transaction() as transaction:
        await transaction.add_channel(channel, who, now)
        await transaction.save_profile(look.username, profile, now)
        detail = f"@{look.username} ({number}) as {role.value} of {region or 'no region'}"
        await transaction.audit(who, "channel added", detail, now)
        if look.key is not None and profile.channel_id is not None:
            account, access_hash = look.key
            await transaction.pin_key(account, look.username, profile.channel_id, access_hash)


async def stop_watching(store: Store, username: str, *, who: str, now: datetime) -> bool:
    """Follow a channel no more; False if no operator had added it."""
    async with store.transaction() as transaction:
        removed = await transaction.remove_channel(username)
        if removed:
            await transaction.audit(who, "channel removed", f"@{username}", now)
    return removed
