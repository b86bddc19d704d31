from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.deliveries import Deferred, Delivered, Moved, Unreachable
from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard
from storage.hazards import BITS, hazards_of, mask_of
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

CITY_ALL = Subscription(area=CITY)
DISTRICT_DRONES = Subscription(area=DISTRICT, hazards=frozenset({Hazard.DRONE}))
ANNA = Subscriber(
    chat_id=7, language="en", timezone="Asia/Omsk", digest_minute=480, next_digest_at=minutes(5)
)


async def test_settings_come_back_as_they_were_saved(night: Store) -> None:
    """A chat's settings survive, and saving again replaces them."""
    assert await night.subscriber(7) is None
    await night.save_subscriber(ANNA)
    assert await night.subscriber(7) == ANNA
    quiet = replace(ANNA, digest_minute=None, next_digest_at=None)
    async with night.transaction() as transaction:
        await transaction.save_subscriber(quiet)
    assert await night.subscriber(7) == quiet


async def test_subscriptions_are_replaced_by_area(night: Store) -> None:
    """A chat has one subscription an area; asking again changes its hazards and keeps settings."""
    await night.save_subscriber(ANNA)
    await night.subscribe(7, DISTRICT_DRONES)
    await night.subscribe(7, CITY_ALL)
    await night.subscribe(7, Subscription(area=CITY, hazards=frozenset({Hazard.FIRE})))
    await night.subscribe(7, CITY_ALL)
    assert await night.subscriptions(7) == [CITY_ALL, DISTRICT_DRONES]
    assert await night.subscriber(7) == ANNA

    assert await night.unsubscribe(7, "RU-KRS") == 0
    assert await night.unsubscribe(7, None) == 2
    assert await night.subscriptions(7) == []


async def test_a_chat_that_asks_to_be_forgotten_is_gone(night: Store) -> None:
    """Nothing about the chat stays: settings, areas, messages sent and waiting."""
    await night.save_subscriber(ANNA)
    await night.subscribe(7, CITY_ALL)
    await tell(night, a_notice())
    await tell(night, a_notice())
    (sent,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(sent, Delivered(500))], NIGHT)

    await night.forget(7)
    assert await night.subscriber(7) is None
    assert await night.subscriptions(7) == []
    assert await night.outbox_counts() == {}
    await night.record([(sent, Delivered(500))], NIGHT)
    assert await night.outbox_counts() == {}


async def test_digests_are_due_by_their_moment(night: Store) -> None:
    """Active chats whose moment has come, the longest due first; retired ones never."""
    late = replace(ANNA, chat_id=8, next_digest_at=minutes(1))
    for subscriber in (ANNA, late, replace(ANNA, chat_id=9), Subscriber(chat_id=10)):
        await night.save_subscriber(subscriber)
    await night.retire(9, NIGHT)
    assert await night.due_digests(minutes(0), 10) == []
    assert await night.due_digests(minutes(1), 10) == [late]
    assert await night.due_digests(minutes(5), 10) == [late, ANNA]
    assert await night.due_digests(minutes(5), 1) == [late]


async def test_a_blocked_bot_retires_the_chat(night: Store) -> None:
    """Who blocked the bot gets nothing more, until they come back."""
    await night.subscribe(7, CITY_ALL)
    await tell(night, a_notice())
    await tell(night, a_notice(Reason.DRILL))
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, Unreachable("bot was blocked by the user"))], NIGHT)
    assert await night.claim(9, NIGHT, LEASE) == []
    assert await night.outbox_counts() == {"unreachable": 1, "dropped": 1}
    assert await tell(night, a_notice()) == 0
    assert await night.export_subscribers() == []

    await night.save_subscriber(Subscriber(chat_id=7))
    assert await tell(night, a_notice()) == 1


async def test_who_comes_back_is_told_what_still_waits(night: Store) -> None:
    """Messages to a chat that retired are dropped when their turn comes, not before."""
    await night.subscribe(7, CITY_ALL)
    await tell(night, a_notice())
    await night.retire(7, NIGHT)
    await night.save_subscriber(Subscriber(chat_id=7))
    assert [each.chat_id for each in await night.claim(9, NIGHT, LEASE)] == [7]


async def test_a_chat_not_found_is_retired_the_second_time_in_a_row(night: Store) -> None:
    """One "chat not found" may be a passing fault; a message that arrives forgives it."""
    await night.subscribe(7, CITY_ALL)
    not_found = Unreachable("chat not found", certain=False)
    for outcome in (not_found, Delivered(500), not_found):
        assert await tell(night, a_notice()) == 1
        (delivery,) = await night.claim(1, NIGHT, LEASE)
        await night.record([(delivery, outcome)], NIGHT)
    assert await tell(night, a_notice()) == 1
    (delivery,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(delivery, not_found)], NIGHT)
    assert await tell(night, a_notice()) == 0


