"""What a message is: edits, deletions, albums, forwards, and what is none."""

from __future__ import annotations

import asyncio

from telethon.tl import types

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.listeners.telegram_posts import all_kept, marked, posts, publish


async def test_edits_and_deletions_are_heard_once(accounts: Accounts, keeper: Keeper) -> None:
    """An edit is another text under the same number; one that changes no text is none."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 4))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 3)
        channel.edit(1, "Отбой")
        channel.edit(2, "Сообщение 2")
        channel.delete(3)
        publish(channel, [4])
        await keeper.until(lambda: (4, "Сообщение 4") in keeper.told(CHANNEL))
        await asyncio.sleep(0.5)

    assert keeper.told(CHANNEL) == [
        *posts(3),
        (1, "Отбой"),
        (3, "(deleted)"),
        (4, "Сообщение 4"),
    ]
    assert keeper.states(CHANNEL, 1)[-1].edited_at is not None


async def test_edits_and_deletions_while_nobody_listened_are_heard(
    accounts: Accounts, keeper: Keeper
) -> None:
    """After a start the newest posts are compared with what was kept before."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 6))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, 5)
    channel.edit(2, "Отбой")
    channel.delete(4)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: len(keeper.posts) == 7)

    assert sorted(keeper.told(CHANNEL)[5:]) == [(2, "Отбой"), (4, "(deleted)")]


async def test_an_album_is_one_post_and_its_words_do_not_wait(
    accounts: Accounts, keeper: Keeper
) -> None:
    """The part with the words is the post; an album without words is told by its first part."""
    channel = accounts.server.world.channel(CHANNEL)
    settings = accounts.settings(album_patience_seconds=0.5)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await all_kept(keeper, 1)
        channel.album("Последствия атаки", "", "")
        channel.album("", "Осмотр", "")
        await keeper.until(lambda: len(keeper.posts) == 3)
        channel.album("", "", "")
        channel.publish("Отбой")
        await keeper.until(lambda: len(keeper.posts) == 5)
        await marked(keeper, 11)

    assert keeper.told(CHANNEL) == [
        (1, "Сообщение 1"),
        (2, "Последствия атаки"),
        (6, "Осмотр"),
        (11, "Отбой"),
        (8, ""),
    ]


async def test_a_forward_keeps_its_origin_and_its_age(accounts: Accounts, keeper: Keeper) -> None:
    """An old alarm that is forwarded is as old as it was."""
    channel = accounts.server.world.channel(CHANNEL)
    origin = accounts.server.world.channel("governor", title="Губернатор")
    alarm = origin.publish("Ракетная опасность")
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
        channel.forward(alarm, origin)
        await keeper.until(lambda: len(keeper.posts) == 1)

    (post,) = keeper.posts
    assert (post.text, post.forwarded_from) == ("Ракетная опасность", "Губернатор")
    assert post.forwarded_at == alarm.date


async def test_service_messages_are_no_posts(accounts: Accounts, keeper: Keeper) -> None:
    """A pinned post or a new title moves the mark and is not heard."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, [1])
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await all_kept(keeper, 1)
        channel.service(types.MessageActionPinMessage())
        await marked(keeper, 2)

    assert keeper.told(CHANNEL) == posts(1)


async def test_an_old_post_that_changed_unheard_is_found(
    accounts: Accounts, keeper: Keeper
) -> None:
    """Beyond the newest hundred the last days are compared too, after a start and a lost push."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 281))
    keeper.marks[CHANNEL] = 0
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, 280)
    heard = len(keeper.posts)
    channel.edit(20, "Отбой")
    channel.delete(90)
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: len(keeper.posts) == heard + 2)
        accounts.server.faults.lose(2)
        channel.edit(30, "Угроза")
        channel.delete(5)
        await keeper.until(lambda: len(keeper.posts) == heard + 4)

    found = sorted(keeper.told(CHANNEL)[heard:])
    assert found == [(5, "(deleted)"), (20, "Отбой"), (30, "Угроза"), (90, "(deleted)")]


async def test_what_was_said_before_the_first_post_kept_is_left_alone(
    accounts: Accounts, keeper: Keeper
) -> None:
    """An old alarm whose end was never heard is not brought up by an edit."""
    channel = accounts.server.world.channel(CHANNEL)
    publish(channel, range(1, 281))
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await marked(keeper, 280)
    heard = len(keeper.posts)
    channel.edit(20, "Опасность")
    channel.edit(200, "Отбой")
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: len(keeper.posts) > heard)
        await asyncio.sleep(1.0)

    assert keeper.told(CHANNEL)[heard:] == [(200, "Отбой")]
