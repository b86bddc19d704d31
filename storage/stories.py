"""Everything that is known of one post: its revisions, what it did, and who was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from storage.channels import channel_columns, channel_from
from storage.encoding import notice_from_json, statement_from_json, verdict_from_json
from storage.pieces import finish_planning
from storage.situation import alerts_where
from storage.tables.heard import AlbumPartRow, ChannelRow, PostRow, RevisionRow, VerdictRow
from storage.tables.judged import CorrectionRow
from storage.tables.told import AlertRow, NoticeRow, OutboxRow
from storage.tables.watched import ProfileRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.channels import Channel
    from alerts.notices import Notice
    from alerts.situation import Alert
    from alerts.verdicts import Statement, Verdict
    from storage.columns import Found
    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person had a revision mean instead; ``was`` is what it had been read as."""

    at: datetime
    who: str
    was: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRevision:
    """One state of a post; ``verdict`` is what it is understood to say now."""

    number: int
    text: str
    source: str
    received_at: datetime
    edited_at: datetime | None
    deleted: bool
    verdict: Verdict | None
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNotice:
    """A notice that came of a post, and how many chats it reached by the state of the message."""

    notice: Notice
    counts: Mapping[str, int]

    @property
    def chats(self) -> int:
        """Return for how many chats it was meant, those left out that did not ask for it."""
        return sum(count for status, count in self.counts.items() if status != "skipped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A post from its first state on; ``alerts`` are those it opened, eased or ended."""

    post_id: int
    channel: Channel
    message_id: int
    published_at: datetime
    forwarded_from: str | None
    revisions: Sequence[StoryRevision]
    alerts: Sequence[Alert]
    told: Sequence[ToldNotice]

    @property
    def newest(self) -> StoryRevision:
        """Return its present state."""
        return self.revisions[-1]


class Stories:
    """Reading stories."""

    _database: Database

    async def post_id(self, channel: str | int, message_id: int) -> int | None:
        """Return the id of a post by its channel, a username or a number, and its number there.

        An album is found by any of its numbers; a channel by the name it bears now, too.
        """
        if isinstance(channel, int):
            theirs = ChannelRow.number == channel
        else:
            name = channel.lower()
            theirs = or_(ChannelRow.username == name, ProfileRow.username == name)
        kept_as = select(AlbumPartRow.kept_as).where(
            AlbumPartRow.channel_id == ChannelRow.id, AlbumPartRow.message_id == message_id
        )
        query = (
            select(PostRow.id)
            .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
            .outerjoin(ProfileRow, ProfileRow.channel_id == ChannelRow.id)
            .where(theirs)
            .where(
                or_(
                    PostRow.message_id == message_id,
                    PostRow.message_id == kept_as.scalar_subquery(),
                )
            )
            .order_by(PostRow.id.desc())
        )
        found: int | None = await self._database.value(query)
        return found

    async def story(self, post_id: int) -> Story | None:
        """Return all that is known of a post, None if there is no such."""
        query = (
            channel_columns()
            .add_columns(PostRow.message_id, PostRow.published_at, PostRow.forwarded_from)
            .join(PostRow, PostRow.channel_id == ChannelRow.id)
            .where(PostRow.id == post_id)
        )
        touched = or_(
            AlertRow.opened_by == post_id,
            AlertRow.eased_by == post_id,
            AlertRow.ended_by == post_id,
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            return Story(
                post_id=post_id,
                channel=channel_from(row),
                message_id=row.message_id,
                published_at=row.published_at,
                forwarded_from=row.forwarded_from,
                revisions=await _revisions(connection, post_id),
                alerts=await alerts_where(connection, touched),
                told=await told_of(connection, post_id),
            )


class Telling:
    """Reading inside a transaction what it has planned so far."""

    _connection: AsyncConnection

    async def told_since(self, post_id: int, notice_id: int) -> list[ToldNotice]:
        """Return the notices that came of a post after another notice, wholly planned."""
        await finish_planning(self._connection)
        return await told_of(self._connection, post_id, notice_id)


async def told_of(connection: AsyncConnection, post_id: int, after: int = 0) -> list[ToldNotice]:
    """Return what residents were told because of a post, oldest first."""
    query = (
        select(NoticeRow.id, NoticeRow.facts, OutboxRow.status, func.count(OutboxRow.chat_id))
        .outerjoin(OutboxRow, OutboxRow.notice_id == NoticeRow.id)
        .where(NoticeRow.post_id == post_id, NoticeRow.id > after)
        .group_by(NoticeRow.id, OutboxRow.status)
        .order_by(NoticeRow.id)
    )
    found: dict[int, tuple[Notice, dict[str, int]]] = {}
    for number, facts, status, count in await connection.execute(query):
        _, counts = found.setdefault(number, (notice_from_json(facts), {}))
        if status is not None:
            counts[status] = count
    return [ToldNotice(notice=notice, counts=counts) for notice, counts in found.values()]


async def _revisions(connection: AsyncConnection, post_id: int) -> list[StoryRevision]:
    """Return the states of a post, oldest first."""
    query = (
        select(
            RevisionRow.id,
            RevisionRow.revision,
            RevisionRow.text,
            RevisionRow.source,
            RevisionRow.received_at,
            RevisionRow.edited_at,
            RevisionRow.deleted,
            VerdictRow.statements,
            VerdictRow.tally,
            VerdictRow.killed,
            VerdictRow.injured,
        )
        .outerjoin(VerdictRow, VerdictRow.revision_id == RevisionRow.id)
        .where(RevisionRow.post_id == post_id)
        .order_by(RevisionRow.revision)
    )
    rows: list[Found] = list(await connection.execute(query))
    corrected = (
        select(CorrectionRow.revision_id, CorrectionRow.at, CorrectionRow.who, CorrectionRow.was)
        .where(CorrectionRow.revision_id.in_([row.id for row in rows]))
        .order_by(CorrectionRow.id)
    )
    corrections: dict[int, list[Correction]] = {}
    for revision_id, at, who, was in await connection.execute(corrected):
        statements = tuple(statement_from_json(facts) for facts in was)
        corrections.setdefault(revision_id, []).append(Correction(at=at, who=who, was=statements))
    return [
        StoryRevision(
            number=row.revision,
            text=row.text,
            source=row.source,
            received_at=row.received_at,
            edited_at=row.edited_at,
            deleted=row.deleted,
            verdict=verdict_from_json(row.statements, row.tally, row.killed, row.injured)
            if row.statements is not None
            else None,
            corrections=tuple(corrections.get(row.id, ())),
        )
        for row in rows
    ]
