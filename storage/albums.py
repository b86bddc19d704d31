"""One album, several numbers: whichever a source knows it by, it is one post.

An account takes the number of the part with the words, so as not to wait for the others; the
preview page that of the first part. The page knows all numbers of an album, so they are kept with
its post, and looked for in the posts that are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from storage.tables.heard import AlbumPartRow, ChannelRow, PostRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.posts import SourcePost


def kept_number() -> ColumnElement[int | None]:
    """Return the number by which a channel's post or its album is kept, null if neither is.

    It is asked for ``message_id``, the further numbers of its ``album``, and as which ``parts`` of
    an album it may be known.
    """
    of_channel = PostRow.channel_id == ChannelRow.id
    itself = select(PostRow.message_id).where(
        of_channel, PostRow.message_id == bindparam("message_id")
    )
    part = select(AlbumPartRow.kept_as).where(
        AlbumPartRow.channel_id == ChannelRow.id,
        AlbumPartRow.message_id.in_(bindparam("parts", expanding=True)),
    )
    told = select(func.min(PostRow.message_id)).where(
        of_channel, PostRow.message_id.in_(bindparam("album", expanding=True))
    )
    return func.coalesce(
        itself.scalar_subquery(), part.limit(1).scalar_subquery(), told.scalar_subquery()
    )


def numbers_of(post: SourcePost) -> dict[str, Any]:
    """Return what ``kept_number`` asks for.

    That one picture is gone, which a source without the album's numbers tells, ends no post.
    """
    is_part_gone = post.deleted and not post.album
    return {
        "message_id": post.message_id,
        "album": post.album,
        "parts": () if is_part_gone else (post.message_id, *post.album),
    }


async def keep_album(connection: AsyncConnection, channel_id: int, post: SourcePost) -> None:
    """Keep the further numbers of a new post."""
    parts = [
        {"channel_id": channel_id, "message_id": number, "kept_as": post.message_id}
        for number in post.album
    ]
    if parts:
        await connection.execute(insert(AlbumPartRow), parts)
