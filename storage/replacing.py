"""What a newer message to the same chat has made pointless: it became worse, or ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from alerts.notices import Reason
from storage.keys import key_of
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Found
    from storage.keys import Key

_OPENED, _WORSE = Reason.OPENED.value, Reason.WORSE.value
_EASED, _ENDED = Reason.EASED.value, Reason.ENDED.value
REPLACES: Final = ((_OPENED, _WORSE), (_WORSE, _WORSE), (_EASED, _EASED), (_EASED, _ENDED))
"""What is dropped for what, where both are about the same alerts."""


async def replaced(connection: AsyncConnection, rows: Sequence[Found]) -> set[Key]:
    """Return the rows whose chat has, or is about to get, a newer message about all their alerts.

    Alerts that have ended meanwhile do not count for an alarm: nobody is to be told of them.
    """
    newer = await _newer(connection, {row.notice_id for row in rows})
    if not newer:
        return set()
    told = select(OutboxRow.chat_id, OutboxRow.notice_id).where(
        OutboxRow.notice_id.in_({notice for ones in newer.values() for notice in ones}),
        OutboxRow.chat_id.in_({row.chat_id for row in rows if row.notice_id in newer}),
        OutboxRow.status.in_(("pending", "claimed", "sent")),
    )
    by_chat: dict[int, set[int]] = {}
    for chat_id, notice_id in await connection.execute(told):
        by_chat.setdefault(chat_id, set()).add(notice_id)
    alerts = await _alerts(connection, list(newer))
    return {
        key_of(row)
        for row in rows
        if row.notice_id in newer
        and alerts.get(row.notice_id)
        and alerts[row.notice_id]
        <= {
            alert
            for notice, about in newer[row.notice_id].items()
            if notice in by_chat.get(row.chat_id, ())
            for alert in about
        }
    }


async def _newer(
    connection: AsyncConnection, notice_ids: set[int]
) -> dict[int, dict[int, set[int]]]:
    """Return for each notice the newer ones that may replace it, and of which of its alerts."""
    old, new = NoticeRow.__table__.alias(), NoticeRow.__table__.alias()
    mine, other = NoticeAlertRow.__table__.alias(), NoticeAlertRow.__table__.alias()
    pairs = [and_(old.c.reason == one, new.c.reason == another) for one, another in REPLACES]
    query = (
        select(mine.c.notice_id, other.c.notice_id, mine.c.alert_id)
        .join(old, old.c.id == mine.c.notice_id)
        .join(other, other.c.alert_id == mine.c.alert_id)
        .join(new, new.c.id == other.c.notice_id)
        .where(mine.c.notice_id.in_(notice_ids), new.c.id > old.c.id, or_(*pairs))
    )
    found: dict[int, dict[int, set[int]]] = {}
    for notice, newer, alert in await connection.execute(query):
        found.setdefault(notice, {}).setdefault(newer, set()).add(alert)
    return found


async def _alerts(connection: AsyncConnection, notice_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return which alerts notices are about: of alarms those still open, of reliefs all."""
    query = (
        select(NoticeAlertRow.notice_id, NoticeAlertRow.alert_id)
        .join(NoticeRow, NoticeRow.id == NoticeAlertRow.notice_id)
        .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
        .where(
            NoticeAlertRow.notice_id.in_(notice_ids),
            or_(
                NoticeRow.reason == _EASED,
                and_(AlertRow.ended_at.is_(None), ~AlertRow.withdrawn),
            ),
        )
    )
    found: dict[int, set[int]] = {}
    for notice, alert in await connection.execute(query):
        found.setdefault(notice, set()).add(alert)
    return found
