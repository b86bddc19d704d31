"""Connections that fail and requests that are refused: none may lose a post."""

from __future__ import annotations

import asyncio

import pytest
from telethon.tl import types

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, marked, posts, publish


async def test_a_refused_connection_is_tried_again(accounts: Accounts, keeper: Keeper) -> None:
    """While the port is closed the trouble is told; afterwards everything missed is heard."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        await accounts.server.refuse()
        publish(channel, range(2, 40))
        await keeper.until(lambda: bool(keeper.trouble(CHANNEL)))
        await accounts.server.listen()

        await all_kept(keeper, 39)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)


async def test_a_peer_that_accepts_and_resets_is_not_stormed(
    accounts: Accounts, keeper: Keeper
) -> None:
    """Connections are tried one at a time and ever more rarely, however fast they fail."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(reconnect_seconds=0.1, longest_reconnect_seconds=0.4)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        before = accounts.server.accepted
        accounts.server.faults.reset_on_accept = True
        accounts.server.drop()
        publish(channel, range(2, 6))
        await asyncio.sleep(1.5)
        tried = accounts.server.accepted - before
        accounts.server.faults.reset_on_accept = False

        await all_kept(keeper, 5)

    assert 1 <= tried <= 15
    assert any(status.trouble for status in keeper.statuses)


async def test_a_black_hole_is_noticed(accounts: Accounts, keeper: Keeper) -> None:
    """A connection on which nothing is answered any more is given up and made anew."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(request_timeout_seconds=0.3)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.black_hole = True
        publish(channel, range(2, 30))
        await keeper.until(lambda: keeper.trouble(CHANNEL) is not None)
        trouble = keeper.trouble(CHANNEL)
        accounts.server.faults.black_hole = False
        accounts.server.drop()

        await all_kept(keeper, 29)

    assert trouble is not None
    assert "does not answer" in trouble


async def test_a_connection_cut_again_and_again_loses_nothing(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A line that holds for a moment at a time still brings every post."""
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.connection_seconds = 0.2
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        for number in range(2, 30):
            publish(channel, [number])
            await asyncio.sleep(0.03)

        await all_kept(keeper, 29)


async def test_a_flood_wait_on_history_holds_up_no_push(accounts: Accounts, keeper: Keeper) -> None:
    """While Telegram lets no history be read, pushed posts are heard and the rest follows."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        flood = accounts.server.faults.flood("messages.getHistory", 1)
        accounts.server.faults.lose(5)
        publish(channel, range(2, 9))
        await keeper.until(lambda: (8, "Сообщение 8") in keeper.told(CHANNEL))
        publish(channel, [9])
        await keeper.until(lambda: (9, "Сообщение 9") in keeper.told(CHANNEL))
        early = keeper.told(CHANNEL)
        accounts.server.faults.lift(flood)
        await marked(keeper, 9)

    assert (3, "Сообщение 3") not in early
    assert sorted(keeper.told(CHANNEL)) == posts(9)
    assert keeper.told(CHANNEL)[-5:] == posts(6)[1:]


async def test_a_long_flood_wait_is_told(accounts: Accounts, keeper: Keeper) -> None:
    """An operator learns that posts are missing and when they can be had."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.flood("messages.getHistory", 90)
        accounts.server.faults.flood("channels.getMessages", 90)
        accounts.server.faults.lose(5)
        publish(channel, range(2, 8))
        await keeper.until(lambda: "pause of 9" in (keeper.trouble(CHANNEL) or ""))
        await keeper.until(lambda: (7, "Сообщение 7") in keeper.told(CHANNEL))


async def test_posts_are_had_by_their_numbers_while_no_history_may_be_read(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A long pause for one request is none for another that brings the same posts."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    patient = accounts.settings(order_patience_seconds=10.0)
    async with keeping(accounts.listener(keeper, settings=patient), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.flood("messages.getHistory", 3600)
        accounts.server.faults.lose(253)
        publish(channel, range(2, 255))
        channel.delete(*range(10, 200))
        await marked(keeper, 254)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)

    assert keeper.told(CHANNEL) == [post for post in posts(254) if not 10 <= post[0] < 200]
    assert accounts.server.count("messages.getHistory") <= 3


async def test_numbers_of_which_nothing_is_said_are_not_passed_over(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A server that leaves them out of its answer does not say that their posts are gone."""
    channel = accounts.server.world.channel(CHANNEL)
    nothing = types.messages.Messages(messages=[], topics=[], chats=[], users=[])
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        flood = accounts.server.faults.flood("messages.getHistory", 12)
        accounts.server.faults.answer("channels.getMessages", nothing)
        accounts.server.faults.lose(253)
        publish(channel, range(2, 256))
        await keeper.until(lambda: bool(keeper.trouble(CHANNEL)))
        await keeper.until(lambda: keeper.told(CHANNEL)[-1][0] == 255)
        accounts.server.faults.lift(flood)

    assert keeper.marks[CHANNEL] == 1


async def test_a_flood_wait_on_looking_holds_up_no_push(accounts: Accounts, keeper: Keeper) -> None:
    """Pushes and the history they ask for go on while looks are not allowed."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.flood("messages.getPeerDialogs", 60)
        await keeper.until(lambda: "pause of 6" in (keeper.trouble(CHANNEL) or ""))
        accounts.server.faults.lose(5)
        publish(channel, range(2, 9))

        await all_kept(keeper, 8)


async def test_a_server_error_passes(accounts: Accounts, keeper: Keeper) -> None:
    """Telegram's own trouble is tried again."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.fail("messages.getHistory", 500, "Timedout", times=1)
        accounts.server.faults.lose(5)
        publish(channel, range(2, 9))
        await marked(keeper, 8)

    assert sorted(keeper.told(CHANNEL)) == posts(8)


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_server_without_looks_is_read_by_its_history(
    accounts: Accounts, keeper: Keeper, *, is_answered: bool
) -> None:
    """Where looking at many channels at once is not to be had, each is read by itself."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    if is_answered:
        accounts.server.faults.fail("messages.getPeerDialogs", 400, "METHOD_INVALID")
    else:
        accounts.server.faults.slow("messages.getPeerDialogs", 1000.0)
    accounts.server.faults.silence(channel)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        publish(channel, range(2, 9))

        await all_kept(keeper, 8)


async def test_slow_answers_hold_up_no_push(accounts: Accounts, keeper: Keeper) -> None:
    """A post that is pushed does not wait for answers on their way."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.faults.slow("*", 0.5)
        publish(channel, range(2, 6))

        await all_kept(keeper, 5)


async def test_a_closed_listener_leaves_nothing_running(accounts: Accounts, keeper: Keeper) -> None:
    """Whoever stops listening stops everything that listening started."""
    accounts.server.world.channel(CHANNEL)
    before = asyncio.all_tasks()
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
    left = {task for task in asyncio.all_tasks() - before if "tests/mtproto" not in repr(task)}
    assert left == set()
