"""Another server, which does things its own way: every post once, in order, and none lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telethon.tl import types

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, marked, posts, publish
from tests.mtproto.oddities import Counting, Shape


@pytest.mark.parametrize("shape", Shape)
async def test_a_push_may_have_any_shape(accounts: Accounts, keeper: Keeper, shape: Shape) -> None:
    """Whatever a push is wrapped in, what it says is heard; what says nothing harms nothing."""
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.odd.shape = shape
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 9))
        await all_kept(keeper, 8)
        channel.edit(3, "Отбой")
        await keeper.until(lambda: (3, "Отбой") in keeper.told(CHANNEL))
        channel.delete(4)
        await keeper.until(lambda: (4, "(deleted)") in keeper.told(CHANNEL))
        await marked(keeper, 8)

    assert keeper.told(CHANNEL) == [*posts(8), (3, "Отбой"), (4, "(deleted)")]


@pytest.mark.parametrize("counting", Counting)
async def test_a_count_of_events_is_not_believed_when_it_cannot_be(
    accounts: Accounts, keeper: Keeper, counting: Counting
) -> None:
    """Where the count stands still, goes back or is not told, a lost push is noticed all the same.

    Numbers that leave some out, as where all channels share them, say nothing either.
    """
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.odd.counting = counting
    wanted = [publish_next(channel, gap=5)]
    patient = accounts.settings(order_patience_seconds=10.0)
    async with keeping(accounts.listener(keeper, settings=patient), keeper=keeper):
        await keeper.until(lambda: len(keeper.posts) == 1)
        for round_ in range(4):
            accounts.server.faults.lose(round_)
            wanted += [publish_next(channel, gap=3) for _ in range(6)]
            await marked(keeper, wanted[-1][0])
            await looked(accounts)

    assert keeper.told(CHANNEL) == wanted


async def looked(accounts: Accounts) -> None:
    """Wait until a look was answered that was asked from now on."""
    looks = accounts.server.count("messages.getPeerDialogs")
    await accounts.server.until(
        lambda: accounts.server.count("messages.getPeerDialogs") > looks + 1
    )


def publish_next(channel: object, *, gap: int) -> tuple[int, str]:
    """Publish a post after some numbers that other channels took."""
    channel.last_id += gap  # type: ignore[attr-defined]
    number = channel.last_id + 1  # type: ignore[attr-defined]
    publish(channel, [number])  # type: ignore[arg-type]
    return number, f"Сообщение {number}"


async def test_numbers_shared_by_all_channels_delay_no_push(
    accounts: Accounts, keeper: Keeper
) -> None:
    """The count in a push shows that none is missing, though the numbers leave some out."""
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.odd.counting = Counting.UNTOLD
    wanted = [publish_next(channel, gap=5)]
    settings = accounts.settings(tick_seconds=60.0, order_patience_seconds=1000.0)
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await marked(keeper, wanted[-1][0])
        wanted.append(publish_next(channel, gap=5))
        await marked(keeper, wanted[-1][0])
        asked = accounts.server.count("messages.getHistory")
        wanted += [publish_next(channel, gap=7) for _ in range(20)]
        await keeper.until(lambda: len(keeper.posts) == 22)

    assert keeper.told(CHANNEL) == wanted
    assert accounts.server.count("messages.getHistory") == asked


@pytest.mark.parametrize("largest", [100, 7])
async def test_pages_without_order_lose_nothing(
    accounts: Accounts, keeper: Keeper, largest: int
) -> None:
    """Short pages, mixed up, with messages said twice, gone, or of strangers, and a wrong total."""
    channel = accounts.server.world.channel(CHANNEL)
    odd = accounts.server.faults.odd
    odd.jumbled, odd.largest_page = True, largest
    publish(channel, [1])
    patient = accounts.settings(order_patience_seconds=10.0)
    async with keeping(accounts.listener(keeper, settings=patient), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.silence(channel)
        publish(channel, range(2, 20))
        channel.service(types.MessageActionPinMessage())
        await marked(keeper, 20)
        accounts.server.faults.unsilence(channel)
        accounts.server.faults.lose(120)
        publish(channel, range(21, 151))
        await marked(keeper, 150)

    assert keeper.told(CHANNEL) == [post for post in posts(150) if post[0] != 20]


async def test_edits_that_come_before_their_post_are_heard_in_turn(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A post whose first push is lost or late is heard as it is now, once."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    patient = accounts.settings(order_patience_seconds=10.0)
    async with keeping(accounts.listener(keeper, settings=patient), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.lose(2)
        publish(channel, [2, 3])
        channel.edit(3, "Отбой")
        await marked(keeper, 3)
        accounts.server.faults.turn_round(2)
        publish(channel, [4])
        channel.edit(4, "Опять тревога")
        await marked(keeper, 4)

    assert keeper.told(CHANNEL) == [*posts(2), (3, "Отбой"), (4, "Опять тревога")]


async def test_an_old_post_pushed_again_is_no_news(accounts: Accounts, keeper: Keeper) -> None:
    """A post that was heard long ago is known, in this process and after a restart."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 31))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, 30)
        channel.push_again(2)
        publish(channel, [31])
        await all_kept(keeper, 31)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
        channel.push_again(5)
        publish(channel, [32])
        await all_kept(keeper, 32)


