"""What a chat was sent, and what not and why: the answer to "why was I (not) woken"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from alerts.notices import Notice, Reason
from alerts.recipients import action_for
from storage.addresses import Addressed
from storage.chats import messages_of
from storage.encoding import notice_from_json
from storage.tables.told import NoticeRow, OutboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.deliveries import Action
    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDelivery:
    """One row of the outbox: ``status`` is pending, claimed, sent, dropped, failed or skipped."""

    notice: Notice
    reason: Reason
    action: Action
    silent: bool
    status: str
    planned_at: datetime
    settled_at: datetime | None


class KeptDeliveries(Addressed):
    """Reading what became of messages."""

    _database: Database

    async def deliveries_of(self, chat_id: int, limit: int) -> list[KeptDelivery]:
        """Return the last messages planned for a chat, or kept from it, newest first."""
        query = (
            select(
                NoticeRow.facts,
                func.coalesce(OutboxRow.reason, NoticeRow.reason).label("reason"),
                OutboxRow.silent,
                OutboxRow.status,
                NoticeRow.created_at,
                OutboxRow.settled_at,
            )
            .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
            .where(messages_of(self._address(chat_id)))
            .order_by(OutboxRow.notice_id.desc())
            .limit(limit)
        )
        return [
            KeptDelivery(
                notice=(notice := notice_from_json(row.facts)),
                reason=Reason(row.reason),
                action=action_for(notice),
                silent=row.silent,
                status=row.status,
                planned_at=row.created_at,
                settled_at=row.settled_at,
            )
            for row in await self._database.found(query)
        ]
