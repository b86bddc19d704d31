"""What happened in somebody's places, and what came of it for them: why they were (not) woken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from alerts.notices import Notice, Reason
from storage.addresses import Addressed
from storage.alerts import CONCERNING, places
from storage.encoding import notice_from_json
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """One thing that was to be told, and what became of it for one chat.

    ``reason`` is why it was or was not sent to the chat, None if nothing was planned for it: its
    places were others then. ``status`` is that of the delivery.
    """

    notice: Notice
    reason: Reason | None
    silent: bool
    status: str | None


class KeptEvents(Addressed):
    """Reading what happened in places."""

    _database: Database

    async def events_for(
        self, chat_id: int, areas: Collection[str], since: datetime, limit: int
    ) -> list[KeptEvent]:
        """Return the last notices about areas, or about what lies around or in them, newest first.

        Only of alerts that were open after ``since``, and told since.
        """
        recent = or_(AlertRow.ended_at.is_(None), AlertRow.ended_at >= since)
        about = (
            select(NoticeAlertRow.notice_id)
            .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
            .where(CONCERNING, recent)
        )
        mine = and_(
            OutboxRow.notice_id == NoticeRow.id, OutboxRow.chat_id == self._address(chat_id)
        )
        query = (
            select(
                NoticeRow.facts,
                NoticeRow.reason.label("told"),
                OutboxRow.reason,
                OutboxRow.silent,
                OutboxRow.status,
            )
            .outerjoin(OutboxRow, mine)
            .where(NoticeRow.id.in_(about), NoticeRow.created_at >= since)
            .order_by(NoticeRow.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [
                KeptEvent(
                    notice=notice_from_json(row.facts),
                    reason=_reason(row.reason, row.told),
                    silent=bool(row.silent),
                    status=row.status,
                )
                for row in await connection.execute(query, places(areas))
            ]


def _reason(planned: str | None, told: str) -> Reason | None:
    """Return why a chat got a notice or not; what nobody was sent says so itself."""
    if planned is not None:
        return Reason(planned)
    if told == Reason.TOO_OLD.value:
        return Reason.TOO_OLD
    return Reason.NOTHING_NEW if told == Reason.REFRESHED.value else None
