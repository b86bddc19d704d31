"""Which channels are followed, and that a name stays with the channel it was given to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, String, bindparam, case, cast, delete, func, select, update

from alerts.channels import Channel, Role
from storage.engine import insert
from storage.errors import ChannelMismatchError, NotFollowedError
from storage.tables.heard import ChannelRow, OfficeRow, PostRow
from storage.tables.watched import PinRow, ProfileRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Found, Query
    from storage.engine import Database

FEDERAL = ""
"""The region of an office whose word goes everywhere."""


RENAMED_TO = case((ProfileRow.username != ChannelRow.username, ProfileRow.username)).label(
    "renamed_to"
)
"""The username a channel bears now, null while it is the one by which it is followed."""


def channel_columns() -> Query:
    """Return the query of channels with their offices, to be narrowed by the caller."""
    return (
        select(
            ChannelRow.username,
            ChannelRow.title,
            ChannelRow.number,
            ChannelRow.municipality,
            OfficeRow.role,
            OfficeRow.region,
            RENAMED_TO,
        )
        .join(OfficeRow, OfficeRow.id == ChannelRow.office_id)
        .outerjoin(ProfileRow, ProfileRow.channel_id == ChannelRow.id)
    )


def channel_from(row: Any) -> Channel:  # noqa: ANN401 - a row of ``channel_columns`` and more
    """Return the channel a row holds."""
    return Channel(
        username=row.username,
        title=row.title,
        role=Role(row.role),
        region=row.region or None,
        channel_id=row.number,
        municipality=row.municipality,
        renamed_to=row.renamed_to,
    )


FOLLOWED: Final = (
    channel_columns()
    .add_columns(ChannelRow.id)
    .where(ChannelRow.username == bindparam("username"), ChannelRow.followed)
)
"""The followed channel of a name, with its id."""
_ALL = channel_columns().where(ChannelRow.followed).order_by(ChannelRow.username)


async def heard_channel(
    connection: AsyncConnection,
    username: str,
    number: int | None,
    *,
    query: Query = FOLLOWED,
    **asked: object,
) -> Found:
    """Return the row of the followed channel a post was heard of; its number is pinned.

    ``query`` is ``FOLLOWED``, or that with more columns, for which ``asked`` is needed.
    NotFollowedError if it is not followed, ChannelMismatchError if another number is pinned, or if
    the channel bears another name by now and whoever speaks under the old one has no number.
    """
    asked["username"] = username
    row = (await connection.execute(query, asked)).first()
    if row is None:
        raise NotFollowedError(username)
    if number is None and row.renamed_to is not None:
        raise ChannelMismatchError(username, pinned=row.number, heard=None)
    if number is not None and row.number != number:
        if row.number is not None:
            raise ChannelMismatchError(username, pinned=row.number, heard=number)
        await pin(connection, username, number)
        row = (await connection.execute(query, asked)).one()
    return row


async def pin(connection: AsyncConnection, username: str, number: int) -> None:
    """Keep a channel's number; a name that is no longer followed gives it up (a renaming)."""
    holder = (
        await connection.execute(
            select(ChannelRow.id, ChannelRow.username, ChannelRow.followed).where(
                ChannelRow.number == number, ChannelRow.username != username
            )
        )
    ).first()
    if holder is not None:
        if holder.followed:
            raise ChannelMismatchError(holder.username, pinned=number, heard=number)
        await connection.execute(
            update(ChannelRow).where(ChannelRow.id == holder.id).values(number=None)
        )
    await connection.execute(
        update(ChannelRow).where(ChannelRow.username == username).values(number=number)
    )


async def office(connection: AsyncConnection, channel: Channel) -> int:
    """Return the id of the office behind a channel, kept from now on."""
    region = channel.region or FEDERAL
    await connection.execute(
        insert(connection, OfficeRow)
        .values(role=channel.role.value, region=region)
        .on_conflict_do_nothing()
    )
    found = await connection.execute(
        select(OfficeRow.id).where(OfficeRow.role == channel.role.value, OfficeRow.region == region)
    )
    return found.scalar_one()


