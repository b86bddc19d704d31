"""After an outage: danger that was heard of too late to ring, and who has not been told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select

from alerts.notices import ALARMS, Reason
from alerts.subscriptions import Subscription
from storage.hazards import hazards_of
from storage.planned_rows import Plan, mirrors_first, planned_rows, values_of
from storage.planning import Planning
from storage.situation import alerts_where
from storage.tables.told import (
    AlertRow,
    NoticeAlertRow,
    NoticeRow,
    SubscriberRow,
    SubscriptionRow,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Sequence
    from datetime import datetime

    from alerts.notices import Notice
    from alerts.situation import Alert

SAYING: Final = [reason.value for reason in (*ALARMS, Reason.IN_FORCE, Reason.TOO_OLD)]
"""Notices that say how bad an alert is, or that it was heard of too late to say so."""

CHATS: Final = 500
"""Chats a statement."""

_TELL_CHATS: Final = Plan(
    planned_rows(SubscriberRow.chat_id, mirrors_first()).where(
        SubscriberRow.chat_id.in_(bindparam("chats", expanding=True)), SubscriberRow.active
    )
)


class CatchingUp(Planning):
    """Planning messages inside a transaction, those after an outage as well."""

    async def unannounced(self, before: datetime) -> list[Alert]:
        """Return open alerts of which the newest word came too late to be sent, oldest first.

        None at all while such words still come in: the last one has to be older than ``before``.
        """
        newest = (
            select(NoticeAlertRow.alert_id, func.max(NoticeRow.id).label("notice_id"))
            .join(NoticeRow, NoticeRow.id == NoticeAlertRow.notice_id)
            .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
            .where(NoticeRow.reason.in_(SAYING), AlertRow.ended_at.is_(None), ~AlertRow.withdrawn)
            .group_by(NoticeAlertRow.alert_id)
            .subquery()
        )
        query = (
            select(newest.c.alert_id, NoticeRow.created_at)
            .join(NoticeRow, NoticeRow.id == newest.c.notice_id)
            .where(NoticeRow.reason == Reason.TOO_OLD.value)
        )
        found = (await self._connection.execute(query)).all()
        if not found or max(row.created_at for row in found) > before:
            return []
        return await alerts_where(
            self._connection, AlertRow.id.in_([row.alert_id for row in found])
        )

    async def wishes(
        self, regions: Collection[str]
    ) -> AsyncGenerator[tuple[int, list[Subscription]]]:
        """Yield the active chats that follow something in regions, each with what it follows."""
        query = (
            select(SubscriptionRow.chat_id, SubscriptionRow.area, SubscriptionRow.hazards)
            .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
            .where(SubscriberRow.active, SubscriptionRow.region.in_(sorted(regions)))
            .order_by(SubscriptionRow.chat_id)
        )
        chat_id, wanted = 0, list[Subscription]()
        async with self._connection.stream(query) as rows:
            async for row in rows:
                if row.chat_id != chat_id and wanted:
                    yield chat_id, wanted
                    wanted = []
                chat_id = row.chat_id
                wanted.append(Subscription(area=row.area, hazards=hazards_of(row.hazards)))
        if wanted:
            yield chat_id, wanted

    async def tell_chats(
        self, notice: Notice, alerts: Sequence[Alert], chats: Sequence[int], now: datetime
    ) -> int:
        """Plan a notice about alerts for these chats; return how many."""
        numbers = [alert.id for alert in alerts if alert.id is not None]
        notice_id = await self._keep_notice(notice, numbers, None, now)
        values, planned = values_of(notice, notice_id, now), 0
        for start in range(0, len(chats), CHATS):
            part = chats[start : start + CHATS]
            planned += await _TELL_CHATS.keep(self._connection, {**values, "chats": part})
        return planned
