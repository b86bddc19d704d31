"""Which alarms rang for which alerts, and which of those still waiting have become pointless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, bindparam, literal, null, select, update

from alerts.notices import ALARMS, Reason
from storage.keys import KEY
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow, UnplannedRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Found

RINGING: Final = [reason.value for reason in ALARMS]
TELLING: Final = [*RINGING, Reason.IN_FORCE.value]
"""What tells somebody of an alert for the first time, with a sound or without."""


def status_is(status: str) -> ColumnElement[bool]:
    """Return the condition on the status, spelt out so that the partial indexes serve it."""
    return OutboxRow.status == literal(status, String(), literal_execute=True)


def is_not_pending() -> ColumnElement[bool]:
    """Return the condition that a message does not wait to be sent, for its partial index."""
    return OutboxRow.status != literal("pending", String(), literal_execute=True)


_STILL_OPEN: Final = (
    select(NoticeAlertRow.notice_id)
    .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
    .where(NoticeAlertRow.notice_id == NoticeRow.id)
    .where(AlertRow.ended_at.is_(None), ~AlertRow.withdrawn)
    .exists()
)
_ABOUT: Final = (
    select(
        NoticeRow.id,
        _STILL_OPEN.label("still_open"),
        UnplannedRow.notice_id.is_not(None).label("is_unplanned"),
    )
    .distinct()
    .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
    .outerjoin(UnplannedRow, UnplannedRow.notice_id == NoticeRow.id)
    .where(
        NoticeAlertRow.alert_id.in_(bindparam("alerts", expanding=True)),
        NoticeRow.reason.in_(TELLING),
    )
)
_ENDED: Final = select(NoticeRow.id).where(
    NoticeRow.id.in_(bindparam("notices", expanding=True)),
    NoticeRow.reason.in_([*TELLING, Reason.REFRESHED.value]),
    select(NoticeAlertRow.notice_id).where(NoticeAlertRow.notice_id == NoticeRow.id).exists(),
    ~_STILL_OPEN,
)
_WAITING: Final = (
    select(OutboxRow.notice_id, OutboxRow.chat_id)
    .where(OutboxRow.notice_id.in_(bindparam("notices", expanding=True)), status_is("pending"))
    .with_for_update(skip_locked=True)
    .cte("waiting")
)
_DROP: Final = (
    update(OutboxRow)
    .where(KEY.in_(select(_WAITING.c.notice_id, _WAITING.c.chat_id)))
    .values(
        status="dropped",
        reason=Reason.ENDED_BEFORE_SENT.value,
        not_before=null(),
        settled_at=bindparam("now"),
    )
)


async def alarms_about(connection: AsyncConnection, alert_ids: Collection[int]) -> list[Found]:
    """Return the notices that told of one of these alerts: those that rang or caught up with it.

    ``still_open``: one of its alerts is, be it another one. ``is_unplanned``: in part, as yet.
    """
    found = await connection.execute(_ABOUT, {"alerts": list(alert_ids)})
    return list(found)


async def ended_alarms(connection: AsyncConnection, notice_ids: Collection[int]) -> list[int]:
    """Return those of the alarms, and of the edits to them, of whose alerts none is open."""
    found = await connection.execute(_ENDED, {"notices": list(notice_ids)})
    return list(found.scalars())


async def drop_ended(
    connection: AsyncConnection, notice_ids: Collection[int], now: datetime
) -> None:
    """Drop what is still pending of these notices; rows another process holds are left to it."""
    if notice_ids:
        await connection.execute(_DROP, {"notices": list(notice_ids), "now": now})
