"""Accounts and channels that are lost: told in a sentence, and followed when they are back."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, publish


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("AUTH_KEY_UNREGISTERED", "login again"),
        ("SESSION_REVOKED", "login again"),
        ("AUTH_KEY_DUPLICATED", "two places"),
        ("USER_DEACTIVATED_BAN", "deleted or banned"),
        ("FROZEN_METHOD_INVALID", "frozen"),
    ],
)
async def test_a_lost_account_is_told_and_comes_back(
    accounts: Accounts, keeper: Keeper, error: str, words: str
) -> None:
    """The operator learns what to do in a plain sentence, and then everything missed is heard."""
    channel = accounts.server.world.channel(CHANNEL)
    codes = {"AUTH_KEY_DUPLICATED": 406, "FROZEN_METHOD_INVALID": 420}
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        accounts.server.account("main").refuse(codes.get(error, 401), error)
        await keeper.until(lambda: words in (keeper.trouble(CHANNEL) or ""))
        accounts.server.faults.silence(channel)
        publish(channel, range(2, 6))
        accounts.server.account("main").restore()

        await all_kept(keeper, 5)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)


async def test_a_forgotten_key_is_told_without_a_storm(accounts: Accounts, keeper: Keeper) -> None:
    """A server that does not know the key is not stormed; a new login is taken up by itself."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        before = accounts.server.accepted
        accounts.server.world.forget_keys()
        accounts.server.drop()
        await keeper.until(lambda: "login again" in (keeper.trouble(CHANNEL) or ""))
        await asyncio.sleep(0.5)
        tried = accounts.server.accepted - before
        publish(channel, range(2, 6))
        await accounts.log_in()

        await all_kept(keeper, 5)

    assert tried <= 15


async def test_an_account_that_is_not_logged_in_is_told(accounts: Accounts, keeper: Keeper) -> None:
    """Without a session nobody is called, and the operator reads what to do."""
    before = accounts.server.accepted
    async with keeping(accounts.listener(keeper, account="spare"), keeper=keeper):
        await keeper.until(lambda: "'spare' is not logged in" in (keeper.trouble(CHANNEL) or ""))

    assert accounts.server.accepted == before


@pytest.mark.parametrize("skip_private", [False, True])
async def test_a_closed_channel_is_told_and_the_others_go_on(
    accounts: Accounts, keeper: Keeper, *, skip_private: bool
) -> None:
    """A channel made private is in trouble alone, until it is open again."""
    accounts.server.faults.skip_private = skip_private
    channel = accounts.server.world.channel(CHANNEL)
    other = accounts.server.world.channel("mayor")
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, CHANNEL, "mayor"), keeper=keeper):
        await all_kept(keeper, 1)
        channel.become(private=True)
        await keeper.until(lambda: "private" in (keeper.trouble(CHANNEL) or ""))
        accounts.server.faults.silence(other)
        other.publish("Тревога")
        await keeper.until(lambda: keeper.told("mayor") == [(1, "Тревога")])
        publish(channel, range(2, 6))
        channel.become(private=False)

        await all_kept(keeper, 5)
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)

    assert not any(status.trouble for status in keeper.statuses if status.channel == "mayor")
