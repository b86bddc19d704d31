"""One post after the other: its revisions, and what each was understood to say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, insert, select, update

from storage.albums import keep_album, kept_number, numbers_of
from storage.channels import FOLLOWED, channel_from, heard_channel
from storage.encoding import verdict_from_json
from storage.revisions import (
    Revision,
    is_news,
    post_facts,
    region_facts,
    revision_facts,
    verdict_facts,
)
from storage.tables.heard import PostRow, RevisionRow, VerdictRegionRow, VerdictRow
from storage.turns import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.channels import Channel
    from alerts.posts import SourcePost
    from alerts.verdicts import Verdict
    from storage.columns import Found

REVISIONS: Final = (
    select(
        RevisionRow.id,
        RevisionRow.post_id,
        RevisionRow.revision,
        RevisionRow.text_hash,
        RevisionRow.source,
        RevisionRow.edited_at,
        RevisionRow.received_at,
        PostRow.message_id,
        PostRow.published_at,
    )
    .join(PostRow, PostRow.id == RevisionRow.post_id)
    .where(PostRow.channel_id == bindparam("channel_id"))
    .where(PostRow.message_id.in_(bindparam("message_ids", expanding=True)))
    .order_by(PostRow.message_id, RevisionRow.revision)
    .with_for_update(of=PostRow)
)
"""What is known of posts, each oldest first."""

NEWEST: Final = (
    update(PostRow).where(PostRow.id == bindparam("post_id")).values(revision=bindparam("newest"))
)
NEW_REGIONS: Final = insert(VerdictRegionRow)

# made once: to build a statement costs several times what it costs to run it
_HEARD: Final = FOLLOWED.add_columns(kept_number().label("kept_as"))
_NEW_POST: Final = insert(PostRow).returning(PostRow.id)
_NEW_REVISION: Final = insert(RevisionRow).returning(RevisionRow.id)
_NEW_VERDICT: Final = insert(VerdictRow).returning(VerdictRow.id)
_VERDICT: Final = select(
    VerdictRow.statements, VerdictRow.tally, VerdictRow.killed, VerdictRow.injured
).where(VerdictRow.revision_id == bindparam("revision_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPost:
    """A revision that was just stored: ``revision`` is 1 for a new post, more for an edit.

    ``previous`` is what the revision before it said, None for a new post.
    """

    id: int
    position: Position
    revision_id: int
    revision: int
    channel: Channel
    post: SourcePost
    previous: Verdict | None = None


class Posts:
    """Keeping posts inside a transaction."""

    _connection: AsyncConnection

    async def add_post(self, post: SourcePost) -> KeptPost | None:
        """Keep a post or its new revision; None if this state of it is already kept.

        KeyError if its channel is not followed. A text seen before in an older revision is a stale
        view and None, unless it comes with a later ``edited_at`` or from the very source that gave
        the latest revision; so is a text edited before the latest one, and the deletion of a post
        that was never kept. If the post carries a channel_id and the channel has none pinned, it is
        pinned; if it differs from the pinned one, ChannelMismatchError (another channel took the
        name). The moment a post was published stays as it was first heard. An album that another
        source knows by another of its numbers stays the post it was.
        """
        heard = await heard_channel(
            self._connection, post.channel, post.channel_id, query=_HEARD, **numbers_of(post)
        )
        channel_id: int = heard.id
        revisions: Sequence[Found] = ()
        if heard.kept_as is not None:
            post = replace(post, message_id=heard.kept_as)
            revisions = await self._revisions(channel_id, heard.kept_as)
        if not is_news(post, [known_revision(row) for row in revisions]):
            return None
        number = revisions[-1].revision + 1 if revisions else 1
        previous = None
        if revisions:
            previous = await self._verdict_of(revisions[-1].id)
            post_id: int = revisions[-1].post_id
            post = replace(post, published_at=revisions[-1].published_at)
            await self._connection.execute(NEWEST, {"post_id": post_id, "newest": number})
        else:
            added = await self._connection.execute(_NEW_POST, post_facts(channel_id, post, number))
            post_id = added.scalar_one()
            await keep_album(self._connection, channel_id, post)
        added = await self._connection.execute(_NEW_REVISION, revision_facts(post_id, number, post))
        return KeptPost(
            id=post_id,
            position=Position(
                published_at=post.published_at, channel_id=channel_id, message_id=post.message_id
            ),
            revision_id=added.scalar_one(),
            revision=number,
            channel=channel_from(heard),
            post=post,
            previous=previous,
        )

    async def add_verdict(self, kept: KeptPost, verdict: Verdict) -> None:
        """Keep what a revision says."""
        added = await self._connection.execute(
            _NEW_VERDICT, verdict_facts(kept.revision_id, verdict)
        )
        regions = region_facts(added.scalar_one(), verdict, kept.post.published_at)
        await self._connection.execute(NEW_REGIONS, regions)

    async def _verdict_of(self, revision_id: int) -> Verdict | None:
        """Return what a revision was understood to say."""
        row = (await self._connection.execute(_VERDICT, {"revision_id": revision_id})).first()
        return verdict_from_json(*row) if row is not None else None

    async def _revisions(self, channel_id: int, message_id: int) -> Sequence[Found]:
        """Return what is known of a post, oldest first."""
        asked = {"channel_id": channel_id, "message_ids": [message_id]}
        return (await self._connection.execute(REVISIONS, asked)).all()


def known_revision(row: Found) -> Revision:
    """Return the revision a row of ``REVISIONS`` holds."""
    return Revision(
        text_hash=row.text_hash,
        source=row.source,
        edited_at=row.edited_at,
        received_at=row.received_at,
    )