async def test_a_chat_that_moved_takes_everything_along(night: Store) -> None:
    """A group that became another chat keeps its areas; its old messages cannot be replied to."""
    await night.save_subscriber(ANNA)
    await night.subscribe(7, CITY_ALL)
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    (sent,) = await night.claim(1, NIGHT, LEASE)
    await night.record([(sent, Delivered(500))], NIGHT)
    await tell(night, a_notice(Reason.WORSE), alert)
    await tell(night, a_notice(Reason.DRILL))
    first, second = await night.claim(2, NIGHT, LEASE)

    await night.record([(first, Moved(-1007)), (second, Moved(-1007))], NIGHT)
    assert await night.subscriber(7) is None
    assert await night.subscriber(-1007) == replace(ANNA, chat_id=-1007)
    assert await night.subscriptions(-1007) == [CITY_ALL]
    again = await night.claim(100, NIGHT, LEASE)
    moved = [(each.notice_id, -1007) for each in (first, second)]
    assert [(each.notice_id, each.chat_id) for each in again] == moved

    await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(1)))
    (end,) = await night.claim(100, NIGHT, LEASE)
    assert (end.chat_id, end.reply_to) == (-1007, None)


async def test_answers_from_the_old_number_change_nothing_under_the_new_one(night: Store) -> None:
    """What was under way when a group moved is due again; what comes of it there is over."""
    await night.subscribe(7, CITY_ALL)
    await tell(night, a_notice())
    await tell(night, a_notice(Reason.DRILL))
    alarm, drill = await night.claim(2, NIGHT, LEASE)
    await night.record([(drill, Moved(-1007))], NIGHT)
    await night.put_back([alarm], NIGHT + LEASE)
    for late in (Moved(-1007), Deferred(LEASE, "429"), Unreachable("chat not found")):
        await night.record([(alarm, late)], NIGHT)
    again = await night.claim(100, NIGHT, LEASE)
    assert [(each.notice_id, each.chat_id) for each in again] == [
        (each.notice_id, -1007) for each in (alarm, drill)
    ]
    assert [each.attempts for each in again] == [1, 1]


async def test_a_chat_that_moved_to_a_known_one_is_merged(night: Store) -> None:
    """The new chat keeps its own settings, gets the areas it lacked, and each message once."""
    known = Subscriber(chat_id=-1007, language="en")
    await night.subscribe(7, CITY_ALL)
    await night.subscribe(7, DISTRICT_DRONES)
    await tell(night, a_notice())
    await night.save_subscriber(known)
    await night.subscribe(-1007, Subscription(area=CITY, hazards=frozenset({Hazard.FIRE})))
    await tell(night, a_notice(hazards=()))
    claimed = await night.claim(100, NIGHT, LEASE)
    old = next(row for row in claimed if row.chat_id == 7)
    await night.put_back([row for row in claimed if row is not old])

    await night.record([(old, Moved(-1007))], NIGHT)
    assert await night.subscriber(7) is None
    assert await night.subscriber(-1007) == known
    assert [each.area for each in await night.subscriptions(-1007)] == [CITY, DISTRICT]
    waiting = await night.claim(100, NIGHT, LEASE)
    assert [each.chat_id for each in waiting] == [-1007, -1007]
    assert len({each.notice_id for each in waiting}) == 2


async def test_an_import_adds_and_an_export_returns(night: Store) -> None:
    """What is imported is exported again; a chat that is here keeps what it chose itself."""
    await night.save_subscriber(ANNA)
    await night.subscribe(7, Subscription(area="RU-KRS"))
    rows = [
        (Subscriber(chat_id=7, language="ru"), [CITY_ALL]),
        (Subscriber(chat_id=8), [CITY_ALL, DISTRICT_DRONES]),
    ]
    assert await night.import_subscribers(rows) == 2
    assert await night.import_subscribers(rows) == 2
    assert await night.export_subscribers() == [
        (
            replace(ANNA, language="ru"),
            [Subscription(area="RU-BEL/belgorod"), Subscription(area="RU-KRS")],
        ),
        (Subscriber(chat_id=8), [CITY_ALL, DISTRICT_DRONES]),
    ]


def test_every_hazard_has_a_bit_of_its_own() -> None:
    """A set of hazards survives as a number; two hazards never share a bit."""
    assert set(BITS) == set(Hazard)
    for hazard in Hazard:
        assert hazards_of(mask_of([hazard])) == {hazard}
    assert hazards_of(mask_of(list(Hazard))) == set(Hazard)
    assert mask_of([]) == 0
