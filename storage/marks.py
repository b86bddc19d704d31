"""Where listening goes on after a stop: marks of channels, and accounts' keys to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy import insert as insert_

from storage.engine import insert
from storage.tables.heard import ChannelRow
from storage.tables.watched import MarkRow, PinRow, ResolveRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database

COUNTED: Final = timedelta(days=2)
"""Look-ups are counted for longer than anybody asks about."""

_MARKED: Final = select(ChannelRow.id).where(
    ChannelRow.username == bindparam("username"), ChannelRow.followed
)


class Keys:
    """Keeping keys inside a transaction."""

    _connection: AsyncConnection

    async def pin_key(self, account: str, channel: str, number: int, access_hash: int) -> None:
        """Keep an account's key to a channel in place of an older one."""
        await _save_pin(self._connection, account, channel, number, access_hash)

    async def count_resolve(self, account: str, at: datetime) -> None:
        """Count a username that an account has Telegram look up; counts of old days are dropped."""
        await self._connection.execute(delete(ResolveRow).where(ResolveRow.at < at - COUNTED))
        await self._connection.execute(insert_(ResolveRow).values(account=account, at=at))


class Marks:
    """What the store knows for those who listen."""

    _database: Database

    async def mark(self, channel: str) -> int | None:
        """Return the number up to which every post is kept, None if it was never marked."""
        query = (
            select(MarkRow.up_to)
            .join(ChannelRow, ChannelRow.id == MarkRow.channel_id)
            .where(ChannelRow.username == channel)
        )
        up_to: int | None = await self._database.value(query)
        return up_to

    async def save_mark(self, channel: str, up_to: int) -> None:
        """Keep that every post up to a number is kept; a lower one than before changes nothing.

        Of a channel that is not followed no posts are kept, and no mark.
        """
        async with self._database.writing() as connection:
            marked = await connection.execute(_MARKED, {"username": channel})
            channel_id = marked.scalar_one_or_none()
            if channel_id is None:
                return
            adding = insert(connection, MarkRow).values(channel_id=channel_id, up_to=up_to)
            await connection.execute(
                adding.on_conflict_do_update(
                    index_elements=["channel_id"],
                    set_={"up_to": adding.excluded.up_to},
                    where=MarkRow.up_to < adding.excluded.up_to,
                )
            )

    async def pin(self, account: str, channel: str) -> tuple[int, int] | None:
        """Return the number and the access hash an account knows a channel by."""
        query = select(PinRow.number, PinRow.access_hash).where(
            PinRow.account == account, PinRow.channel == channel
        )
        rows = await self._database.found(query)
        return (rows[0].number, rows[0].access_hash) if rows else None

    async def save_pin(self, account: str, channel: str, number: int, access_hash: int) -> None:
        """Keep an account's key to a channel in place of an older one."""
        async with self._database.writing() as connection:
            await _save_pin(connection, account, channel, number, access_hash)

    async def resolves_since(self, account: str, since: datetime) -> int:
        """Return how many usernames an account has had looked up after a moment."""
        query = (
            select(func.count())
            .select_from(ResolveRow)
            .where(ResolveRow.account == account, ResolveRow.at > since)
        )
        count: int = await self._database.value(query)
        return count

    async def pinned_number(self, channel: str) -> int | None:
        """Return the number a channel is known by, None if none was heard yet."""
        query = select(ChannelRow.number).where(ChannelRow.username == channel)
        number: int | None = await self._database.value(query)
        return number


async def _save_pin(
    connection: AsyncConnection, account: str, channel: str, number: int, access_hash: int
) -> None:
    """Insert or update an account's key to a channel."""
    facts = {"number": number, "access_hash": access_hash}
    await connection.execute(
        insert(connection, PinRow)
        .values(account=account, channel=channel, **facts)
        .on_conflict_do_update(index_elements=["account", "channel"], set_=facts)
    )
