"""The last look before a message goes out: is it still true?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import null, select, update

from alerts.notices import Reason
from storage.alarms import RINGING, drop_ended, ended_alarms
from storage.replacing import replaced
from storage.situation import ANY
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Found

RELIEFS: Final = [Reason.EASED.value, Reason.ENDED.value, Reason.LOWERED.value]

Danger = tuple[str, str]
"""A region and a hazard."""


async def still_true(
    connection: AsyncConnection, taken: Sequence[Found], now: datetime
) -> list[Found]:
    """Return those of the claimed rows that are worth sending; drop the others.

    An alarm whose every alert has ended is dropped, with all others like it. So is a relief to a
    chat that has been told, or is about to be told, of the same danger again: alarms go first, and
    an "all clear" that arrives after a newer alarm would be a false one. And so is what a newer
    message to the same chat has replaced.
    """
    if not taken:
        return []
    ended = await ended_alarms(connection, {row.notice_id for row in taken})
    if ended:
        back = [row.id for row in taken if row.notice_id in ended]
        await connection.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(back))
            .values(status="pending", lease_until=null())
        )
        await drop_ended(connection, ended, now)
    rows = [row for row in taken if row.notice_id not in ended]
    late = await _overtaken(connection, rows)
    await _drop(connection, late, "the danger was declared again", now)
    rows = [row for row in rows if row.id not in late]
    old = await replaced(connection, rows)
    await _drop(connection, old, "a newer message says more", now)
    return [row for row in rows if row.id not in old]


async def _drop(connection: AsyncConnection, ids: Collection[int], why: str, now: datetime) -> None:
    """Drop claimed rows."""
    if ids:
        await connection.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .values(status="dropped", lease_until=null(), why=why, settled_at=now)
        )


async def _overtaken(connection: AsyncConnection, rows: Sequence[Found]) -> set[int]:
    """Return the reliefs whose chat has a newer alarm of the same danger, still in force."""
    reliefs = await _dangers(
        connection,
        NoticeRow.reason.in_(RELIEFS),
        NoticeRow.id.in_({row.notice_id for row in rows}),
    )
    if not reliefs:
        return set()
    alarms = await _dangers(
        connection,
        NoticeRow.reason.in_(RINGING),
        NoticeRow.id > min(reliefs),
        AlertRow.ended_at.is_(None),
        ~AlertRow.withdrawn,
    )
    chats = {row.chat_id for row in rows if row.notice_id in reliefs}
    rung = select(OutboxRow.chat_id, OutboxRow.notice_id).where(
        OutboxRow.notice_id.in_(list(alarms)),
        OutboxRow.chat_id.in_(chats),
        OutboxRow.status.in_(("pending", "claimed", "sent")),
    )
    newer: dict[int, set[int]] = {}
    for chat_id, notice_id in await connection.execute(rung):
        newer.setdefault(chat_id, set()).add(notice_id)
    return {
        row.id
        for row in rows
        if row.notice_id in reliefs
        and any(
            alarm > row.notice_id and _same(reliefs[row.notice_id], alarms[alarm])
            for alarm in newer.get(row.chat_id, ())
        )
    }


async def _dangers(
    connection: AsyncConnection, *conditions: ColumnElement[bool]
) -> dict[int, set[Danger]]:
    """Return which dangers the notices that meet the conditions are about, by notice."""
    query = (
        select(NoticeRow.id, AlertRow.region, AlertRow.hazard)
        .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
        .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
        .where(*conditions)
    )
    found: dict[int, set[Danger]] = {}
    for notice_id, region, hazard in await connection.execute(query):
        found.setdefault(notice_id, set()).add((region, hazard))
    return found


def _same(ones: Collection[Danger], others: Collection[Danger]) -> bool:
    """Tell whether two notices speak of one danger; "any" hazard may be each of them."""
    return any(
        region == other and (hazard == also or ANY in {hazard, also})
        for region, hazard in ones
        for other, also in others
    )
