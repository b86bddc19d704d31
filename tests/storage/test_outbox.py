from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.deliveries import Deferred, Delivered, Outcome, Rejected, Unanswered
from alerts.notices import Reason
from alerts.verdicts import Hazard, Kind
from storage.store import Store, open_store
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


async def test_a_claimed_row_is_not_claimed_again(night: Store) -> None:
    """As long as its lease lasts, a row is in one pair of hands."""
    await residents(night, 3)
    await tell(night, a_notice())
    first = await night.claim(2, NIGHT, LEASE)
    rest = await night.claim(100, NIGHT, LEASE)
    assert [each.chat_id for each in first + rest] == [1, 2, 3]
    assert await night.claim(100, NIGHT + LEASE - timedelta(seconds=1), LEASE) == []


@pytest.mark.parametrize("stores", [1, 3])
async def test_concurrent_claims_never_share_a_row(
    night: Store, database_url: str, stores: int
) -> None:
    """Several claimers, of one process or of several, divide the outbox among them."""
    await residents(night, 60)
    await tell(night, a_notice())

    async def take_all(store: Store) -> list[int]:
        taken: list[int] = []
        while claimed := await store.claim(7, NIGHT, LEASE):
            taken += [each.chat_id for each in claimed]
            await asyncio.sleep(0)
        return taken

    async def another() -> list[int]:
        if stores == 1:
            return await take_all(night)
        async with open_store(database_url) as store:
            return await take_all(store)

    taken = await asyncio.gather(*(another() for _ in range(3)))
    assert sorted(chat_id for chats in taken for chat_id in chats) == list(range(1, 61))


@pytest.mark.parametrize("released", [False, True], ids=["its lease ran out", "the drain is back"])
async def test_a_process_killed_while_sending_loses_no_alarm(night: Store, released: bool) -> None:  # noqa: FBT001 - a parameter
    """What was in the hands of a killed process: alarms go again, lesser things do not."""
    await residents(night, 1)
    await tell(night, a_notice())
    await tell(night, a_notice(Reason.EASED))
    await tell(night, a_notice(Reason.DRILL))
    assert len(await night.claim(100, NIGHT, LEASE)) == 3

    later = NIGHT + LEASE
    if released:
        later = NIGHT + timedelta(seconds=1)
        assert await night.release_leases() == 3
    again = await night.claim(100, later, LEASE)
    assert [each.notice.reason for each in again] == [Reason.OPENED, Reason.EASED]
    assert [each.attempts for each in again] == [1, 1]
    assert await night.outbox_counts() == {"claimed": 2, "dropped": 1}


async def test_a_process_killed_after_sending_leaves_nothing_to_do(
    night: Store, database_url: str
) -> None:
    """What was written before the kill is sent for good."""
    await residents(night, 1)
    await tell(night, a_notice())
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, Delivered(500))], NIGHT)

    async with open_store(database_url) as restarted:
        assert await restarted.release_leases() == 0
        assert await restarted.claim(100, minutes(60), LEASE) == []
        assert await restarted.next_due(minutes(60)) is None


async def test_an_alarm_whose_danger_ended_is_dropped_when_it_is_claimed(night: Store) -> None:
    """A pending alarm does not ring once its every alert has ended, whoever ended it."""
    await residents(night, 5)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    other = await open_alert(night, hazard=Hazard.MISSILE)
    await tell(night, a_notice(Reason.WORSE), other)
    async with night.transaction() as transaction:
        await transaction.save_alerts([ended(alert, minutes(1))])

    claimed = await night.claim(3, minutes(1), LEASE)
    assert [each.notice.reason for each in claimed] == [Reason.WORSE] * 3
    assert await night.outbox_counts() == {"claimed": 3, "dropped": 5, "pending": 2}


