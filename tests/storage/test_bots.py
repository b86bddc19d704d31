from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alerts.deliveries import Delivered, Moved, Unreachable
from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from storage.addresses import MOST_BOTS, address, bot_of, chat_of
from tests.storage.examples import CITY, LEASE, NIGHT, a_notice, ended, minutes, open_alert, tell

if TYPE_CHECKING:
    from storage.store import Store

MOST = 2**52 - 1


@given(st.integers(0, MOST_BOTS - 1), st.integers(-MOST, MOST))
def test_an_address_is_a_bot_and_a_chat(bot: int, chat: int) -> None:
    """Both come out as they went in, and the number has room in every database."""
    where = address(bot, chat)
    assert (bot_of(where), chat_of(where)) == (bot, chat)
    assert -(2**63) <= where < 2**63


async def test_each_bot_tells_its_own_residents(night: Store) -> None:
    """A person with two bots has two sets of places, and each is told by its own bot."""
    south = night.of_bot(1)
    await night.subscribe(7, Subscription(area=CITY))
    await south.subscribe(7, Subscription(area="RU-KRS"))
    await south.subscribe(-100500, Subscription(area="RU-BEL"))

    assert await night.subscriptions(7) == [Subscription(area=CITY)]
    assert await south.subscriptions(7) == [Subscription(area="RU-KRS")]
    assert await tell(night, a_notice(), await open_alert(night)) == 2

    mine, theirs = [await one.claim(10, NIGHT, LEASE) for one in (night, south)]
    assert [(each.bot, each.chat_id) for each in mine] == [(0, 7)]
    assert [(each.bot, each.chat_id) for each in theirs] == [(1, -100500)]
    assert len(await night.deliveries_of(7, 10)) == 1
    assert await south.deliveries_of(7, 10) == []


async def test_who_blocks_one_bot_is_told_by_the_other(night: Store) -> None:
    """What Telegram says of a chat is said to one bot."""
    south = night.of_bot(1)
    for one in (night, south):
        await one.subscribe(7, Subscription(area=CITY))
    alert = await open_alert(night)
    await tell(night, a_notice(), alert)
    [blocked] = await night.claim(10, NIGHT, LEASE)
    await night.record([(blocked, Unreachable("blocked"))], NIGHT)

    assert await south.next_due(NIGHT) == NIGHT
    [well] = await south.claim(10, NIGHT, LEASE)
    await south.record([(well, Delivered(41))], NIGHT)
    await tell(night, a_notice(Reason.ENDED), ended(alert, minutes(5)), at=minutes(5))
    assert await night.claim(10, minutes(5), LEASE) == []
    [answer] = await south.claim(10, minutes(5), LEASE)
    assert (answer.chat_id, answer.reply_to) == (7, 41)


async def test_a_group_moves_within_its_bot(night: Store) -> None:
    """A group that became a supergroup is rewritten for the bot that was told so."""
    south = night.of_bot(1)
    for one in (night, south):
        await one.subscribe(-5, Subscription(area=CITY))
    await tell(night, a_notice(), await open_alert(night))
    [delivery] = await south.claim(10, NIGHT, LEASE)
    await south.record([(delivery, Moved(-1005))], NIGHT)
    assert [each.chat_id for each in await south.claim(10, NIGHT, LEASE)] == [-1005]
    assert [each.chat_id for each in await night.claim(10, NIGHT, LEASE)] == [-5]


async def test_one_bot_is_forgotten_and_exported_alone(night: Store) -> None:
    """What a person tells one bot to forget, and what an operator takes from it, is that bot's."""
    south = night.of_bot(1)
    rows = [(Subscriber(chat_id=7), [Subscription(area=CITY)])]
    for one in (night, south):
        assert await one.import_subscribers(rows) == 1
    await south.forget(7)
    assert await south.export_subscribers() == []
    assert await night.export_subscribers() == rows


async def test_bots_keep_their_numbers(night: Store) -> None:
    """The first bot has the residents that were there before it; a number is given out once."""
    await night.subscribe(7, Subscription(area=CITY))
    assert await night.know_bots([111, 222]) == {111: 0, 222: 1}
    assert await night.know_bots([333, 222]) == {333: 2, 222: 1}
    known = {bot.id: (bot.number, bot.residents) for bot in await night.bots()}
    assert known == {111: (0, 1), 222: (1, 0), 333: (2, 0)}


async def test_whether_a_bot_pays_is_kept(night: Store) -> None:
    """The switch is each bot's own, with who turned it on and when."""
    await night.know_bots([111, 222])
    async with night.of_bot(1).transaction() as transaction:
        await transaction.set_paid("@olga", NIGHT)
    assert [(bot.paid_by, bot.paid_since) for bot in await night.bots()] == [
        (None, None),
        ("@olga", NIGHT),
    ]
    async with night.of_bot(1).transaction() as transaction:
        await transaction.set_paid("@olga", None)
    assert [bot.paid_since for bot in await night.bots()] == [None, None]
