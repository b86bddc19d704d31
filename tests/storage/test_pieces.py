from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from alerts.deliveries import Delivered, Moved
from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind
from app.planning import keep_planning
from storage.engine import new_engine, parse
from storage.planned_rows import TURNS
from storage.store import Mirror, open_store
from storage.tables.told import OutboxRow
from tests.storage.examples import (
    CITY,
    DISTRICT,
    LEASE,
    NIGHT,
    a_notice,
    ended,
    minutes,
    open_alert,
    residents,
    tell,
)

if TYPE_CHECKING:
    from storage.store import Store

PLACES = (CITY, DISTRICT, "RU-BEL", "RU-BEL/valuysky", "RU-KRS", "RU-KRS/lgovsky")
HAZARDS = (Hazard.DRONE, Hazard.MISSILE, Hazard.FIRE)


async def _planned(database_url: str) -> dict[int, set[tuple[object, ...]]]:
    """Return what is planned, by notice."""
    query = select(
        OutboxRow.notice_id,
        OutboxRow.chat_id,
        OutboxRow.bot,
        OutboxRow.urgency,
        OutboxRow.nearness,
        OutboxRow.silent,
        OutboxRow.reason,
        OutboxRow.status,
    )
    found: dict[int, set[tuple[object, ...]]] = {}
    engine = new_engine(parse(database_url))
    async with engine.connect() as connection:
        for row in await connection.execute(query):
            nearness = row.nearness // TURNS  # their turns are another matter
            found.setdefault(row.notice_id, set()).add((*row[1:4], nearness, *row[5:]))
    await engine.dispose()
    return found


async def _anybody(store: Store, dice: random.Random) -> None:
    """Let residents of every kind, of two bots, and a mirror ask for this and that."""
    for bot in (0, 1):
        rows = []
        for chat_id in dice.sample(range(-20, 20), 14):
            hour = dice.choice([None, (0, 300), (1300, 200)])
            snoozed = dice.choice([None, NIGHT + timedelta(hours=1)])
            asked = [
                Subscription(
                    area=area, hazards=frozenset(dice.sample(HAZARDS, dice.choice([0, 0, 1, 2])))
                )
                for area in dice.sample(PLACES, dice.randint(1, 4))
            ]
            rows.append((Subscriber(chat_id=chat_id, quiet=hour, snoozed_until=snoozed), asked))
        await store.of_bot(bot).import_subscribers(rows)
        await store.of_bot(bot).retire(rows[0][0].chat_id, NIGHT)
    await store.keep_mirrors([Mirror(chat_id=99, name="m", language="ru", regions=("RU-BEL",))])


async def test_pieces_of_any_size_are_the_same_rows_as_the_whole(
    night: Store, database_url: str
) -> None:
    """Whom an alarm is for, how near and how loud, does not depend on how it is planned."""
    dice = random.Random(12)  # noqa: S311 - no secret
    await _anybody(night, dice)
    for number in range(7):
        notice = a_notice(
            dice.choice([Reason.OPENED, Reason.WORSE, Reason.DRILL]),
            *dice.sample(PLACES, dice.randint(1, 3)),
            kind=dice.choice([Kind.THREAT, Kind.ATTACK]),
            immediate=True,
            hazards=tuple(dice.sample(HAZARDS, dice.randint(0, 2))),
        )
        await tell(night, notice)
        await tell(night, notice, at_once=dice.randint(1, 9))
        async with night.rehearsal() as killed:  # while it plans: nothing of that is kept
            await killed.told_since(0, 0)
        while await night.plan_more(dice.randint(3, 9)):
            pass
        found = await _planned(database_url)
        assert found.get(2 * number + 1) == found.get(2 * number + 2), notice


