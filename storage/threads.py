"""One event is one message: which alarm speaks of an alert, and how it is shown anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import BindParameter, bindparam, func, null, select, update

from alerts.notices import Notice, Reason
from alerts.situation import Level
from alerts.verdicts import Kind
from storage.alarms import RINGING, status_is
from storage.encoding import notice_from_json
from storage.tables.told import NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.situation import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An alarm, and those of the asked alerts that it is the newest one about."""

    id: int
    notice: Notice
    alerts: Sequence[int]


_ALERTS: Final[BindParameter[int]] = bindparam("alerts", expanding=True)
_NEWEST: Final = (
    select(func.max(NoticeRow.id).label("notice_id"), NoticeAlertRow.alert_id)
    .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
    .where(NoticeAlertRow.alert_id.in_(_ALERTS), NoticeRow.reason.in_(RINGING))
    .group_by(NoticeAlertRow.alert_id)
    .subquery()
)
_THREADS: Final = (
    select(NoticeRow.id, NoticeRow.facts, _NEWEST.c.alert_id)
    .join(_NEWEST, _NEWEST.c.notice_id == NoticeRow.id)
    .order_by(NoticeRow.id, _NEWEST.c.alert_id)
)
_EDITS: Final = select(NoticeRow.id).where(
    NoticeRow.id.in_(select(NoticeAlertRow.notice_id).where(NoticeAlertRow.alert_id.in_(_ALERTS))),
    NoticeRow.reason == Reason.REFRESHED.value,
)
_DROP: Final = (
    update(OutboxRow)
    .where(OutboxRow.notice_id.in_(_EDITS), status_is("pending"))
    .values(
        status="dropped",
        reason=Reason.NOTHING_NEW.value,
        not_before=null(),
        settled_at=bindparam("now"),
    )
)


async def threads_of(connection: AsyncConnection, alert_ids: Collection[int]) -> list[Thread]:
    """Return the newest alarm about each alert, the same one once."""
    found: dict[int, Thread] = {}
    for number, facts, alert_id in await connection.execute(_THREADS, {"alerts": list(alert_ids)}):
        known = found.get(number)
        alerts = [*known.alerts, alert_id] if known else [alert_id]
        found[number] = Thread(id=number, notice=notice_from_json(facts), alerts=alerts)
    return list(found.values())


def refreshed(
    notice: Notice, alerts: Sequence[Alert], confirmed_at: datetime, grown: tuple[str, ...]
) -> Notice:
    """Return an alarm as it is shown anew: where danger goes on, how bad, confirmed when."""
    levels = {alert.level for alert in alerts}
    still = tuple(dict.fromkeys(alert.area for alert in alerts))
    return replace(
        notice,
        reason=Reason.REFRESHED,
        kind=Kind.ATTACK if Level.ATTACK in levels else Kind.THREAT,
        immediate=Level.IMMEDIATE in levels,
        areas=tuple(dict.fromkeys((*still, *grown))),
        confirmed_at=confirmed_at,
    )


async def drop_edits(
    connection: AsyncConnection, alert_ids: Collection[int], now: datetime
) -> None:
    """Drop edits about alerts that still wait: something newer is to be said of them."""
    await connection.execute(_DROP, {"alerts": list(alert_ids), "now": now})
