"""Kept posts read back: as reports that act on a situation, and as reports to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, null, or_, select

from alerts.areas import region_of
from alerts.channels import Channel, Role
from alerts.situation import URGENT, Report
from storage.channels import FEDERAL, RENAMED_TO, channel_from
from storage.encoding import verdict_from_json
from storage.revisions import NOWHERE
from storage.tables.heard import (
    ChannelRow,
    OfficeRow,
    PostRow,
    RevisionRow,
    VerdictRegionRow,
    VerdictRow,
)
from storage.tables.watched import ProfileRow
from storage.turns import Position, stands_after

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.verdicts import Kind
    from storage.columns import Query
    from storage.engine import Database

ACTING_KINDS: Final = sorted(kind.value for kind in URGENT)
"""The kinds of statements that change a situation, as the database has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A report with what is needed to show it: the newest revision of a post, not deleted."""

    report: Report
    channel: Channel
    message_id: int
    text: str


PAGE: Final = 500
"""Reports in memory at a time, when a region's history is folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Reports in the order of their positions, and the position of the last."""

    reports: list[Report]
    last: Position


def _newest(*columns: Any) -> Query:  # noqa: ANN401 - whatever SELECT takes
    """Return the query of newest, understood revisions that are not deleted."""
    newest = and_(RevisionRow.post_id == PostRow.id, RevisionRow.revision == PostRow.revision)
    return (
        select(*columns)
        .select_from(PostRow)
        .join(RevisionRow, newest)
        .join(VerdictRow, VerdictRow.revision_id == RevisionRow.id)
        .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
        .join(OfficeRow, OfficeRow.id == ChannelRow.office_id)
        .outerjoin(ProfileRow, ProfileRow.channel_id == ChannelRow.id)
        .where(~RevisionRow.deleted)
    )


def _reports(*columns: Any) -> Query:  # noqa: ANN401 - whatever SELECT takes
    """Return the query of all reports, ordered as they were published, with more columns."""
    return _newest(
        PostRow.id,
        PostRow.published_at,
        VerdictRow.statements,
        VerdictRow.tally,
        VerdictRow.killed,
        VerdictRow.injured,
        OfficeRow.role,
        OfficeRow.region,
        RENAMED_TO,
        *columns,
    ).order_by(PostRow.published_at, PostRow.channel_id, PostRow.message_id)


def _report_from(row: Any) -> Report:  # noqa: ANN401 - a row of ``_reports``
    """Return the report a row holds."""
    return Report(
        post=row.id,
        role=Role(row.role),
        region=row.region or None,
        published_at=row.published_at,
        verdict=verdict_from_json(row.statements, row.tally, row.killed, row.injured),
    )


_SHOWN: Final = _reports(
    PostRow.message_id,
    RevisionRow.text,
    ChannelRow.username,
    ChannelRow.title,
    ChannelRow.number,
    ChannelRow.municipality,
)
_COUNTS: Final = or_(
    VerdictRow.tally.is_not(null()), VerdictRow.killed.is_not(None), VerdictRow.injured.is_not(None)
)
_SAID: Final = (
    select(VerdictRegionRow.verdict_id)
    .join(VerdictRow, VerdictRow.id == VerdictRegionRow.verdict_id)
    .where(
        VerdictRegionRow.published_at >= bindparam("since"),
        VerdictRegionRow.published_at < bindparam("until"),
        or_(
            VerdictRegionRow.kind.in_(bindparam("kinds", expanding=True)),
            and_(VerdictRegionRow.kind.in_(bindparam("counting", expanding=True)), _COUNTS),
        ),
    )
)
_OF_REGIONS: Final = _SAID.where(VerdictRegionRow.region.in_(bindparam("regions", expanding=True)))
_SAYING: Final = _SHOWN.where(VerdictRow.id.in_(_SAID))
_SAYING_OF_REGIONS: Final = _SHOWN.where(VerdictRow.id.in_(_OF_REGIONS))
_OF_POSTS: Final = _SHOWN.where(PostRow.id.in_(bindparam("posts", expanding=True)))


