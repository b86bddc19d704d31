"""What is not kept for good: who was (not) told what, once it is older than anybody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from storage.alarms import status_is
from storage.keys import KEY
from storage.tables.bots import BotRow
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from storage.engine import Database

_NOTICES: Final = 100
_URGENT: Final = 3


class Pruning:
    """Removing old messages, a few at a time."""

    _database: Database

    async def prune(self, before: datetime, limit: int) -> int:
        """Remove messages planned before a moment, at most ``limit``, in one short transaction.

        Returns how many rows went; 0 when there is nothing left to remove. What was told of an
        alert that is still open is kept: its end is yet to be told as an answer to it. Posts and
        alerts stay.
        """
        still_open = (
            select(NoticeAlertRow.notice_id)
            .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
            .where(NoticeAlertRow.notice_id == NoticeRow.id)
            .where(AlertRow.ended_at.is_(None), ~AlertRow.withdrawn)
        )
        old = (
            select(NoticeRow.id)
            .where(NoticeRow.created_at < before, ~still_open.exists())
            .order_by(NoticeRow.id)
            .limit(_NOTICES)
        )
        notices = [row.id for row in await self._database.found(old)]
        if not notices:
            return 0
        some = (
            select(OutboxRow.notice_id, OutboxRow.chat_id)
            .where(OutboxRow.notice_id.in_(notices))
            .limit(limit)
        )
        async with self._database.writing() as connection:
            removed = await connection.execute(delete(OutboxRow).where(KEY.in_(some)))
            if removed.rowcount == limit:
                return limit
            emptied = await connection.execute(delete(NoticeRow).where(NoticeRow.id.in_(notices)))
            return removed.rowcount + emptied.rowcount

    async def is_urgent(self) -> bool:
        """Tell whether an alarm or an answer to one waits to be sent, by whichever bot."""
        waiting = select(OutboxRow.chat_id).where(
            OutboxRow.bot == BotRow.number, status_is("pending"), OutboxRow.urgency <= _URGENT
        )
        hurrying = select(BotRow.number).where(waiting.exists()).limit(1)
        return bool(await self._database.found(hurrying))
