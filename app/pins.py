"""The accounts' keys to channels, kept in the database for the listeners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from listeners.protocol import Pin

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store


@dataclass(frozen=True, slots=True)
class KeptPins:
    """The listeners' ``Pins``, answered from the store."""

    store: Store

    async def get(self, account: str, channel: str) -> Pin | None:
        """Return an account's pin of a channel, None if it never resolved the username."""
        kept = await self.store.pin(account, channel)
        if kept is None:
            return None
        number, access_hash = kept
        return Pin(channel=channel, channel_id=number, access_hash=access_hash)

    async def put(self, account: str, pin: Pin) -> None:
        """Keep an account's pin of a channel in place of an older one."""
        await self.store.save_pin(account, pin.channel, pin.channel_id, pin.access_hash)

    async def pinned_id(self, channel: str) -> int | None:
        """Return the numeric id the channel must have, None if it is not known yet."""
        return await self.store.pinned_number(channel)

    async def resolved(self, account: str, at: datetime) -> None:
        """Count a username that an account has Telegram look up."""
        async with self.store.transaction() as transaction:
            await transaction.count_resolve(account, at)

    async def resolved_since(self, account: str, since: datetime) -> int:
        """Return how many usernames an account has had looked up after a moment."""
        return await self.store.resolves_since(account, since)
