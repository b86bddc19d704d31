"""Whatever is pushed, lost, doubled or out of order: every post once, and none lost."""

from __future__ import annotations

import asyncio

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, marked, posts, publish


async def test_a_lost_push_is_noticed_by_the_next_one(accounts: Accounts, keeper: Keeper) -> None:
    """A gap before a pushed post is filled at once, without waiting for a look."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(tick_seconds=5.0)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.lose(3)
        publish(channel, range(2, 6))

        await all_kept(keeper, 5)


async def test_a_silent_channel_is_heard_by_looking(accounts: Accounts, keeper: Keeper) -> None:
    """Posts that are never pushed, and edits and deletions as well, are found by looking."""
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.silence(channel)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 9))
        await all_kept(keeper, 8)
        channel.edit(3, "Отбой")
        await keeper.until(lambda: (3, "Отбой") in keeper.told(CHANNEL))
        channel.delete(4)
        await keeper.until(lambda: (4, "(deleted)") in keeper.told(CHANNEL))

    assert keeper.told(CHANNEL) == [*posts(8), (3, "Отбой"), (4, "(deleted)")]


async def test_251_posts_missed_between_two_starts_are_all_heard(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A gap longer than any page or difference is filled, oldest first."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, 1)
    publish(channel, range(2, 253))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 252)
        await marked(keeper, 252)


async def test_251_posts_missed_while_connected_are_all_heard(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A flood of lost pushes is made good while the listener runs."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.lose(251)
        publish(channel, range(2, 254))

        await all_kept(keeper, 253)


async def test_a_burst_is_heard_in_order(accounts: Accounts, keeper: Keeper) -> None:
    """Five hundred posts at once are five hundred posts."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 502))

        await all_kept(keeper, 501)


async def test_pushes_in_reverse_are_put_in_order(accounts: Accounts, keeper: Keeper) -> None:
    """Posts that overtook others on the way wait a moment for them."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(tick_seconds=5.0)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.turn_round(3)
        publish(channel, range(2, 8))

        await all_kept(keeper, 7)


async def test_pushes_that_come_twice_are_one_post(accounts: Accounts, keeper: Keeper) -> None:
    """A repeated push is no news."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.pushes.twice = True
        publish(channel, range(2, 10))
        await all_kept(keeper, 9)

    assert keeper.heard_posts == 9


async def test_a_process_killed_anywhere_loses_nothing(accounts: Accounts, keeper: Keeper) -> None:
    """Marks and what is kept are enough to go on, wherever the last process stopped."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 8))
    wanted = 7
    for run in range(12):
        async with keeping(accounts.listener(keeper), keeper=keeper):
            await keeper.until(lambda: keeper.heard_posts > 0)
            accounts.server.faults.lose(run % 4)
            publish(channel, range(wanted + 1, wanted + 5))
            wanted += 4
            await asyncio.sleep(0.02 * (run % 5))
        publish(channel, range(wanted + 1, wanted + 3))
        wanted += 2
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, wanted)

    assert sorted(keeper.told(CHANNEL)) == posts(wanted)


async def test_posts_pushed_before_the_first_reading_leave_no_hole(
    accounts: Accounts, keeper: Keeper
) -> None:
    """In a channel never heard before, pushes may come long before its history can be read."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 6))
    slow = accounts.server.faults.slow("messages.getHistory", 0.6)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: accounts.server.count("messages.getHistory") > 0)
        publish(channel, [6])
        await keeper.until(lambda: (6, "Сообщение 6") in keeper.told(CHANNEL))
        accounts.server.faults.lift(slow)
        accounts.server.faults.lose(60)
        publish(channel, range(7, 70))
        await marked(keeper, 69)

    assert sorted(keeper.told(CHANNEL)) == posts(69)


async def test_two_accounts_at_once_bring_every_post_once(
    accounts: Accounts, keeper: Keeper
) -> None:
    """What one account misses the other brings, and what both bring is one post."""
    await accounts.log_in("spare")
    channel = accounts.server.world.channel(CHANNEL, members=("main", "spare"))
    publish(channel, [1])
    listeners = [accounts.listener(keeper, account=name) for name in ("main", "spare")]
    async with keeping(*listeners, keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 20))
        accounts.server.account("main").revoke()
        publish(channel, range(20, 40))

        await all_kept(keeper, 39)

    assert {post.source for post in keeper.posts} <= {"telegram:main", "telegram:spare"}
