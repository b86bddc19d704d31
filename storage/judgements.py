"""What people make of readings: doubts that wait for a look, and corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, func, insert, select, update

from alerts.posts import SourcePost
from storage.channels import channel_columns, channel_from
from storage.encoding import statement_to_json, verdict_from_json
from storage.posts import KeptPost
from storage.revisions import region_facts, verdict_facts
from storage.tables.heard import ChannelRow, PostRow, RevisionRow, VerdictRegionRow, VerdictRow
from storage.tables.judged import CorrectionRow, DoubtRow
from storage.tables.told import NoticeRow
from storage.turns import Position

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.channels import Channel
    from alerts.verdicts import Verdict

_NEW_DOUBT: Final = insert(DoubtRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedPost:
    """A post whose reading is unsure, as operators are told of it."""

    post_id: int
    revision_id: int
    channel: Channel
    message_id: int
    published_at: datetime
    text: str
    verdict: Verdict


class Judgements:
    """Keeping doubts and corrections inside a transaction."""

    _connection: AsyncConnection

    async def doubt(self, revision_id: int, heard_at: datetime) -> None:
        """Keep that a person has to look at a revision."""
        await self._connection.execute(
            _NEW_DOUBT, {"revision_id": revision_id, "heard_at": heard_at}
        )

    async def untold_doubts(self, limit: int) -> tuple[list[DoubtedPost], int]:
        """Return the doubts operators have not been told of, oldest first, and how many there are.

        A revision that was edited, corrected or deleted since is no longer among them.
        """
        waiting = and_(DoubtRow.told_at.is_(None), RevisionRow.revision == PostRow.revision)
        corrected = (
            select(CorrectionRow.id).where(CorrectionRow.revision_id == RevisionRow.id).exists()
        )
        query = (
            channel_columns()
            .add_columns(
                PostRow.id.label("post_id"),
                PostRow.message_id,
                PostRow.published_at,
                RevisionRow.id.label("revision_id"),
                RevisionRow.text,
                VerdictRow.statements,
                VerdictRow.tally,
                VerdictRow.killed,
                VerdictRow.injured,
            )
            .join(PostRow, PostRow.channel_id == ChannelRow.id)
            .join(RevisionRow, RevisionRow.post_id == PostRow.id)
            .join(VerdictRow, VerdictRow.revision_id == RevisionRow.id)
            .join(DoubtRow, DoubtRow.revision_id == RevisionRow.id)
            .where(waiting, ~corrected, ~RevisionRow.deleted)
            .order_by(DoubtRow.heard_at, DoubtRow.revision_id)
        )
        counted = select(func.count()).select_from(query.subquery())
        count: int = (await self._connection.execute(counted)).scalar_one()
        rows = await self._connection.execute(query.limit(limit))
        return [
            DoubtedPost(
                post_id=row.post_id,
                revision_id=row.revision_id,
                channel=channel_from(row),
                message_id=row.message_id,
                published_at=row.published_at,
                text=row.text,
                verdict=verdict_from_json(row.statements, row.tally, row.killed, row.injured),
            )
            for row in rows
        ], count

    async def doubts_told(self, now: datetime) -> None:
        """Keep that operators have been told of every doubt there is."""
        await self._connection.execute(
            update(DoubtRow).where(DoubtRow.told_at.is_(None)).values(told_at=now)
        )

    async def newest_state(self, post_id: int) -> KeptPost | None:
        """Return the newest revision of a post, None if there is none or it was deleted.

        ``previous`` is what it is understood to say now.
        """
        query = (
            channel_columns()
            .add_columns(
                PostRow.channel_id,
                PostRow.message_id,
                PostRow.published_at,
                PostRow.forwarded_from,
                RevisionRow.id,
                RevisionRow.revision,
                RevisionRow.text,
                RevisionRow.source,
                RevisionRow.received_at,
                RevisionRow.edited_at,
                VerdictRow.statements,
                VerdictRow.tally,
                VerdictRow.killed,
                VerdictRow.injured,
            )
            .join(PostRow, PostRow.channel_id == ChannelRow.id)
            .join(RevisionRow, RevisionRow.post_id == PostRow.id)
            .join(VerdictRow, VerdictRow.revision_id == RevisionRow.id)
            .where(PostRow.id == post_id, RevisionRow.revision == PostRow.revision)
            .where(~RevisionRow.deleted)
            .with_for_update(of=PostRow)
        )
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        channel = channel_from(row)
        return KeptPost(
            id=post_id,
            position=Position(
                published_at=row.published_at,
                channel_id=row.channel_id,
                message_id=row.message_id,
            ),
            revision_id=row.id,
            revision=row.revision,
            channel=channel,
            post=SourcePost(
                channel=channel.username,
                message_id=row.message_id,
                text=row.text,
                published_at=row.published_at,
                received_at=row.received_at,
                source=row.source,
                edited_at=row.edited_at,
                channel_id=channel.channel_id,
                forwarded_from=row.forwarded_from,
            ),
            previous=verdict_from_json(row.statements, row.tally, row.killed, row.injured),
        )

    async def correct_verdict(
        self, kept: KeptPost, verdict: Verdict, who: str, now: datetime
    ) -> None:
        """Let a revision say something else than was read, and keep what that was."""
        was = kept.previous.statements if kept.previous else ()
        await self._connection.execute(
            insert(CorrectionRow).values(
                revision_id=kept.revision_id,
                at=now,
                who=who,
                was=[statement_to_json(statement) for statement in was],
            )
        )
        own = VerdictRow.revision_id == kept.revision_id
        verdict_id = (await self._connection.execute(select(VerdictRow.id).where(own))).scalar_one()
        await self._connection.execute(
            update(VerdictRow).where(own).values(verdict_facts(kept.revision_id, verdict))
        )
        await self._connection.execute(
            delete(VerdictRegionRow).where(VerdictRegionRow.verdict_id == verdict_id)
        )
        regions = region_facts(verdict_id, verdict, kept.post.published_at)
        await self._connection.execute(insert(VerdictRegionRow), regions)

    async def last_notice(self) -> int:
        """Return the id of the notice made last, 0 if there is none."""
        query = select(func.coalesce(func.max(NoticeRow.id), 0))
        return (await self._connection.execute(query)).scalar_one()