async def test_a_retried_alarm_is_dropped_and_its_end_still_goes(night: Store) -> None:
    """The end goes while the alarm is being retried, and the alarm is not tried after it."""
    await residents(night, 1)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    (alarm,) = await night.claim(1, NIGHT, LEASE)
    await tell(night, a_notice(Reason.ENDED), ended(alert, NIGHT))
    (end,) = await night.claim(100, NIGHT, LEASE)
    assert end.notice.reason is Reason.ENDED

    await night.record([(alarm, Unanswered("time-out"))], NIGHT)
    await night.record([(end, Delivered(501))], NIGHT)
    assert await night.claim(100, minutes(60), LEASE) == []
    assert await night.outbox_counts() == {"dropped": 1, "sent": 1}


@pytest.mark.parametrize(
    ("again", "relief"),
    [
        pytest.param(Hazard.DRONE, [], id="the same hazard"),
        pytest.param(None, [], id="a hazard not named"),
        pytest.param(Hazard.MISSILE, [Reason.ENDED], id="another hazard"),
    ],
)
async def test_a_late_all_clear_is_not_heard_after_a_newer_alarm(
    night: Store, again: Hazard | None, relief: list[Reason]
) -> None:
    """Alarms overtake clears in the queue; a clear overtaken that way would be a false one."""
    await residents(night, 1)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    (alarm,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(alarm, Delivered(500))], NIGHT)
    await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(1)))
    newer = await open_alert(night, hazard=again, opened_at=minutes(2))
    await tell(night, a_notice(), newer)

    claimed = [each.notice.reason for each in await night.claim(100, minutes(2), LEASE)]
    assert claimed == [Reason.OPENED, *relief]
    assert (await night.outbox_counts()).get("dropped", 0) == 1 - len(relief)
    assert await tell(night, a_notice(Reason.ENDED), ended(newer, minutes(3))) == 1


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        pytest.param(Deferred(timedelta(seconds=35), "429"), 35, id="told to wait"),
        pytest.param(Unanswered("time-out"), 0.25, id="answer lost"),
    ],
)
async def test_a_row_put_back_waits(night: Store, outcome: Outcome, wait: float) -> None:
    """A row is due again when the time it was told to wait is over, and not before."""
    await residents(night, 1)
    await tell(night, a_notice())
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, outcome)], NIGHT)

    due = NIGHT + timedelta(seconds=wait)
    assert await night.next_due(NIGHT) == due
    assert await night.claim(1, due - timedelta(milliseconds=1), LEASE) == []
    (again,) = await night.claim(1, due, LEASE)
    assert again == replace(delivery, attempts=1)


async def test_lost_answers_are_awaited_longer_and_longer(night: Store) -> None:
    """An alarm is tried for ever, at most a minute apart."""
    await residents(night, 1)
    await tell(night, a_notice())
    now, waits = NIGHT, []
    for _ in range(10):
        (delivery,) = await night.claim(1, now, LEASE)
        await night.record([(delivery, Unanswered("time-out"))], now)
        due = await night.next_due(now)
        assert due is not None
        waits.append((due - now).total_seconds())
        now = due
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_lesser_message_whose_answer_was_lost_is_not_sent_again(night: Store) -> None:
    """A drill told twice would be worse than one not told."""
    await residents(night, 1)
    await tell(night, a_notice(Reason.DRILL))
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, Unanswered("time-out"))], NIGHT)
    assert await night.outbox_counts() == {"dropped": 1}
    assert await night.next_due(NIGHT) is None


async def test_a_refused_message_is_kept_and_not_tried_again(night: Store) -> None:
    """A message Telegram refuses is the operator's to look at."""
    await residents(night, 1)
    await tell(night, a_notice())
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, Rejected("can't parse entities"))], NIGHT)
    assert await night.outbox_counts() == {"failed": 1}
    assert await night.next_due(NIGHT) is None


