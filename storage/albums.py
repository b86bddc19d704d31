"""One album, several numbers: whichever a source knows it by, it is one post.

An account takes the number of the part with the words, so as not to wait for the others; the
preview page that of the first part. The page knows all numbers of an album, so they are kept with
its post, and looked for in the posts that are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from storage.tables.heard import AlbumPartRow, PostRow

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.posts import SourcePost


async def kept_album(connection: AsyncConnection, channel_id: int, post: SourcePost) -> int | None:
    """Return the number by which a post's album is kept, None if no part of it is.

    That one picture is gone, which a source without the album's numbers tells, ends no post.
    """
    if post.deleted and not post.album:
        return None
    part = select(AlbumPartRow.kept_as).where(
        AlbumPartRow.channel_id == channel_id,
        AlbumPartRow.message_id.in_((post.message_id, *post.album)),
    )
    kept_as: int | None = (await connection.execute(part.limit(1))).scalar_one_or_none()
    if kept_as is None and post.album:
        told = select(PostRow.message_id).where(
            PostRow.channel_id == channel_id, PostRow.message_id.in_(post.album)
        )
        first = told.order_by(PostRow.message_id).limit(1)
        kept_as = (await connection.execute(first)).scalar_one_or_none()
    return kept_as


async def keep_album(connection: AsyncConnection, channel_id: int, post: SourcePost) -> None:
    """Keep the further numbers of a new post."""
    parts = [
        {"channel_id": channel_id, "message_id": number, "kept_as": post.message_id}
        for number in post.album
    ]
    if parts:
        await connection.execute(insert(AlbumPartRow), parts)