async def test_dates_that_cannot_be_are_not_believed(accounts: Accounts, keeper: Keeper) -> None:
    """A post without a date is as old as its neighbours, and none is from the future."""
    channel = accounts.server.world.channel(CHANNEL)
    old = datetime(2026, 3, 1, tzinfo=UTC)
    never = datetime(1970, 1, 1, tzinfo=UTC)
    channel.publish("Сообщение 1", at=old)
    channel.publish("Сообщение 2", at=never)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 2)
        channel.publish("Сообщение 3", at=datetime.now(UTC) + timedelta(days=900))
        channel.publish("Сообщение 4", at=never)
        await all_kept(keeper, 4)

    first, second, third, fourth = keeper.posts
    assert first.published_at == second.published_at == old
    for post in (third, fourth):
        assert post.published_at == post.received_at


async def test_entities_that_lie_outside_of_the_text_are_harmless(
    accounts: Accounts, keeper: Keeper
) -> None:
    """What is bold is not our business, however wrong it is."""
    channel = accounts.server.world.channel(CHANNEL)
    wrong = [types.MessageEntityBold(-5, 9000), types.MessageEntityTextUrl(7000, -3, "https://a")]
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
        channel.publish("Сообщение 1", entities=wrong)
        await all_kept(keeper, 1)


@pytest.mark.parametrize("skips", [True, False])
@pytest.mark.parametrize("refusal", ["CHANNEL_INVALID", "PEER_ID_INVALID"])
async def test_the_keys_of_another_login_are_asked_for_anew(
    accounts: Accounts, keeper: Keeper, refusal: str, *, skips: bool
) -> None:
    """A server that gives each login its own key to a channel is listened to after a new login."""
    channel = accounts.server.world.channel(CHANNEL)
    odd = accounts.server.faults.odd
    odd.wrong_key, odd.skips_wrong_keys = refusal, skips
    publish(channel, range(1, 4))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 3)
    accounts.server.account("main").change_keys()
    publish(channel, range(4, 7))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 6)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)

    assert accounts.server.count("contacts.resolveUsername") == 0


async def test_numbers_that_no_post_had_are_not_deleted(accounts: Accounts, keeper: Keeper) -> None:
    """After a restart only what is kept is looked for, however many numbers lie between."""
    channel = accounts.server.world.channel(CHANNEL)
    wanted = [publish_next(channel, gap=5) for _ in range(30)]
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, wanted[-1][0])
    heard, (number, _) = keeper.heard_posts, wanted[7]
    channel.delete(number)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: (number, "(deleted)") in keeper.told(CHANNEL))
        await looked(accounts)

    assert keeper.told(CHANNEL) == [*wanted, (number, "(deleted)")]
    assert keeper.heard_posts <= heard + 2  # the newest post may be heard again
