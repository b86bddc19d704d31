"""Which channels are followed, and that a name stays with the channel it was given to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from alerts.channels import Channel, Role
from storage.engine import insert
from storage.errors import ChannelMismatchError
from storage.tables.heard import ChannelRow, OfficeRow, PostRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query
    from storage.engine import Database

FEDERAL = ""
"""The region of an office whose word goes everywhere."""


def channel_columns() -> Query:
    """Return the query of channels with their offices, to be narrowed by the caller."""
    return select(
        ChannelRow.username,
        ChannelRow.title,
        ChannelRow.number,
        OfficeRow.role,
        OfficeRow.region,
    ).join(OfficeRow, OfficeRow.id == ChannelRow.office_id)


def channel_from(row: Any) -> Channel:  # noqa: ANN401 - a row of ``channel_columns`` and more
    """Return the channel a row holds."""
    return Channel(
        username=row.username,
        title=row.title,
        role=Role(row.role),
        region=row.region or None,
        channel_id=row.number,
    )


_FOLLOWED = (
    channel_columns()
    .add_columns(ChannelRow.id)
    .where(ChannelRow.username == bindparam("username"), ChannelRow.followed)
)


async def heard_channel(
    connection: AsyncConnection, username: str, number: int | None
) -> tuple[int, Channel]:
    """Return the followed channel a post was heard of, with its id; its number is pinned.

    KeyError if it is not followed, ChannelMismatchError if another number is pinned.
    """
    asked = {"username": username}
    row = (await connection.execute(_FOLLOWED, asked)).first()
    if row is None:
        raise KeyError(username)
    if number is not None and row.number != number:
        if row.number is not None:
            raise ChannelMismatchError(username, pinned=row.number, heard=number)
        await pin(connection, username, number)
        row = (await connection.execute(_FOLLOWED, asked)).one()
    return row.id, channel_from(row)


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


class Channels:
    """What the store knows of channels."""

    _database: Database

    async def follow(self, channels: Sequence[Channel]) -> None:
        """Make these the followed channels: insert, update title/role/region.

        The others stay kept but unfollowed. ChannelMismatchError if one names another number than
        the one that is pinned.
        """
        async with self._database.writing() as connection:
            await connection.execute(update(ChannelRow).values(followed=False))
            for channel in channels:
                settings = {
                    "title": channel.title,
                    "office_id": await office(connection, channel),
                    "followed": True,
                }
                await connection.execute(
                    insert(connection, ChannelRow)
                    .values(username=channel.username, **settings)
                    .on_conflict_do_update(index_elements=["username"], set_=settings)
                )
            for channel in channels:
                if channel.channel_id is not None:
                    await _check_and_pin(connection, channel.username, channel.channel_id)

    async def channels(self) -> list[Channel]:
        """Return the followed channels, by name."""
        query = channel_columns().where(ChannelRow.followed).order_by(ChannelRow.username)
        async with self._database.reading() as connection:
            return [channel_from(row) for row in await connection.execute(query)]

    async def newest_id(self, channel: str) -> int | None:
        """Return the highest message id kept of a channel."""
        query = (
            select(func.max(PostRow.message_id))
            .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
            .where(ChannelRow.username == channel)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one()


async def _check_and_pin(connection: AsyncConnection, username: str, number: int) -> None:
    """Pin the number an operator gave, unless another one is pinned."""
    pinned = (
        await connection.execute(select(ChannelRow.number).where(ChannelRow.username == username))
    ).scalar_one()
    if pinned not in {None, number}:
        raise ChannelMismatchError(username, pinned=pinned, heard=number)
    if pinned is None:
        await pin(connection, username, number)
