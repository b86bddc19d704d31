"""What became of messages, counted: for the last alarm and for a stretch of time, bot by bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, select

from storage.addresses import Addressed
from storage.alarms import RINGING
from storage.encoding import notice_from_json
from storage.tables.told import NoticeRow, OutboxRow, SubscriberRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.notices import Notice
    from storage.engine import Database

HALF: Final = 0.5
MOST: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """From the source's post until Telegram accepted the message: for half, for 95 %, for all."""

    half: timedelta
    most: timedelta
    last: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Messages by what became of them; mirrors are left out.

    ``deferred`` are those that had to be put off at least once, whatever became of them then.
    ``unreachable`` chats had blocked the bot or were gone. ``dropped`` had become pointless.
    ``doubled`` arrived, but may have arrived before: an answer was lost. ``lost`` may have arrived,
    and were not worth a second message. ``delays`` are those of alarms.
    """

    delivered: int = 0
    in_flight: int = 0
    waiting: int = 0
    deferred: int = 0
    unreachable: int = 0
    dropped: int = 0
    failed: int = 0
    doubled: int = 0
    lost: int = 0
    delays: Delays | None = None

    @property
    def planned(self) -> int:
        """Return how many messages were planned."""
        settled = self.delivered + self.unreachable + self.dropped + self.failed + self.lost
        return settled + self.in_flight + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAlarm:
    """The newest alarm that had somebody to be told."""

    notice: Notice
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time: ``alarms`` that had somebody to be told, and chats ``retired`` in it."""

    alarms: int
    retired: int
    figures: Figures


class Outcomes(Addressed):
    """Counting the outcomes of one bot's messages."""

    _database: Database

    async def last_alarm(self) -> LastAlarm | None:
        """Return the newest alarm with what became of it, None if there was none."""
        ours = select(OutboxRow.chat_id).where(OutboxRow.notice_id == NoticeRow.id, *self._rows())
        newest = (
            select(NoticeRow.id, NoticeRow.facts)
            .where(NoticeRow.reason.in_(RINGING), ours.exists())
            .order_by(NoticeRow.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(newest)).first()
            if row is None:
                return None
            notice = notice_from_json(row.facts)
            figures = await self._figures(connection, OutboxRow.notice_id == row.id)
        return LastAlarm(notice=notice, figures=figures)

    async def outcomes_since(self, since: datetime) -> Stretch:
        """Return what became of everything planned since a moment."""
        recent = select(NoticeRow.id).where(NoticeRow.created_at >= since)
        told = OutboxRow.notice_id.in_(recent.where(NoticeRow.reason.in_(RINGING)))
        alarms = select(func.count(OutboxRow.notice_id.distinct())).where(told, *self._rows())
        retired = select(func.count()).where(
            SubscriberRow.bot == self._bot,
            ~SubscriberRow.active,
            ~SubscriberRow.mirror,
            SubscriberRow.retired_at >= since,
        )
        async with self._database.reading() as connection:
            return Stretch(
                alarms=(await connection.execute(alarms)).scalar_one(),
                retired=(await connection.execute(retired)).scalar_one(),
                figures=await self._figures(connection, OutboxRow.notice_id.in_(recent)),
            )

    def _rows(self) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions on messages to this bot's residents, sent or to be sent."""
        return OutboxRow.bot == self._bot, OutboxRow.nearness >= 0, OutboxRow.status != "skipped"

    async def _figures(self, connection: AsyncConnection, about: ColumnElement[bool]) -> Figures:
        """Count messages of some notices."""
        tries = OutboxRow.attempts - OutboxRow.unanswered
        put_off = case((OutboxRow.status == "pending", tries > 0), else_=tries > 1)
        unsure = OutboxRow.unanswered > 0
        query = (
            select(
                OutboxRow.status,
                func.count().label("messages"),
                func.sum(case((put_off, 1), else_=0)).label("deferred"),
                func.sum(case((unsure, 1), else_=0)).label("unsure"),
            )
            .where(about, *self._rows())
            .group_by(OutboxRow.status)
        )
        found: dict[str, Any] = {row.status: row for row in await connection.execute(query)}
        counts = {status: row.messages for status, row in found.items()}
        lost = found["dropped"].unsure if "dropped" in found else 0
        return Figures(
            delivered=counts.get("sent", 0),
            in_flight=counts.get("claimed", 0),
            waiting=counts.get("pending", 0),
            deferred=sum(row.deferred for row in found.values()),
            unreachable=counts.get("unreachable", 0),
            dropped=counts.get("dropped", 0) - lost,
            failed=counts.get("failed", 0),
            doubled=found["sent"].unsure if "sent" in found else 0,
            lost=lost,
            delays=await self._delays(connection, about),
        )

    async def _delays(
        self, connection: AsyncConnection, about: ColumnElement[bool]
    ) -> Delays | None:
        """Return how long alarms took; messages that were accepted together are read as one."""
        query = (
            select(OutboxRow.notice_id, OutboxRow.settled_at, func.count().label("messages"))
            .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
            .where(about, *self._rows(), OutboxRow.status == "sent", NoticeRow.reason.in_(RINGING))
            .group_by(OutboxRow.notice_id, OutboxRow.settled_at)
        )
        groups = list(await connection.execute(query))
        facts = select(NoticeRow.id, NoticeRow.facts).where(
            NoticeRow.id.in_({group.notice_id for group in groups})
        )
        published = {
            row.id: notice_from_json(row.facts).published_at
            for row in await connection.execute(facts)
        }
        return delays_of(
            [(group.settled_at - published[group.notice_id], group.messages) for group in groups]
        )


def delays_of(groups: Sequence[tuple[timedelta, int]]) -> Delays | None:
    """Return the delays of so many messages each, None of none."""
    if not groups:
        return None
    in_order = sorted(groups)
    total = sum(count for _, count in in_order)

    def within(share: float) -> timedelta:
        """Return the delay that this share of all messages did not exceed."""
        passed = 0
        for delay, count in in_order:
            passed += count
            if passed >= share * total:
                return delay
        return in_order[-1][0]

    return Delays(half=within(HALF), most=within(MOST), last=in_order[-1][0])