class RegionReports:
    """Reading what was said about a region inside a transaction."""

    _connection: AsyncConnection

    async def reports(self, region: str, since: Position | None) -> AsyncGenerator[Page]:
        """Yield newest revisions (not deleted) of posts that act on the region, page by page.

        Posts of its own channels, and of federal channels, that stand after ``since``, in order.
        """
        acting = select(VerdictRegionRow.verdict_id).where(
            VerdictRegionRow.region == region, VerdictRegionRow.kind.in_(ACTING_KINDS)
        )
        query = _reports(PostRow.channel_id, PostRow.message_id).where(
            OfficeRow.region.in_((region, FEDERAL))
        )
        if since is not None:
            acting = acting.where(VerdictRegionRow.published_at >= since.published_at)
            query = query.where(
                PostRow.published_at >= since.published_at, stands_after(PostRow, since)
            )
        query = query.where(VerdictRow.id.in_(acting))
        options = {"yield_per": PAGE}
        async with self._connection.stream(query, execution_options=options) as rows:
            async for page in rows.partitions():
                last = Position(
                    published_at=page[-1].published_at,
                    channel_id=page[-1].channel_id,
                    message_id=page[-1].message_id,
                )
                yield Page(reports=[_report_from(row) for row in page], last=last)


class Reports:
    """Reading reports to show them."""

    _database: Database

    async def acted_on(self, channel: str, since: datetime) -> dict[str, datetime]:
        """Return the regions a channel's posts act on, or did before an edit, each from when.

        Only posts published at or after ``since`` count.
        """
        query = (
            select(
                VerdictRegionRow.region, func.min(VerdictRegionRow.published_at).label("earliest")
            )
            .join(VerdictRow, VerdictRow.id == VerdictRegionRow.verdict_id)
            .join(RevisionRow, RevisionRow.id == VerdictRow.revision_id)
            .join(PostRow, PostRow.id == RevisionRow.post_id)
            .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
            .where(ChannelRow.username == channel, PostRow.published_at >= since)
            .where(VerdictRegionRow.kind.in_(ACTING_KINDS), VerdictRegionRow.region != NOWHERE)
            .group_by(VerdictRegionRow.region)
        )
        return {row.region: row.earliest for row in await self._database.found(query)}

    async def kept_reports(
        self,
        areas: Collection[str] | None,
        kinds: Collection[Kind],
        since: datetime,
        until: datetime,
        *,
        counting: Collection[Kind] = (),
    ) -> list[KeptReport]:
        """Return reports published from ``since`` until before ``until``, oldest first.

        Those whose verdict holds a statement of these kinds on these areas (None = any); of the
        kinds in ``counting`` only if it counts targets or people as well. Area match is on region
        level: a report matches if any statement or tally touches the region of one of ``areas``.
        """
        asked = {
            "kinds": [kind.value for kind in kinds],
            "counting": [kind.value for kind in counting],
            "since": since,
            "until": until,
        }
        if areas is None:
            return await self._shown(_SAYING, asked)
        asked["regions"] = sorted({region_of(area) for area in areas})
        return await self._shown(_SAYING_OF_REGIONS, asked)

    async def reports_of(self, posts: Collection[int]) -> list[KeptReport]:
        """Return the reports of these posts, oldest first; none of a post that was deleted."""
        return await self._shown(_OF_POSTS, {"posts": sorted(posts)}) if posts else []

    async def _shown(self, query: Query, asked: Mapping[str, Any]) -> list[KeptReport]:
        """Return the reports of a query, with what is needed to show them."""
        return [
            KeptReport(
                report=_report_from(row),
                channel=channel_from(row),
                message_id=row.message_id,
                text=row.text,
            )
            for row in await self._database.found(query, asked)
        ]
