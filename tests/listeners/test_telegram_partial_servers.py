"""A server that knows only some requests, or wants a long pause: the others do what they can."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from telethon.tl import types

from listeners.telegram_look import look_with_account
from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mtproto.faults import Faults, Rule

DAY = 86_400

REFUSALS: dict[str, Callable[[Faults, str], Rule]] = {
    "unknown": lambda faults, method: faults.fail(method, 400, "METHOD_INVALID"),
    "unknown input": lambda faults, method: faults.fail(method, 400, "INPUT_METHOD_INVALID"),
    "forbidden": lambda faults, method: faults.fail(method, 403, "CHAT_FORBIDDEN"),
    "not written": lambda faults, method: faults.fail(method, 501, "NOT_IMPLEMENTED"),
    "a long pause": lambda faults, method: faults.flood(method, DAY),
    "silence": lambda faults, method: faults.slow(method, DAY),
    "something else": lambda faults, method: faults.answer(method, types.help.NoAppUpdate()),
    "something new": lambda faults, method: faults.answer(method, _Unknown()),
    "damage": lambda faults, method: faults.damage(method),
}
"""What may come instead of an answer."""


class _Unknown:
    """An object no program of ours knows."""

    def __bytes__(self) -> bytes:
        """Return a constructor that is none, and more."""
        return b"\x01\x02\x03\x04" + bytes(32)


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize(
    "method", ["updates.getState", "messages.getPeerDialogs", "messages.getDialogs"]
)
async def test_one_request_that_is_not_answered_is_done_without(
    accounts: Accounts, keeper: Keeper, method: str, refusal: str
) -> None:
    """Neither is the connection ended for it, nor is a silent channel unheard."""
    channel = accounts.server.world.channel(CHANNEL)
    REFUSALS[refusal](accounts.server.faults, method)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        connections = accounts.server.accepted
        publish(channel, range(2, 5))
        await all_kept(keeper, 4)
        accounts.server.faults.silence(channel)
        publish(channel, range(5, 9))
        await all_kept(keeper, 8)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)

    assert accounts.server.accepted == connections


async def test_history_and_names_are_enough(accounts: Accounts, keeper: Keeper) -> None:
    """A server that knows nothing but a name's channel and its history, and pushes nothing."""
    channel = accounts.server.world.channel(CHANNEL)
    for method in ("updates.getState", "messages.getPeerDialogs", "messages.getDialogs"):
        accounts.server.faults.fail(method, 400, "METHOD_INVALID")
    accounts.server.faults.silence(channel)
    publish(channel, range(1, 4))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 3)
        publish(channel, range(4, 240))
        await all_kept(keeper, 239)
        channel.edit(200, "Отбой")
        channel.delete(201)
        await keeper.until(lambda: len(keeper.posts) == 241)

    assert sorted(keeper.told(CHANNEL)[239:]) == [(200, "Отбой"), (201, "(deleted)")]


@pytest.mark.parametrize("refusal", ["a long pause", "silence", "not written"])
async def test_names_that_are_not_looked_up_hold_up_no_other_channel(
    accounts: Accounts, keeper: Keeper, refusal: str
) -> None:
    """What the account has joined is heard; the others are told of, and found when they can be."""
    joined = accounts.server.world.channel(CHANNEL)
    other = accounts.server.world.channel("mayor", members=())
    REFUSALS[refusal](accounts.server.faults, "contacts.resolveUsername")
    publish(joined, [1])
    async with keeping(accounts.listener(keeper, "mayor", CHANNEL), keeper=keeper):
        await all_kept(keeper, 1)
        await keeper.until(lambda: bool(keeper.trouble("mayor")))
        publish(joined, [2])
        await all_kept(keeper, 2)
        other.members.add("main")
        other.publish("Тревога")
        await keeper.until(lambda: keeper.told("mayor") == [(1, "Тревога")])


@pytest.mark.parametrize("refusal", ["something else", "something new", "damage", "not written"])
async def test_history_that_cannot_be_read_is_told_and_read_later(
    accounts: Accounts, keeper: Keeper, refusal: str
) -> None:
    """One channel's trouble ends no connection; what is pushed meanwhile is heard."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        connections = accounts.server.accepted
        rule = REFUSALS[refusal](accounts.server.faults, "messages.getHistory")
        accounts.server.faults.lose(3)
        publish(channel, range(2, 6))
        await keeper.until(lambda: bool(keeper.trouble(CHANNEL)))
        await keeper.until(lambda: (5, "Сообщение 5") in keeper.told(CHANNEL))
        accounts.server.faults.lift(rule)
        await keeper.until(lambda: keeper.marks[CHANNEL] == 5)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)

    assert accounts.server.accepted == connections
    assert sorted(keeper.told(CHANNEL)) == [(n, f"Сообщение {n}") for n in range(1, 6)]


async def test_a_server_that_answers_pings_alone_is_left(
    accounts: Accounts, keeper: Keeper
) -> None:
    """A connection on which no request is answered for long is made anew."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(request_timeout_seconds=0.2)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        connections = accounts.server.accepted
        rule = accounts.server.faults.slow("*", DAY)
        accounts.server.faults.lose(3)
        publish(channel, range(2, 6))
        await accounts.server.until(lambda: accounts.server.accepted > connections)
        accounts.server.faults.lift(rule)
        await keeper.until(lambda: keeper.marks[CHANNEL] == 5)


async def test_a_look_does_without_the_number_of_subscribers(accounts: Accounts) -> None:
    """An operator may add a channel of which the server says nothing in full."""
    channel = accounts.server.world.channel(CHANNEL)
    accounts.server.faults.fail("channels.getFullChannel", 400, "METHOD_INVALID")
    accounts.server.faults.odd.jumbled = True
    publish(channel, range(1, 6))

    look = await look_with_account(
        CHANNEL, account="main", settings=accounts.settings(), posts=20, now=datetime.now(UTC)
    )

    assert look.profile.subscribers is None
    assert [post.message_id for post in look.posts] == [1, 2, 3, 4, 5]


async def test_a_pause_asked_of_looks_is_kept(accounts: Accounts, keeper: Keeper) -> None:
    """However many ticks pass meanwhile, no look is sent before the pause is over."""
    channel = accounts.server.world.channel(CHANNEL)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
        accounts.server.faults.flood("messages.getPeerDialogs", 60)
        await keeper.until(lambda: "pause of 6" in (keeper.trouble(CHANNEL) or ""))
        looks = accounts.server.count("messages.getPeerDialogs")
        publish(channel, [1])
        await all_kept(keeper, 1)
        await asyncio.sleep(0.5)

    assert accounts.server.count("messages.getPeerDialogs") == looks


async def test_looks_that_can_never_be_read_are_not_asked_for_each_channel(
    accounts: Accounts, keeper: Keeper
) -> None:
    """If the whole answer is new to us, many channels are read without asking for each in vain."""
    names = [f"channel{number}" for number in range(60)]
    channels = [accounts.server.world.channel(name) for name in names]
    accounts.server.faults.silence(*channels)
    REFUSALS["something new"](accounts.server.faults, "messages.getPeerDialogs")
    settings = accounts.settings(tick_seconds=5.0)
    async with keeping(accounts.listener(keeper, *names, settings=settings), keeper=keeper):
        await keeper.until(lambda: all(keeper.trouble(name) is None for name in names))

    assert accounts.server.count("messages.getPeerDialogs") <= 25
