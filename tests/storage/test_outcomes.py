"""What became of messages, counted; and what is kept of them for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.deliveries import Deferred, Delivered, Rejected, Unanswered, Unreachable
from alerts.notices import Reason
from alerts.subscriptions import Subscription
from alerts.verdicts import Kind
from storage.outcomes import delays_of
from storage.store import Delays, Figures
from tests.storage.examples import CITY, LEASE, NIGHT, a_notice, ended, minutes, open_alert, tell

if TYPE_CHECKING:
    from alerts.deliveries import Delivery, Outcome
    from storage.store import Store

DIGEST = a_notice(Reason.DIGEST, CITY, kind=Kind.SUMMARY, body="Сводка")


async def subscribed(store: Store, *chats: int) -> None:
    """Let chats follow the city."""
    for chat in chats:
        await store.subscribe(chat, Subscription(area=CITY))


async def claimed(store: Store, at: float = 0) -> dict[int, Delivery]:
    """Claim everything that is due, by chat."""
    return {each.chat_id: each for each in await store.claim(100, minutes(at), LEASE)}


async def test_every_outcome_has_its_figure(night: Store) -> None:
    """Of nine messages each became something else, and nothing is counted twice."""
    await subscribed(night, *range(1, 10))
    await tell(night, a_notice(), await open_alert(night))
    rows = await claimed(night)
    again: dict[int, Outcome] = {1: Unanswered("reset"), 2: Deferred(timedelta(0), "429")}
    await night.record([(rows[chat], outcome) for chat, outcome in again.items()], NIGHT)
    rows |= await claimed(night, 0.25)
    outcomes: dict[int, Outcome] = {
        1: Delivered(11),
        2: Delivered(12),
        3: Delivered(13),
        4: Unreachable("blocked"),
        5: Rejected("too long"),
        6: Unanswered("reset"),
        7: Deferred(timedelta(minutes=9), "429"),
    }
    await night.record([(rows[chat], outcome) for chat, outcome in outcomes.items()], minutes(1))
    await night.retire(9, minutes(1))

    last = await night.last_alarm()
    assert last is not None
    assert last.notice.areas == (CITY,)
    minute = timedelta(minutes=1)
    assert last.figures == Figures(
        delivered=3,
        in_flight=2,
        waiting=2,
        deferred=2,
        unreachable=1,
        failed=1,
        doubled=1,
        delays=Delays(half=minute, most=minute, last=minute),
    )
    assert last.figures.planned == 9
    stretch = await night.outcomes_since(NIGHT)
    assert (stretch.alarms, stretch.retired) == (1, 2)
    assert stretch.figures == last.figures
    assert (await night.outcomes_since(minutes(1))).figures == Figures()
    assert await night.of_bot(1).last_alarm() is None


@pytest.mark.parametrize("lost_by", ["network", "kill"])
async def test_what_is_not_sent_twice_is_counted_as_lost(night: Store, lost_by: str) -> None:
    """A digest whose answer never came is neither delivered nor pointless."""
    await subscribed(night, 7)
    async with night.transaction() as transaction:
        await transaction.tell_one(DIGEST, 7, NIGHT)
    rows = await claimed(night)
    if lost_by == "network":
        await night.record([(rows[7], Unanswered("reset"))], NIGHT)
    assert await claimed(night, 5) == {}
    figures = (await night.outcomes_since(NIGHT)).figures
    assert figures == Figures(lost=1)


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 50)), min_size=1))
def test_delays_are_those_of_single_messages(groups: list[tuple[int, int]]) -> None:
    """Counting messages together gives what counting them one by one would."""
    found = delays_of([(timedelta(seconds=delay), count) for delay, count in groups])
    single = sorted(delay for delay, count in groups for _ in range(count))
    assert found is not None
    assert found.last == timedelta(seconds=single[-1])
    for share, delay in ((0.5, found.half), (0.95, found.most)):
        quick = sum(one <= delay.total_seconds() for one in single)
        slower = sum(one < delay.total_seconds() for one in single)
        assert quick >= share * len(single) > slower


async def test_old_messages_are_removed_in_steps(night: Store) -> None:
    """Posts and alerts stay, and so does whatever is younger or of an alert that goes on."""
    await subscribed(night, *range(1, 6))
    alert, open_still = await open_alert(night), await open_alert(night, "RU-BEL")
    await tell(night, a_notice(), alert)
    await tell(night, a_notice(Reason.OPENED, "RU-BEL"), open_still, at=minutes(1))
    sent = await night.claim(100, minutes(1), LEASE)
    await night.record([(row, Delivered(1)) for row in sent], minutes(1))
    await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(2)), at=minutes(2))

    steps = []
    while step := await night.prune(minutes(2), 2):
        steps.append(step)
    assert steps == [2, 2, 2]  # five messages and what they said
    left = await night.deliveries_of(1, 10)
    assert [(one.reason, one.planned_at) for one in left] == [
        (Reason.ENDED, minutes(2)),
        (Reason.OPENED, minutes(1)),
    ]
    assert await night.prune(minutes(3), 100) > 0
    assert [one.planned_at for one in await night.deliveries_of(1, 10)] == [minutes(1)]
    async with night.snapshot() as snapshot:
        assert [each.id for each in await snapshot.open_alerts("RU-BEL")] == [open_still.id]


async def test_pruning_sees_that_alarms_wait(night: Store) -> None:
    """Whether an alarm waits is asked of the bots that are known."""
    await night.know_bots([111])
    await subscribed(night, 7)
    async with night.transaction() as transaction:
        await transaction.tell_one(DIGEST, 7, NIGHT)
    assert not await night.is_urgent()
    await tell(night, a_notice(), await open_alert(night))
    assert await night.is_urgent()


async def test_forgetting_leaves_nothing_of_a_person(night: Store) -> None:
    """A digest says where somebody lives: it goes with them, and the alarm of others stays."""
    await subscribed(night, 7, 8)
    await tell(night, a_notice(), await open_alert(night))
    async with night.transaction() as transaction:
        await transaction.tell_one(DIGEST, 7, NIGHT)
    await night.forget(7)
    assert await night.deliveries_of(7, 10) == []
    assert await night.outbox_counts() == {"pending": 1}
    assert await night.prune(minutes(1), 100) == 0  # its alert goes on
    assert (await night.outcomes_since(NIGHT)).figures.planned == 1
