"""Which channel is followed: by its number, whatever becomes of its name."""

from __future__ import annotations

import asyncio

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, publish


async def test_a_change_of_title_or_marks_is_told(accounts: Accounts, keeper: Keeper) -> None:
    """Operators can compare what a channel was with what it is."""
    channel = accounts.server.world.channel(CHANNEL, title="Оперштаб", verified=True)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: len(keeper.seen) == 1)
        channel.rename("Оперативный штаб")
        await keeper.until(lambda: len(keeper.seen) == 2)
        channel.become(verified=False, scam=True)
        await keeper.until(lambda: len(keeper.seen) == 3)

    told = [(seen.facts.title, seen.facts.verified, seen.facts.scam) for seen in keeper.seen]
    assert told == [
        ("Оперштаб", True, False),
        ("Оперативный штаб", True, False),
        ("Оперативный штаб", False, True),
    ]


async def test_a_renamed_channel_is_followed_under_its_number(
    accounts: Accounts, keeper: Keeper
) -> None:
    """Another channel that takes over the username is told of, and none of its posts is heard."""
    channel = accounts.server.world.channel(CHANNEL)
    stranger = accounts.server.world.channel("stranger", title="Чужой")
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.world.move_username(CHANNEL, stranger)
        channel.take("opershtab31")
        await keeper.until(
            lambda: any(seen.facts.username == "opershtab31" for seen in keeper.seen)
        )
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: any(seen.taken_over for seen in keeper.seen))
        stranger.publish("Отбой")
        publish(channel, [2])

        await all_kept(keeper, 2)

    (taken,) = [seen for seen in keeper.seen if seen.taken_over]
    assert (taken.facts.channel_id, taken.facts.title) == (stranger.id, "Чужой")


async def test_a_username_that_means_another_channel_is_not_followed(
    accounts: Accounts, keeper: Keeper
) -> None:
    """An account that resolves a username anew still follows the number that is known."""
    stranger = accounts.server.world.channel(CHANNEL, members=())
    keeper.numbers[CHANNEL] = 42
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: "another channel" in (keeper.trouble(CHANNEL) or ""))
        publish(stranger, [1])
        await asyncio.sleep(0.3)

    assert keeper.posts == []
    assert keeper.seen[0].taken_over


async def test_a_channel_is_heard_without_having_been_joined(
    accounts: Accounts, keeper: Keeper
) -> None:
    """To look is enough; the username is resolved once, and never again after a restart."""
    channel = accounts.server.world.channel(CHANNEL, members=())
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 7))
        await all_kept(keeper, 6)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        publish(channel, [7])
        await all_kept(keeper, 7)

    assert accounts.server.count("contacts.resolveUsername") == 1


async def test_nobody_s_username_is_told(accounts: Accounts, keeper: Keeper) -> None:
    """A channel that does not exist is trouble, and the account does not ask again and again."""
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: "nobody has" in (keeper.trouble(CHANNEL) or ""))
        await asyncio.sleep(0.4)

    assert accounts.server.count("contacts.resolveUsername") == 1


async def test_channels_may_change_while_they_are_followed(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A channel that is added is heard, and one that is removed is heard no more."""
    first = accounts.server.world.channel(CHANNEL)
    second = accounts.server.world.channel("mayor")
    listener = accounts.listener(keeper)
    async with keeping(listener, keeper=keeper):
        first.publish("Раз")
        await keeper.until(lambda: len(keeper.posts) == 1)
        listener.follow(["mayor"])
        second.publish("Два")
        await keeper.until(lambda: len(keeper.posts) == 2)
        first.publish("Не слышно")
        second.publish("Три")
        await keeper.until(lambda: len(keeper.posts) == 3)

    assert [post.text for post in keeper.posts] == ["Раз", "Два", "Три"]


async def test_the_count_of_look_ups_outlasts_the_process(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A program that is started again and again does not look up more than it may in a day."""
    for name in ("first", "second"):
        accounts.server.world.channel(name, members=())
    settings = accounts.settings(resolves_a_day=1)
    async with keeping(accounts.listener(keeper, "first", settings=settings), keeper=keeper):
        await keeper.until(lambda: keeper.trouble("first") is None)
    async with keeping(accounts.listener(keeper, "second", settings=settings), keeper=keeper):
        await keeper.until(lambda: "looked up today" in (keeper.trouble("second") or ""))

    assert accounts.server.count("contacts.resolveUsername") == 1
