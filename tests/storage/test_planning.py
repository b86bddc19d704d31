from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.deliveries import Delivered, Unanswered
from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard
from tests.storage.examples import (
    CITY,
    DISTRICT,
    LEASE,
    NIGHT,
    a_notice,
    ended,
    minutes,
    open_alert,
    tell,
)

if TYPE_CHECKING:
    from storage.store import Store


async def _subscribe(store: Store, chat_id: int, area: str, *hazards: Hazard) -> None:
    """Make a chat ask for an area."""
    await store.subscribe(chat_id, Subscription(area=area, hazards=frozenset(hazards)))


async def _told(store: Store) -> list[int]:
    """Claim everything that is due and return the chats in the order of the queue."""
    return [delivery.chat_id for delivery in await store.claim(100, minutes(60), LEASE)]


async def _deliver(store: Store, *, first_message: int = 500) -> None:
    """Deliver everything that is due."""
    claimed = await store.claim(100, NIGHT, LEASE)
    outcomes = [(each, Delivered(first_message + each.chat_id)) for each in claimed]
    await store.record(outcomes, NIGHT)


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        pytest.param((CITY,), [1, 3], id="a city: those who asked for it, then for its region"),
        pytest.param(("RU-BEL",), [3, 1, 2], id="a region: those who asked for it or in it"),
        pytest.param((CITY, DISTRICT), [1, 2, 3], id="two places, one message a chat"),
        pytest.param(("RU-KRS",), [4], id="another region"),
        pytest.param(("SEA-BLACK",), [], id="a sea nobody asked for"),
    ],
)
async def test_who_is_told(night: Store, areas: tuple[str, ...], told: list[int]) -> None:
    """A resident is told of the area, of what lies in it and of its region; nearest first."""
    await _subscribe(night, 1, CITY)
    await _subscribe(night, 2, DISTRICT)
    await _subscribe(night, 3, "RU-BEL")
    await _subscribe(night, 3, "RU-BRY")
    await _subscribe(night, 4, "RU-KRS")

    assert await tell(night, a_notice(Reason.OPENED, *areas)) == len(told)
    assert await _told(night) == told


async def test_only_the_hazards_asked_for(night: Store) -> None:
    """No hazards on either side stand for all of them."""
    await _subscribe(night, 1, CITY)
    await _subscribe(night, 2, CITY, Hazard.DRONE, Hazard.FIRE)
    await _subscribe(night, 3, CITY, Hazard.MISSILE)

    await tell(night, a_notice())
    assert await _told(night) == [1, 2]
    await tell(night, a_notice(hazards=()))
    assert await _told(night) == [1, 2, 3]


async def test_who_left_is_not_told(night: Store) -> None:
    """A retired chat and one that unsubscribed get nothing new."""
    for chat_id in (1, 2, 3):
        await _subscribe(night, chat_id, CITY)
    await night.retire(1, NIGHT)
    assert await night.unsubscribe(2, CITY) == 1

    assert await tell(night, a_notice()) == 1
    assert await _told(night) == [3]


async def test_the_end_answers_the_newest_alarm(night: Store) -> None:
    """An end goes to subscribers and to all who got the alarm, as a reply to the newest one."""
    await _subscribe(night, 1, CITY)
    await _subscribe(night, 2, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    await _deliver(night, first_message=500)
    await night.unsubscribe(2, None)
    await _subscribe(night, 3, CITY)
    await tell(night, a_notice(Reason.WORSE), alert)
    await _deliver(night, first_message=600)

    assert await tell(night, a_notice(Reason.EASED), alert) == 3
    deliveries = await night.claim(100, minutes(8), LEASE)
    assert await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(9))) == 3
    deliveries += await night.claim(100, minutes(8), LEASE)
    replies = [(each.notice.reason, each.chat_id, each.reply_to) for each in deliveries]
    assert sorted(replies) == [
        (Reason.EASED, 1, 601),
        (Reason.EASED, 2, 502),
        (Reason.EASED, 3, 603),
        (Reason.ENDED, 1, 601),
        (Reason.ENDED, 2, 502),
        (Reason.ENDED, 3, 603),
    ]