class ChannelSettings:
    """Changing which channels are followed, inside a transaction."""

    _connection: AsyncConnection

    async def add_channel(self, channel: Channel, who: str, now: datetime) -> None:
        """Follow a channel that an operator chose, until ``remove_channel``.

        If the name was another channel's before, what is kept of that one stays its own, under a
        name nobody can bear. ChannelMismatchError if the channel is followed by another name.
        """
        if channel.channel_id is not None:
            await _set_aside(self._connection, channel.username, channel.channel_id)
        await _keep_channel(self._connection, channel, added_by=who, added_at=now)
        if channel.channel_id is not None:
            await _check_and_pin(self._connection, channel.username, channel.channel_id)

    async def pin_channel(self, username: str, number: int) -> None:
        """Keep the number of a followed channel that has none yet.

        ChannelMismatchError if it has another, or if the number is another followed channel's.
        """
        await _check_and_pin(self._connection, username, number)

    async def remove_channel(self, username: str) -> bool:
        """Follow a channel no more; its posts stay. False if it was not added by an operator."""
        removed = await self._connection.execute(
            update(ChannelRow)
            .where(
                ChannelRow.username == username,
                ChannelRow.followed,
                ChannelRow.added_by.is_not(None),
            )
            .values(followed=False)
        )
        return removed.rowcount > 0


class Channels:
    """What the store knows of channels."""

    _database: Database

    async def follow(self, channels: Sequence[Channel]) -> None:
        """Make these the channels of the configuration: insert, update title, office, municipality.

        Those of an earlier configuration stay kept but unfollowed; those that operators added go
        on being followed. ChannelMismatchError if one names another number than the one that is
        pinned.
        """
        async with self._database.writing() as connection:
            await connection.execute(
                update(ChannelRow).where(ChannelRow.added_by.is_(None)).values(followed=False)
            )
            for channel in channels:
                await _keep_channel(connection, channel, added_by=None, added_at=None)
            for channel in channels:
                if channel.channel_id is not None:
                    await _check_and_pin(connection, channel.username, channel.channel_id)

    async def channels(self) -> list[Channel]:
        """Return the followed channels, by name."""
        return [channel_from(row) for row in await self._database.found(_ALL)]

    async def newest_id(self, channel: str) -> int | None:
        """Return the highest message id kept of a channel."""
        return await self._message_id(func.max(PostRow.message_id), channel)

    async def oldest_id(self, channel: str) -> int | None:
        """Return the lowest message id kept of a channel."""
        return await self._message_id(func.min(PostRow.message_id), channel)

    async def kept_ids(self, channel: str, after: int, up_to: int) -> frozenset[int]:
        """Return the message ids kept of a channel between two numbers, the second included."""
        query = (
            select(PostRow.message_id)
            .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
            .where(
                ChannelRow.username == channel,
                PostRow.message_id > after,
                PostRow.message_id <= up_to,
            )
        )
        return frozenset(row.message_id for row in await self._database.found(query))

    async def _message_id(self, which: ColumnElement[int | None], channel: str) -> int | None:
        """Return one message id of a channel, None if nothing is kept of it."""
        query = (
            select(which)
            .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
            .where(ChannelRow.username == channel)
        )
        found: int | None = await self._database.value(query)
        return found


async def _keep_channel(
    connection: AsyncConnection,
    channel: Channel,
    *,
    added_by: str | None,
    added_at: datetime | None,
) -> None:
    """Insert a followed channel, or update what is known of it."""
    settings: dict[str, Any] = {
        "title": channel.title,
        "office_id": await office(connection, channel),
        "municipality": channel.municipality,
        "followed": True,
        "added_by": added_by,
        "added_at": added_at,
    }
    await connection.execute(
        insert(connection, ChannelRow)
        .values(username=channel.username, **settings)
        .on_conflict_do_update(index_elements=["username"], set_=settings)
    )


async def _set_aside(connection: AsyncConnection, username: str, number: int) -> None:
    """Free a name from the channel that bore it before another one did, and from its keys."""
    await connection.execute(
        delete(PinRow).where(PinRow.channel == username, PinRow.number != number)
    )
    await connection.execute(
        update(ChannelRow)
        .where(ChannelRow.username == username, ChannelRow.number != number)
        .values(
            username=ChannelRow.username + "#" + cast(ChannelRow.number, String),
            followed=False,
        )
    )


async def _check_and_pin(connection: AsyncConnection, username: str, number: int) -> None:
    """Pin the number an operator gave, unless another one is pinned."""
    pinned = (
        await connection.execute(select(ChannelRow.number).where(ChannelRow.username == username))
    ).scalar_one()
    if pinned not in {None, number}:
        raise ChannelMismatchError(username, pinned=pinned, heard=number)
    if pinned is None:
        await pin(connection, username, number)
