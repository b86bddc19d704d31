"""The last look before a message goes out: is it still true?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import null, select

from alerts.notices import Reason
from storage.alarms import RINGING, drop_ended, ended_alarms
from storage.keys import bound, key_of, update_of
from storage.replacing import replaced
from storage.situation import ANY
from storage.tables.told import AlertRow, NoticeAlertRow, NoticeRow, OutboxRow, SubscriberRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Found
    from storage.keys import Key

RELIEFS: Final = [Reason.EASED.value, Reason.ENDED.value, Reason.LOWERED.value]

Danger = tuple[str, str]
"""A region and a hazard."""

_BACK: Final = update_of().values(status="pending", lease_until=null())


async def still_true(
    connection: AsyncConnection, taken: Sequence[Found], now: datetime
) -> list[Found]:
    """Return those of the claimed rows that are worth sending; drop the others.

    An alarm whose every alert has ended is dropped, with all others like it, and so is what is for
    a chat that cannot be reached; should it come back before, it is told. So is a relief to a
    chat that has been told, or is about to be told, of the same danger again: alarms go first, and
    an "all clear" that arrives after a newer alarm would be a false one. And so is what a newer
    message to the same chat has replaced.
    """
    if not taken:
        return []
    ended = await ended_alarms(connection, {row.notice_id for row in taken})
    if ended:
        back = [key_of(row) for row in taken if row.notice_id in ended]
        await connection.execute(_BACK, bound(back))
        await drop_ended(connection, ended, now)
    rows = [row for row in taken if row.notice_id not in ended]
    gone = await _unreachable(connection, rows)
    await _drop(connection, gone, "the chat cannot be reached", now)
    rows = [row for row in rows if key_of(row) not in gone]
    late = await _overtaken(connection, rows)
    await _drop(connection, late, "the danger was declared again", now)
    rows = [row for row in rows if key_of(row) not in late]
    old = await replaced(connection, rows)
    await _drop(connection, old, "a newer message says more", now)
    return [row for row in rows if key_of(row) not in old]


async def _drop(
    connection: AsyncConnection, keys: Collection[Key], why: str, now: datetime
) -> None:
    """Drop claimed rows."""
    if keys:
        await connection.execute(
            update_of().values(status="dropped", lease_until=null(), why=why, settled_at=now),
            bound(keys),
        )


async def _unreachable(connection: AsyncConnection, rows: Sequence[Found]) -> set[Key]:
    """Return the rows whose chat has retired."""
    query = select(SubscriberRow.chat_id).where(
        SubscriberRow.chat_id.in_({row.chat_id for row in rows}), ~SubscriberRow.active
    )
    retired = set((await connection.execute(query)).scalars())
    return {key_of(row) for row in rows if row.chat_id in retired}


async def _overtaken(connection: AsyncConnection, rows: Sequence[Found]) -> set[Key]:
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
        key_of(row)
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
