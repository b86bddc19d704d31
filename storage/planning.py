"""Who is told what: one INSERT ... SELECT plans a notice for any number of chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from alerts.areas import region_of
from alerts.notices import Notice, Reason
from storage.alarms import alarms_about, drop_ended, ended_alarms
from storage.encoding import notice_to_json
from storage.engine import insert
from storage.hazards import mask_of
from storage.tables.told import (
    NoticeAlertRow,
    NoticeRow,
    OutboxRow,
    SubscriberRow,
    SubscriptionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.orm import InstrumentedAttribute

    from alerts.situation import Alert
    from storage.columns import Query

    _Column = ColumnElement[int] | InstrumentedAttribute[int]

ANSWERS: Final = frozenset({Reason.EASED, Reason.ENDED, Reason.CORRECTED})
"""What also goes to everyone who got the alarm, as a reply to it."""

ENDS: Final = frozenset({Reason.ENDED, Reason.CORRECTED})
"""What makes an alarm that is still waiting pointless."""


def _planned(
    chat_id: _Column, nearness: _Column, notice_id: int, notice: Notice, now: datetime
) -> Query:
    """Return a new outbox row for each chat of a SELECT, column for column of ``_PLANNED``."""
    return select(
        literal(notice_id),
        chat_id,
        literal(notice.reason.value),
        literal(notice.urgency),
        nearness,
        literal("pending"),
        literal(0),
        literal(now, OutboxRow.created_at.type),
    )


_PLANNED: Final = [
    "notice_id",
    "chat_id",
    "reason",
    "urgency",
    "nearness",
    "status",
    "attempts",
    "created_at",
]


class Planning:
    """Planning messages inside a transaction."""

    _connection: AsyncConnection

    async def tell(
        self,
        notice: Notice,
        alerts: Sequence[Alert],
        post_id: int | None,
        now: datetime,
        *,
        alarmed_only: bool = False,
    ) -> int:
        """Plan one message per chat concerned, in one INSERT ... SELECT; return how many.

        Save the alerts before: what has ended is read from the database.

        OPENED, WORSE, DRILL: active subscribers whose subscriptions cover an area of the notice
        (municipality asked: exact or its region; region asked: the region and its municipalities)
        and whose hazards allow it (no hazards on either side = all).
        EASED, ENDED, CORRECTED: the same subscribers, and everyone who got an alarm (OPENED/WORSE)
        about one of ``alerts``, as a reply to that alarm (newest one). ENDED and CORRECTED first
        drop the alarms still pending of which every alert has ended (status dropped,
        ENDED_BEFORE_SENT); a chat whose only alarm was dropped that way, without ever having been
        tried, is not told of the end. With ``alarmed_only`` they go only to who got the alarm.
        """
        alert_ids = [alert.id for alert in alerts if alert.id is not None]
        notice_id = await self._keep_notice(notice, alert_ids, post_id, now)
        audience = _audience(notice, notice_id, now)
        if notice.reason not in ANSWERS:
            return await self._plan(audience)
        alarms = await alarms_about(self._connection, alert_ids)
        if notice.reason in ENDS:
            await drop_ended(self._connection, await ended_alarms(self._connection, alarms), now)
            audience = audience.where(~_was_spared(alarms))
        answered = (
            _planned(OutboxRow.chat_id, literal(0), notice_id, notice, now)
            .distinct()
            .join(SubscriberRow, SubscriberRow.chat_id == OutboxRow.chat_id)
            .where(
                SubscriberRow.active, OutboxRow.notice_id.in_(alarms), _may_have_arrived(OutboxRow)
            )
        )
        planned = await self._plan(answered)
        return planned if alarmed_only else planned + await self._plan(audience)

    async def tell_one(self, notice: Notice, chat_id: int, now: datetime) -> None:
        """Plan one message to one chat (a digest), unless the chat has left meanwhile."""
        notice_id = await self._keep_notice(notice, [], None, now)
        await self._plan(
            _planned(SubscriberRow.chat_id, literal(0), notice_id, notice, now).where(
                SubscriberRow.chat_id == chat_id, SubscriberRow.active
            )
        )

    async def _plan(self, chats: Query) -> int:
        """Insert an outbox row for each chat that has none for the notice yet."""
        planned = await self._connection.execute(
            insert(self._connection, OutboxRow)
            .from_select(_PLANNED, chats)
            .on_conflict_do_nothing(index_elements=["notice_id", "chat_id"])
        )
        return planned.rowcount

    async def _keep_notice(
        self, notice: Notice, alert_ids: Sequence[int], post_id: int | None, now: datetime
    ) -> int:
        """Insert a notice with the alerts it tells of and return its id."""
        added = await self._connection.execute(
            insert(self._connection, NoticeRow)
            .values(
                post_id=post_id,
                reason=notice.reason.value,
                facts=notice_to_json(notice),
                created_at=now,
            )
            .returning(NoticeRow.id)
        )
        notice_id = added.scalar_one()
        if alert_ids:
            await self._connection.execute(
                insert(self._connection, NoticeAlertRow),
                [{"notice_id": notice_id, "alert_id": alert_id} for alert_id in set(alert_ids)],
            )
        return notice_id


def _audience(notice: Notice, notice_id: int, now: datetime) -> Query:
    """Return the rows for the subscribers a notice concerns, those of its very area first."""
    regions = {region_of(area) for area in notice.areas}
    whole = regions & set(notice.areas)
    exact = SubscriptionRow.area.in_(sorted(notice.areas))
    asked = SubscriptionRow.area.in_(sorted({*notice.areas, *regions}))
    mask = mask_of(notice.hazards)
    wanted = or_(SubscriptionRow.hazards == 0, SubscriptionRow.hazards.bitwise_and(mask) != 0)
    rows = (
        _planned(
            SubscriptionRow.chat_id, func.min(case((exact, 0), else_=1)), notice_id, notice, now
        )
        .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
        .where(
            SubscriberRow.active,
            SubscriptionRow.region.in_(sorted(regions)),
            or_(asked, SubscriptionRow.region.in_(sorted(whole))),
        )
        .group_by(SubscriptionRow.chat_id)
    )
    return rows.where(wanted) if mask else rows


def _may_have_arrived(row: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the outbox or an alias of it
    """Return the condition that a message is in the chat, is under way or was tried at least."""
    tried = and_(row.status.in_(("pending", "dropped")), row.attempts > 0)
    return or_(row.status.in_(("sent", "claimed")), tried)


def _was_spared(alarms: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a subscriber's only alarms were dropped before they were tried."""
    row = aliased(OutboxRow)
    mine = select(row.id).where(row.notice_id.in_(alarms), row.chat_id == SubscriptionRow.chat_id)
    spared = mine.where(row.reason == Reason.ENDED_BEFORE_SENT.value, row.attempts == 0)
    heard = mine.where(or_(_may_have_arrived(row), row.status == "pending"))
    return and_(spared.exists(), ~heard.exists())
