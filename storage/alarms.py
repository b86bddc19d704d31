"""Which alarms rang for which alerts, and which of those still waiting have become pointless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, literal, null, select, update

from alerts.notices import ALARMS, Reason
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

RINGING: Final = [reason.value for reason in ALARMS]
TELLING: Final = [*RINGING, Reason.IN_FORCE.value]
"""What tells somebody of an alert for the first time, with a sound or without."""


def status_is(status: str) -> ColumnElement[bool]:
    """Return the condition on the status, spelt out so that the partial indexes serve it."""
    return OutboxRow.status == literal(status, String(), literal_execute=True)


async def alarms_about(connection: AsyncConnection, alert_ids: Collection[int]) -> list[int]:
    """Return the notices that told of one of these alerts: that rang, or caught up with it."""
    query = (
        select(NoticeRow.id)
        .distinct()
        .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
        .where(NoticeAlertRow.alert_id.in_(alert_ids), NoticeRow.reason.in_(TELLING))
    )
    return list((await connection.execute(query)).scalars())


async def ended_alarms(connection: AsyncConnection, notice_ids: Collection[int]) -> list[int]:
    """Return those of the alarms, and of the edits to them, of whose alerts none is open."""
    still_open = (
        select(NoticeAlertRow.notice_id)
        .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
        .where(NoticeAlertRow.notice_id == NoticeRow.id)
        .where(AlertRow.ended_at.is_(None), ~AlertRow.withdrawn)
    )
    of_alerts = select(NoticeAlertRow.notice_id).where(NoticeAlertRow.notice_id == NoticeRow.id)
    query = select(NoticeRow.id).where(
        NoticeRow.id.in_(notice_ids),
        NoticeRow.reason.in_([*TELLING, Reason.REFRESHED.value]),
        of_alerts.exists(),
        ~still_open.exists(),
    )
    return list((await connection.execute(query)).scalars())


async def drop_ended(
    connection: AsyncConnection, notice_ids: Collection[int], now: datetime
) -> None:
    """Drop what is still pending of these notices; rows another process holds are left to it."""
    if not notice_ids:
        return
    waiting = (
        select(OutboxRow.id)
        .where(OutboxRow.notice_id.in_(notice_ids), status_is("pending"))
        .with_for_update(skip_locked=True)
        .cte("waiting")
    )
    await connection.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(select(waiting.c.id)))
        .values(
            status="dropped",
            reason=Reason.ENDED_BEFORE_SENT.value,
            not_before=null(),
            settled_at=now,
        )
    )