async def test_an_old_end_goes_only_to_whoever_was_alarmed(night: Store) -> None:
    """An end that comes late is told to who waits for it, and to no one else."""
    await _subscribe(night, 1, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    await _deliver(night)
    await _subscribe(night, 2, CITY)
    over = ended(alert, minutes(1))
    async with night.transaction() as transaction:
        await transaction.save_alerts([over])
        notice = a_notice(Reason.ENDED)
        assert await transaction.tell(notice, [over], None, NIGHT, alarmed_only=True) == 1
    assert await _told(night) == [1]


async def test_an_alarm_replies_to_nothing(night: Store) -> None:
    """What rings stands alone, even when it is about an alert told before."""
    await _subscribe(night, 1, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    await _deliver(night)
    await tell(night, a_notice(Reason.WORSE), alert)
    (worse,) = await night.claim(1, NIGHT, LEASE)
    assert worse.reply_to is None


async def test_an_end_before_the_alarm_was_sent_spares_both(night: Store) -> None:
    """Whoever was not woken yet is neither woken nor told that it is over."""
    for chat_id in (1, 2):
        await _subscribe(night, chat_id, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    (first,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(first, Delivered(500))], NIGHT)

    assert await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(1))) == 1
    (end,) = await night.claim(100, minutes(1), LEASE)
    assert (end.chat_id, end.notice.reason, end.reply_to) == (1, Reason.ENDED, 500)
    assert await night.outbox_counts() == {"sent": 1, "dropped": 1, "claimed": 1}


async def test_an_end_reaches_a_chat_whose_alarm_may_have_arrived(night: Store) -> None:
    """An alarm that is under way, or whose answer was lost, may have woken someone."""
    for chat_id in (1, 2, 3):
        await _subscribe(night, chat_id, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    lost, _under_way = await night.claim(2, NIGHT, LEASE)
    await night.record([(lost, Unanswered("time-out"))], NIGHT)

    assert await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(0))) == 2
    told = await night.claim(100, NIGHT, LEASE)
    assert [(each.chat_id, each.notice.reason) for each in told] == [
        (1, Reason.ENDED),
        (2, Reason.ENDED),
    ]


async def test_an_alarm_with_another_alert_still_open_goes(night: Store) -> None:
    """An alarm about two dangers is not pointless when one of them ends."""
    await _subscribe(night, 1, CITY)
    drones = await open_alert(night)
    missiles = await open_alert(night, hazard=Hazard.MISSILE)
    await tell(night, a_notice(), drones, missiles)

    assert await tell(night, a_notice(Reason.ENDED), ended(drones, minutes(1))) == 1
    told = await night.claim(100, minutes(1), LEASE)
    assert [each.notice.reason for each in told] == [Reason.OPENED, Reason.ENDED]


async def test_a_correction_takes_back_an_alarm(night: Store) -> None:
    """A withdrawn alert rings no one any more; who heard it gets the correction as a reply."""
    for chat_id in (1, 2):
        await _subscribe(night, chat_id, CITY)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    (first,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(first, Delivered(500))], NIGHT)

    async with night.transaction() as transaction:
        await transaction.withdraw_alerts([alert])
        assert await transaction.tell(a_notice(Reason.CORRECTED), [alert], None, NIGHT) == 1
    (correction,) = await night.claim(100, NIGHT, LEASE)
    assert (correction.chat_id, correction.reply_to) == (1, 500)


async def test_a_digest_is_for_one_chat(night: Store) -> None:
    """A digest goes to its chat with its text, in the chat's language, unless the chat has left."""
    await night.save_subscriber(Subscriber(chat_id=1, language="en"))
    digest = a_notice(Reason.DIGEST, body="Quiet.")
    async with night.transaction() as transaction:
        await transaction.tell_one(digest, 1, NIGHT)
        await transaction.tell_one(digest, 2, NIGHT)
    (delivery,) = await night.claim(100, NIGHT, LEASE)
    assert (delivery.chat_id, delivery.language, delivery.notice) == (1, "en", digest)


async def test_a_drill_waits_behind_everything_else(night: Store) -> None:
    """The queue is ordered by urgency before nearness."""
    await _subscribe(night, 1, CITY)
    for reason in (Reason.DRILL, Reason.EASED, Reason.OPENED):
        await tell(night, a_notice(reason))
    missile = replace(a_notice(hazards=(Hazard.MISSILE,)), reason=Reason.WORSE)
    await tell(night, missile)
    claimed = [each.notice.reason for each in await night.claim(3, NIGHT, LEASE)]
    assert claimed == [Reason.OPENED, Reason.WORSE, Reason.EASED]
