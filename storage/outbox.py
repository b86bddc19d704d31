"""The outbox as the drain sees it: claim the most urgent rows, ask when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, null, or_, select, true, update

from alerts.deliveries import Action, Delivery
from alerts.notices import Reason
from alerts.recipients import action_for
from storage.addresses import Addressed, bot_of, chat_of
from storage.alarms import TELLING, status_is
from storage.encoding import notice_from_json
from storage.keys import KEY, bound, delivery_key, key_of, update_of
from storage.sifting import still_true
from storage.tables.bots import BotRow
from storage.tables.told import NoticeAlertRow, NoticeRow, OutboxRow, SubscriberRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.notices import Notice
    from storage.columns import Found
    from storage.engine import Database

TWICE_BEATS_NEVER: Final = 3
"""Up to this urgency a message whose answer was lost is sent again."""

ROUNDS: Final = 10
"""How often one claim fills up what it dropped, so that writers behind it need not wait long."""

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a lease ended that nobody holds."""

_AS_THE_INDEX_HAS_IT: Final = select(
    func.set_config("enable_sort", "off", true()),
    func.set_config("enable_bitmapscan", "off", true()),
)
"""For this transaction; PostgreSQL, which knows a minute later of a million rows that were planned,
would sort them all for each claim."""

NO_ANSWER: Final = "the process stopped before Telegram's answer was written"