async def test_an_outcome_that_comes_late_changes_nothing_that_is_settled(night: Store) -> None:
    """Word of an old try does not put a message that has arrived back into the queue."""
    await residents(night, 1)
    await tell(night, a_notice())
    (old,) = await night.claim(1, NIGHT, LEASE)
    (new,) = await night.claim(1, NIGHT + LEASE, LEASE)
    await night.record([(new, Delivered(500))], NIGHT + LEASE)
    await night.record([(old, Deferred(LEASE, "429"))], NIGHT + LEASE)
    assert await night.outbox_counts() == {"sent": 1}


async def test_when_the_next_row_is_due(night: Store) -> None:
    """A drain knows how long it may sleep: not at all, until a wait or a lease is over, or long."""
    assert await night.next_due(NIGHT) is None
    await residents(night, 2)
    await tell(night, a_notice())
    assert await night.next_due(NIGHT) == NIGHT
    first, second = await night.claim(2, NIGHT, LEASE)
    assert await night.next_due(NIGHT) == NIGHT + LEASE
    await night.record([(first, Deferred(timedelta(seconds=5), "429"))], NIGHT)
    assert await night.next_due(NIGHT) == NIGHT + timedelta(seconds=5)
    await night.record([(second, Delivered(500))], NIGHT)
    assert await night.next_due(NIGHT) == NIGHT + timedelta(seconds=5)


async def test_what_a_newer_message_says_better_is_not_sent_after_it(night: Store) -> None:
    """A danger that became an attack is told as an attack; the alarm before it is dropped."""
    await residents(night, 3)
    alert = await open_alert(night)
    await tell(night, a_notice(kind=Kind.THREAT), alert)
    await tell(night, a_notice(Reason.WORSE), alert)

    claimed = [each.notice.reason for each in await night.claim(100, NIGHT, LEASE)]
    assert claimed == [Reason.WORSE] * 3
    assert await night.outbox_counts() == {"claimed": 3, "dropped": 3}


async def test_an_alarm_about_more_than_the_newer_one_still_goes(night: Store) -> None:
    """Where only one of two places became worse, the other's danger is told as well."""
    await residents(night, 1)
    here, there = await open_alert(night), await open_alert(night, area=DISTRICT)
    await tell(night, a_notice(Reason.OPENED, CITY, DISTRICT, kind=Kind.THREAT), here, there)
    await tell(night, a_notice(Reason.WORSE), here)

    claimed = [each.notice.reason for each in await night.claim(100, NIGHT, LEASE)]
    assert claimed == [Reason.WORSE, Reason.OPENED]


async def test_nobody_is_the_last_every_time(night: Store) -> None:
    """Among equally near chats the order goes round by the hour; all of an hour's keep it."""
    await residents(night, 40)
    orders = []
    for hour in (0, 0, 1, 5):
        now = NIGHT + timedelta(hours=hour)
        await tell(night, a_notice(), at=now)
        claimed = await night.claim(100, now, LEASE)
        await night.record([(each, Delivered(500)) for each in claimed], now)
        orders.append([each.chat_id for each in claimed])
    first, same, next_hour, later = orders
    assert first == same
    assert len({first[-1], next_hour[-1], later[-1]}) == 3
    assert sorted(first) == sorted(later) == list(range(1, 41))


async def test_what_is_claimed_can_be_given_up_for_something_more_urgent(night: Store) -> None:
    """A claim takes the place of another one that was not sent, whose rows wait as before."""
    await residents(night, 2)
    await tell(night, a_notice(Reason.DRILL))
    drills = await night.claim(100, NIGHT, LEASE)
    await tell(night, a_notice())
    claimed = await night.claim(2, NIGHT, LEASE, instead_of=drills)
    assert [each.notice.reason for each in claimed] == [Reason.OPENED] * 2
    assert await night.outbox_counts() == {"claimed": 2, "pending": 2}
    await night.put_back(claimed, NIGHT + LEASE)
    assert await night.claim(100, NIGHT, LEASE) == drills