async def test_the_nearest_are_planned_with_the_post(night: Store) -> None:
    """Mirrors, then those of the very place: they are told while the others are planned."""
    await night.subscribe(1, Subscription(area="RU-BEL"))
    for chat_id in (2, 3, 4):
        await night.subscribe(chat_id, Subscription(area=CITY))
    await night.keep_mirrors([Mirror(chat_id=9, name="m", language="ru", regions=("RU-BEL",))])
    assert await tell(night, a_notice(), at_once=2) == 3
    assert [each.chat_id for each in await night.claim(9, NIGHT, LEASE)] == [9, 2, 3]
    assert await night.plan_more()
    assert [each.chat_id for each in await night.claim(9, NIGHT, LEASE)] == [4, 1]
    assert not await night.plan_more()


async def test_an_end_spares_those_who_were_still_to_be_planned(night: Store) -> None:
    """An end that comes while an alarm is planned is told to those who heard the alarm alone."""
    await residents(night, 9)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert, at_once=4)
    first, _second = await night.claim(2, NIGHT, LEASE)
    await night.record([(first, Delivered(500))], NIGHT)
    over = ended(alert, minutes(1))
    assert await tell(night, a_notice(Reason.ENDED), over) == 2
    assert not await night.plan_more()
    assert await night.outbox_counts() == {"sent": 1, "claimed": 1, "dropped": 7, "pending": 2}


async def test_a_chat_that_moves_while_an_alarm_is_planned_is_told(night: Store) -> None:
    """A group that becomes another chat is not passed over, whichever number it gets."""
    await residents(night, 9)
    await tell(night, a_notice(Reason.DRILL))
    drills = await night.claim(9, NIGHT, LEASE)
    await tell(night, a_notice(), at_once=4)
    moving = next(each for each in drills if each.chat_id == 9)
    await night.record([(moving, Moved(-5))], NIGHT)
    told = [each.chat_id for each in await night.claim(9, NIGHT, LEASE)]
    assert sorted(told) == [-5, *range(1, 9)]


async def test_the_reason_is_known_before_the_message_is_planned(night: Store) -> None:
    """Who asks at once why he was (not) woken gets the answer he would get later."""
    others = Subscription(area=CITY, hazards=frozenset({Hazard.MISSILE}))
    for chat_id in (1, 2):
        await night.subscribe(chat_id, others)
    await night.subscribe(3, Subscription(area=CITY))
    alert = await open_alert(night)
    await tell(night, a_notice(), alert, at_once=1)
    (event,) = await night.events_for(Subscriber(chat_id=2), [others], minutes(-9), 10)
    assert (event.reason, event.status) == (Reason.FILTERED, "skipped")


@pytest.mark.parametrize("stores", [1, 2])
async def test_whoever_plans_on_nobody_is_planned_twice_or_forgotten(
    night: Store, database_url: str, stores: int
) -> None:
    """One process or several plan on, each a piece, and what a killed one left as well."""
    await residents(night, 60)
    await tell(night, a_notice(), at_once=7)

    async def another() -> None:
        async with open_store(database_url) as store:
            while await store.plan_more(7):  # noqa: ASYNC110 - the others take their turn
                await asyncio.sleep(0)

    await asyncio.gather(*(another() for _ in range(stores)))
    planning = asyncio.create_task(keep_planning(night, asyncio.Event(), lambda: None))
    async with asyncio.timeout(90):
        while await night.outbox_counts() != {"pending": 60}:  # noqa: ASYNC110 - it sets no event
            await asyncio.sleep(0.01)
    planning.cancel()
    with suppress(asyncio.CancelledError):
        await planning


async def test_nobody_is_the_last_of_very_many_every_time(night: Store) -> None:
    """What is planned in pieces begins with another chat each hour and goes round."""
    await residents(night, 40)
    orders = []
    for hour in range(4):
        now = NIGHT + timedelta(hours=hour)
        await tell(night, a_notice(), at=now, at_once=3)
        await night.plan_rest()
        claimed = await night.claim(100, now, LEASE)
        await night.record([(each, Delivered(500)) for each in claimed], now)
        orders.append([each.chat_id for each in claimed])
    assert len({order[-1] for order in orders}) == 4
    for order in orders:
        where = order.index(1)
        assert [*order[where:], *order[:where]] == list(range(1, 41))
