"""The rule of who is told how: the database decides for all at once as ``alerts`` does for one."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import delete, func, select, update

from alerts.notices import ALARMS, Reason
from alerts.recipients import ANSWERS, QUIETENED, reason_for
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind
from storage.tables.told import NoticeRow, OutboxRow
from tests.storage.examples import NIGHT, a_notice, ended, open_alert

if TYPE_CHECKING:
    from collections.abc import Collection

    from alerts.notices import Notice
    from alerts.situation import Alert
    from storage.store import Store, Transaction

PLACES: Final = ("RU-BEL", "RU-BEL/belgorod", "RU-BEL/shebekinsky", "RU-KRS", "RU-KRS/kursk")
TOLD: Final = (*sorted(ALARMS), *sorted(ANSWERS), Reason.DRILL)
HAZARDS: Final = (Hazard.DRONE, Hazard.MISSILE, Hazard.SHELLING)
MIDNIGHT: Final = NIGHT.replace(hour=0, minute=0)
CHATS: Final = 120
NOTICES: Final = 40

Decisions = dict[int, tuple[Reason, bool]]
"""By chat: the reason that is kept, and whether the message makes no sound."""


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_database_decides_by_the_rule(night: Store, seed: int) -> None:
    """For every chat and notice: told or not, with which reason, and with a sound or without."""
    dice = random.Random(seed)  # noqa: S311 - made-up settings
    residents = [_resident(chat_id, dice) for chat_id in range(1, CHATS + 1)]
    await night.import_subscribers(residents)
    alert = await open_alert(night)
    async with night.transaction() as transaction:
        alarmed = await _alarmed(transaction, alert, dice)
        await transaction.save_alerts([ended(alert, NIGHT)])
        met: set[Reason] = set()
        for notice in (_notice(dice) for _ in range(NOTICES)):
            now = MIDNIGHT + timedelta(minutes=dice.randrange(0, 1440, 20))
            about = [alert] if notice.reason in ANSWERS else []
            await transaction.tell(notice, about, None, now, at_once=10 * CHATS)
            decided = await _decided(transaction)
            expected: Decisions = {}
            for resident, wanted in residents:
                chat_id = resident.chat_id
                reason = reason_for(notice, resident, wanted, now, alarmed=chat_id in alarmed)
                if reason is None or (reason is Reason.FILTERED and notice.reason not in ALARMS):
                    continue
                silent = notice.silent or reason in QUIETENED
                expected[chat_id] = reason, silent and reason is not Reason.FILTERED
            assert decided == expected, notice
            met |= {reason for reason, _ in decided.values()}
        assert met >= {*TOLD, *QUIETENED, Reason.FILTERED}  # the law spoke of every case
        await transaction._connection.rollback()  # noqa: SLF001 - nothing of it is needed


def _resident(chat_id: int, dice: random.Random) -> tuple[Subscriber, list[Subscription]]:
    """Return somebody with some places, hazards, quiet hours and a snooze."""
    quiet = (
        (dice.randrange(0, 1440, 20), dice.randrange(0, 1441, 20)) if dice.random() < 0.5 else None
    )
    snoozed = (
        MIDNIGHT + timedelta(minutes=dice.randrange(0, 1440, 20)) if dice.random() < 0.3 else None
    )
    wanted = [
        Subscription(area=area, hazards=frozenset(dice.sample(HAZARDS, dice.choice((0, 0, 1, 2)))))
        for area in dice.sample(PLACES, dice.randrange(1, 4))
    ]
    return Subscriber(chat_id=chat_id, quiet=quiet, snoozed_until=snoozed), wanted


def _notice(dice: random.Random) -> Notice:
    """Return anything that may be told to many."""
    return a_notice(
        dice.choice(TOLD),
        *dice.sample(PLACES, dice.randrange(1, 3)),
        kind=dice.choice((Kind.THREAT, Kind.THREAT, Kind.ATTACK)),
        hazards=tuple(dice.sample(HAZARDS, dice.choice((0, 1, 1, 2)))),
        immediate=dice.random() < 0.2,
    )


async def _alarmed(transaction: Transaction, alert: Alert, dice: random.Random) -> Collection[int]:
    """Let an alarm reach some of those it is for; return whom."""
    await transaction.tell(a_notice(Reason.OPENED, alert.area, hazards=()), [alert], None, NIGHT)
    chats = sorted(await _decided(transaction))
    reached = dice.sample(chats, len(chats) // 2)
    connection = transaction._connection  # noqa: SLF001 - as the drain would have left it
    await connection.execute(delete(OutboxRow).where(OutboxRow.chat_id.not_in(reached)))
    await connection.execute(update(OutboxRow).values(status="sent", attempts=1))
    return reached


async def _decided(transaction: Transaction) -> Decisions:
    """Return what was planned of the newest notice."""
    newest = select(func.max(NoticeRow.id)).scalar_subquery()
    reason = func.coalesce(OutboxRow.reason, NoticeRow.reason).label("reason")
    query = (
        select(OutboxRow.chat_id, reason, OutboxRow.silent, OutboxRow.status)
        .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
        .where(OutboxRow.notice_id == newest)
    )
    rows = (await transaction._connection.execute(query)).all()  # noqa: SLF001 - what planning wrote
    assert all((row.status == "skipped") == (row.reason == "filtered") for row in rows)
    return {
        row.chat_id: (Reason(row.reason), row.silent and row.status != "skipped") for row in rows
    }
