"""Who is told what: one INSERT ... SELECT plans a notice for any number of chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy
from sqlalchemy import bindparam, literal

from alerts.notices import ALARMS, Notice, Reason
from alerts.recipients import ANSWERS, grows_silently
from storage.addresses import Addressed
from storage.alarms import alarms_about, drop_ended
from storage.audience import (
    ALARMED,
    AUDIENCE,
    concerned,
    filtered,
    may_have_arrived,
    mirrors_in,
    of_regions,
    sees_it_grow,
    unwanted,
    wanted,
    was_spared,
)
from storage.encoding import notice_to_json
from storage.pieces import AT_ONCE, begin_planning, finish_planning
from storage.planned_rows import Plan, mirrors_first, places_of, planned_rows, values_of
from storage.tables.told import NoticeAlertRow, NoticeRow, OutboxRow, SubscriberRow, SubscriptionRow
from storage.threads import drop_edits, refreshed, threads_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.situation import Alert

ENDS: Final = frozenset({Reason.ENDED, Reason.CORRECTED})
"""What makes an alarm that is still waiting pointless."""

_NEW_NOTICE: Final = sqlalchemy.insert(NoticeRow).returning(NoticeRow.id)
_NEW_LINKS: Final = sqlalchemy.insert(NoticeAlertRow)

_TELL: Final = (Plan(wanted(AUDIENCE)), Plan(filtered(unwanted(AUDIENCE))))
"""Who is told, and who is kept with the reason that they are not."""

_UNSHOWN: Final = AUDIENCE.having(~sees_it_grow())
_TELL_UNSHOWN: Final = (Plan(wanted(_UNSHOWN)), Plan(filtered(unwanted(_UNSHOWN))))
_TELL_MIRRORS: Final = Plan(
    wanted(AUDIENCE).where(SubscriptionRow.chat_id.in_(bindparam("mirrors", expanding=True)))
)
_ANSWER_UNSPARED: Final = Plan(wanted(AUDIENCE).where(~was_spared()))
_OLD_CHATS: Final = (
    planned_rows(OutboxRow.chat_id, mirrors_first())
    .join(SubscriberRow, SubscriberRow.chat_id == OutboxRow.chat_id)
    .where(SubscriberRow.active, OutboxRow.notice_id.in_(ALARMED))
)
_ANSWER_ALARMED: Final = Plan(_OLD_CHATS.where(may_have_arrived(OutboxRow)).distinct())
_SHOWN: Final = _OLD_CHATS.where(OutboxRow.message_id.is_not(None))
_REFRESH: Final = Plan(_SHOWN)
_REFRESH_REGIONS: Final = Plan(of_regions(_SHOWN))
_TELL_ONE: Final = Plan(
    planned_rows(SubscriberRow.chat_id, literal(0)).where(
        SubscriberRow.chat_id == bindparam("chat"), SubscriberRow.active
    )
)


class Planning(Addressed):
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
        at_once: int = AT_ONCE,
    ) -> int:
        """Plan one message per chat concerned, in one INSERT ... SELECT; return how many.

        Of more subscriptions than ``at_once``, for an alarm or a drill, only so many are planned
        for, the nearest; the rest is left to ``Store.plan_more``.

        Save the alerts before: what has ended is read from the database.

        OPENED, WORSE, DRILL: active subscribers whose subscriptions cover an area of the notice
        (municipality asked: exact or its region; region asked: the region and its municipalities)
        and whose hazards allow it (no hazards on either side = all).
        EASED, ENDED, CORRECTED, LOWERED: the same subscribers, and everyone who got an alarm
        (OPENED/WORSE) about one of ``alerts``, as a reply to it (newest one). The middle two first
        drop the alarms still pending of which every alert has ended (status dropped,
        ENDED_BEFORE_SENT); a chat whose only alarm was dropped that way, without ever having been
        tried, is not told of the end. With ``alarmed_only`` they go only to who got the alarm.
        """
        alert_ids = [alert.id for alert in alerts if alert.id is not None]
        notice_id = await self._keep_notice(notice, alert_ids, post_id, now)
        values = {**values_of(notice, notice_id, now), "alerts": alert_ids}
        if notice.reason in ANSWERS:
            return await self._answer(notice, values, alarmed_only=alarmed_only)
        if grows_silently(notice):  # the others are shown it by an edit: all in one
            return await self._tell_all(_TELL_UNSHOWN, notice, values)
        found = await concerned(self._connection, values, at_once + 1)
        if found > at_once:
            return await self._tell_many(notice, values, at_once)
        return await self._tell_all(_TELL, notice, values) if found else 0

    async def _tell_all(
        self, plans: tuple[Plan, Plan], notice: Notice, values: dict[str, Any]
    ) -> int:
        """Plan for a whole audience; return how many are told."""
        told, not_told = plans
        planned = await told.keep(self._connection, values)
        if notice.reason in ALARMS and notice.hazards:  # who is told as well keeps that row
            await not_told.keep(self._connection, values)
        return planned

    async def _tell_many(self, notice: Notice, values: dict[str, Any], at_once: int) -> int:
        """Plan for the mirrors and the nearest; return how many."""
        planned = 0
        mirrors = await mirrors_in(self._connection)
        if mirrors:
            planned = await _TELL_MIRRORS.keep(self._connection, {**values, "mirrors": mirrors})
        return planned + await begin_planning(
            self._connection, values["notice"], notice, values["now"], at_once
        )

    async def _answer(self, notice: Notice, values: dict[str, Any], *, alarmed_only: bool) -> int:
        """Plan a reply for all who got an alarm, and tell the rest; return how many."""
        about = await alarms_about(self._connection, values["alerts"])
        values["alarms"] = alarms = [alarm.id for alarm in about]
        if any(alarm.is_unplanned for alarm in about):
            await finish_planning(self._connection, alarms)
        rest = _TELL[0]
        if notice.reason in ENDS:
            ended = [alarm.id for alarm in about if not alarm.still_open]
            await drop_ended(self._connection, ended, values["now"])
            rest = _ANSWER_UNSPARED
        planned = await _ANSWER_ALARMED.keep(self._connection, values) if alarms else 0
        return planned if alarmed_only else planned + await rest.keep(self._connection, values)

    async def note(
        self, notice: Notice, alerts: Sequence[Alert], post_id: int | None, now: datetime
    ) -> None:
        """Keep a notice that nobody is sent, with its reason: so it can be said why."""
        ids = [alert.id for alert in alerts if alert.id is not None]
        await self._keep_notice(notice, ids, post_id, now)

    async def refresh(
        self,
        alerts: Sequence[Alert],
        confirmed_at: datetime,
        post_id: int,
        now: datetime,
        *,
        grown: tuple[str, ...] = (),
    ) -> int:
        """Plan to change the newest alarm about each of these open alerts; return how many.

        Each shows its own facts, but only the areas that are still in danger, and since when it is
        confirmed. With ``grown`` only who follows the whole region is shown those areas besides.
        Edits that still wait are dropped (NOTHING_NEW): the new one says more.
        """
        by_id = {alert.id: alert for alert in alerts if alert.id is not None}
        planned = 0
        for thread in await threads_of(self._connection, by_id):
            still_open = [by_id[number] for number in thread.alerts]
            notice = refreshed(thread.notice, still_open, confirmed_at, grown)
            await drop_edits(self._connection, thread.alerts, now)
            notice_id = await self._keep_notice(notice, thread.alerts, post_id, now)
            values = {**values_of(notice, notice_id, now), "alarms": [thread.id]}
            if grown:
                values |= places_of(grown)
            plan = _REFRESH_REGIONS if grown else _REFRESH
            planned += await plan.keep(self._connection, values)
        return planned

    async def tell_one(self, notice: Notice, chat_id: int, now: datetime) -> None:
        """Plan one message to one chat (a digest), unless the chat has left meanwhile."""
        notice_id = await self._keep_notice(notice, [], None, now)
        values = {**values_of(notice, notice_id, now), "chat": self._address(chat_id)}
        await _TELL_ONE.keep(self._connection, values)

    async def _keep_notice(
        self, notice: Notice, alert_ids: Sequence[int], post_id: int | None, now: datetime
    ) -> int:
        """Insert a notice with the alerts it tells of and return its id."""
        facts = {
            "post_id": post_id,
            "reason": notice.reason.value,
            "facts": notice_to_json(notice),
            "created_at": now,
        }
        notice_id: int = (await self._connection.execute(_NEW_NOTICE, facts)).scalar_one()
        if alert_ids:
            await self._connection.execute(
                _NEW_LINKS,
                [{"notice_id": notice_id, "alert_id": alert_id} for alert_id in set(alert_ids)],
            )
        return notice_id