class Outbox(Addressed):
    """Claiming the messages of one bot."""

    _database: Database

    async def claim(
        self, limit: int, now: datetime, lease: timedelta, *, instead_of: Sequence[Delivery] = ()
    ) -> list[Delivery]:
        """Take the most urgent due rows for ``lease``; order (urgency, nearness, notice, chat).

        Claimed rows that are given up for them (``instead_of``) may be among them again.
        In the same transaction it leaves out (drops) alarms whose every alert has ended, and
        reliefs to a chat for which the same danger has been declared again since; with many of
        these it may return less than there is. A row whose lease ran out is due again if it is an
        alarm or an answer to one (urgency <= 3); otherwise it is dropped (answer lost, lesser
        things are not sent twice).
        """
        async with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(_AS_THE_INDEX_HAS_IT)
            if instead_of:
                await _put_back(connection, instead_of, None)
            await _expire(connection, self._bot, now)
            rows: list[Found] = []
            for _ in range(ROUNDS):
                taken = await _take(connection, self._bot, limit - len(rows), now, lease)
                kept = await still_true(connection, taken, now)
                rows += kept
                if len(kept) == len(taken):  # nothing was dropped, so nothing is to be filled up
                    break
            rows.sort(key=lambda row: (row.urgency, row.nearness, *key_of(row)))
            deliveries = await _deliveries(connection, rows)
            return await _possible(connection, deliveries, now)

    async def put_back(
        self, claimed: Sequence[Delivery], not_before: datetime | None = None
    ) -> None:
        """Give up claimed rows that were not sent: they are due as before, or at a moment."""
        if claimed:
            async with self._database.writing() as connection:
                await _put_back(connection, claimed, not_before)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return the earliest moment a row may be claimed, ``now`` for one that never waited.

        None if the outbox is empty.
        """
        mine = OutboxRow.bot == self._bot
        fresh = select(OutboxRow.chat_id).where(
            mine, status_is("pending"), OutboxRow.not_before.is_(None)
        )
        waiting = select(func.min(OutboxRow.not_before)).where(
            mine, status_is("pending"), OutboxRow.not_before.is_not(None)
        )
        leased = select(func.min(OutboxRow.lease_until)).where(mine, status_is("claimed"))
        async with self._database.reading() as connection:
            if (await connection.execute(fresh.limit(1))).first() is not None:
                return now
            moments = [(await connection.execute(query)).scalar() for query in (waiting, leased)]
        return min((moment for moment in moments if moment is not None), default=None)

    async def release_leases(self) -> int:
        """At start of the only drain of the bot: leases of a killed process run out at once."""
        async with self._database.writing() as connection:
            released = await connection.execute(
                update(OutboxRow)
                .where(OutboxRow.bot == self._bot, status_is("claimed"))
                .values(lease_until=LONG_AGO)
            )
        return released.rowcount

    async def outbox_counts(self) -> dict[str, int]:
        """Return rows by status."""
        query = select(OutboxRow.status, func.count()).group_by(OutboxRow.status)
        return {row[0]: row[1] for row in await self._database.found(query)}


async def _put_back(
    connection: AsyncConnection, claimed: Sequence[Delivery], not_before: datetime | None
) -> None:
    """Let claimed rows wait again; that they were not tried is seen by their attempts."""
    await connection.execute(
        update_of("claimed").values(status="pending", lease_until=null(), not_before=not_before),
        bound(map(delivery_key, claimed)),
    )


async def _expire(connection: AsyncConnection, bot: int, now: datetime) -> None:
    """Make rows whose lease ran out due again, or drop those not worth a second message."""
    again = OutboxRow.urgency <= TWICE_BEATS_NEVER
    await connection.execute(
        update(OutboxRow)
        .where(OutboxRow.bot == bot, status_is("claimed"), OutboxRow.lease_until <= now)
        .values(
            status=case((again, "pending"), else_="dropped"),
            settled_at=case((again, null()), else_=now),
            attempts=OutboxRow.attempts + 1,
            unanswered=OutboxRow.unanswered + 1,
            not_before=null(),
            lease_until=null(),
            why=NO_ANSWER,
        )
    )


async def _take(
    connection: AsyncConnection, bot: int, limit: int, now: datetime, lease: timedelta
) -> list[Found]:
    """Claim the first rows that are due; those another process is claiming are passed over."""
    due = (
        select(OutboxRow.notice_id, OutboxRow.chat_id)
        .where(
            OutboxRow.bot == bot,
            status_is("pending"),
            or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= now),
        )
        .order_by(OutboxRow.urgency, OutboxRow.nearness, OutboxRow.notice_id, OutboxRow.chat_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = await connection.execute(
        update(OutboxRow)
        .where(KEY.in_(select(due.c.notice_id, due.c.chat_id)))
        .values(status="claimed", lease_until=now + lease)
        .returning(
            OutboxRow.notice_id,
            OutboxRow.chat_id,
            OutboxRow.urgency,
            OutboxRow.nearness,
            OutboxRow.silent,
            OutboxRow.attempts,
        )
    )
    return list(taken)


async def _deliveries(connection: AsyncConnection, rows: Sequence[Found]) -> list[Delivery]:
    """Return claimed rows with all that is needed to send them; a notice is read once for all."""
    if not rows:
        return []
    notices = await _notices(connection, {row.notice_id for row in rows})
    spoken = select(SubscriberRow.chat_id, SubscriberRow.language).where(
        SubscriberRow.chat_id.in_({row.chat_id for row in rows})
    )
    languages = {row[0]: row[1] for row in await connection.execute(spoken)}
    pays = any(notice.may_cost for notice in notices.values()) and await _pays(connection, rows)
    actions = {number: action_for(notice) for number, notice in notices.items()}
    late = [row for row in rows if actions[row.notice_id] is not Action.SEND]
    replies = await _replies(connection, late)
    return [
        Delivery(
            notice_id=row.notice_id,
            notice=notices[row.notice_id],
            chat_id=chat_of(row.chat_id),
            language=languages[row.chat_id],
            action=actions[row.notice_id],
            silent=row.silent,
            reply_to=replies.get((row.notice_id, row.chat_id)),
            attempts=row.attempts,
            bot=bot_of(row.chat_id),
            paid=pays and notices[row.notice_id].may_cost,
        )
        for row in rows
    ]


async def _possible(
    connection: AsyncConnection, deliveries: Sequence[Delivery], now: datetime
) -> list[Delivery]:
    """Return deliveries without edits of what never was sent, which are dropped."""
    lost: list[Delivery] = []
    possible: list[Delivery] = []
    for each in deliveries:
        is_lost = each.action is Action.EDIT and each.reply_to is None
        (lost if is_lost else possible).append(each)
    if lost:
        await connection.execute(
            update_of().values(
                status="dropped",
                reason=Reason.NOTHING_NEW.value,
                lease_until=null(),
                settled_at=now,
            ),
            bound(map(delivery_key, lost)),
        )
    return possible


async def _pays(connection: AsyncConnection, rows: Sequence[Found]) -> bool:
    """Tell whether the bot that sends these rows pays to be quicker."""
    query = select(BotRow.paid_since).where(BotRow.number == bot_of(rows[0].chat_id))
    return (await connection.execute(query)).scalar_one_or_none() is not None


async def _notices(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Notice]:
    """Return notices by id."""
    query = select(NoticeRow.id, NoticeRow.facts).where(NoticeRow.id.in_(ids))
    return {row[0]: notice_from_json(row[1]) for row in await connection.execute(query)}


async def _replies(
    connection: AsyncConnection, rows: Sequence[Found]
) -> dict[tuple[int, int], int]:
    """Return by (notice, chat) the newest alarm sent to the chat about one of the same alerts."""
    if not rows:
        return {}
    mine, alarm = NoticeAlertRow.__table__.alias(), NoticeAlertRow.__table__.alias()
    about = (
        select(mine.c.notice_id, alarm.c.notice_id)
        .join(alarm, alarm.c.alert_id == mine.c.alert_id)
        .join(NoticeRow, NoticeRow.id == alarm.c.notice_id)
        .where(mine.c.notice_id.in_({row.notice_id for row in rows}), NoticeRow.reason.in_(TELLING))
    )
    answered: dict[int, set[int]] = {}
    for answer_id, alarm_id in await connection.execute(about):
        answered.setdefault(alarm_id, set()).add(answer_id)
    sent = (
        select(OutboxRow.notice_id, OutboxRow.chat_id, OutboxRow.message_id)
        .where(
            OutboxRow.notice_id.in_(list(answered)),
            OutboxRow.chat_id.in_({row.chat_id for row in rows}),
            status_is("sent"),
        )
        .order_by(OutboxRow.settled_at, OutboxRow.notice_id)
    )
    return {
        (answer_id, chat_id): message_id
        for alarm_id, chat_id, message_id in await connection.execute(sent)
        if message_id is not None
        for answer_id in answered[alarm_id]
    }
