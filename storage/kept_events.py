"""What happened in somebody's places, and what came of it for them: why they were (not) woken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from alerts.notices import Notice, Reason
from alerts.recipients import reason_for
from storage.addresses import Addressed
from storage.alerts import CONCERNING, places
from storage.encoding import notice_from_json
from storage.pieces import Pieces
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from alerts.subscriptions import Subscriber, Subscription
    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """One thing that was to be told, and what became of it for one chat.

    ``reason`` is why it was or was not sent to the chat, None if nothing was planned for it though
    it would be now: its places were others then. ``status`` is that of the delivery.
    """

    notice: Notice
    reason: Reason | None
    silent: bool
    status: str | None


class KeptEvents(Pieces, Addressed):
    """Reading what happened in places."""

    _database: Database

    async def events_for(
        self,
        resident: Subscriber,
        wanted: Collection[Subscription],
        since: datetime,
        limit: int,
    ) -> list[KeptEvent]:
        """Return the last notices about somebody's places, newest first.

        Or about what lies around or in them; only of alerts that were open after ``since``, and
        told since.
        """
        recent = or_(AlertRow.ended_at.is_(None), AlertRow.ended_at >= since)
        about = (
            select(NoticeAlertRow.notice_id)
            .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
            .where(CONCERNING, recent)
        )
        mine = and_(
            OutboxRow.notice_id == NoticeRow.id,
            OutboxRow.chat_id == self._address(resident.chat_id),
        )
        query = (
            select(
                NoticeRow.facts,
                case(
                    (
                        OutboxRow.status.is_not(None),
                        func.coalesce(OutboxRow.reason, NoticeRow.reason),
                    )
                ).label("reason"),
                OutboxRow.silent,
                OutboxRow.status,
            )
            .outerjoin(OutboxRow, mine)
            .where(NoticeRow.id.in_(about), NoticeRow.created_at >= since)
            .order_by(NoticeRow.id.desc())
            .limit(limit)
        )
        asked = places({own.area for own in wanted})
        await self.plan_rest()  # what is not planned yet would be answered for otherwise
        return [
            KeptEvent(
                notice=(notice := notice_from_json(row.facts)),
                reason=_reason(row.reason, notice, resident, wanted, since),
                silent=bool(row.silent),
                status=row.status,
            )
            for row in await self._database.found(query, asked)
        ]


def _reason(
    planned: str | None,
    notice: Notice,
    resident: Subscriber,
    wanted: Collection[Subscription],
    now: datetime,
) -> Reason | None:
    """Return why a chat got a notice or not; what nobody was sent says so itself."""
    if planned is not None:
        return Reason(planned)
    if notice.reason is Reason.TOO_OLD:
        return Reason.TOO_OLD
    if notice.reason is Reason.REFRESHED:
        return Reason.NOTHING_NEW
    unwanted = reason_for(notice, resident, wanted, now) is Reason.FILTERED
    return Reason.FILTERED if unwanted else None
