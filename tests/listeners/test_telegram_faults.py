"""Every fault that Telethon was seen to have, and some of Telegram's: none may lose a post."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telethon.tl import types

from tests.fakes.keeper import Keeper, keeping
from tests.listeners.telegram_account import CHANNEL, Accounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mtproto.channel import Channel


def publish(channel: Channel, numbers: Iterable[int]) -> None:
    """Publish posts whose text is their number."""
    for number in numbers:
        channel.publish(f"Сообщение {number}")


def posts(count: int) -> list[tuple[int, str]]:
    """Return so many posts as they should be kept."""
    return [(number, f"Сообщение {number}") for number in range(1, count + 1)]


async def all_kept(keeper: Keeper, count: int) -> None:
    """Wait for so many posts; each must be kept once, in order, and none left out."""
    await keeper.until(lambda: len(keeper.told(CHANNEL)) >= count)
    assert keeper.told(CHANNEL) == posts(count)


async def marked(keeper: Keeper, up_to: int) -> None:
    """Wait until the mark is where it should be."""
    await keeper.until(lambda: keeper.marks.get(CHANNEL) == up_to)


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
        accounts.server.faults.lose(5)
        publish(channel, range(2, 8))
        await keeper.until(lambda: "pause of 9" in (keeper.trouble(CHANNEL) or ""))
        await keeper.until(lambda: (7, "Сообщение 7") in keeper.told(CHANNEL))


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


async def test_a_closed_listener_leaves_nothing_running(accounts: Accounts, keeper: Keeper) -> None:
    """Whoever stops listening stops everything that listening started."""
    accounts.server.world.channel(CHANNEL)
    before = asyncio.all_tasks()
    async with keeping(accounts.listener(keeper), keeper=keeper):
        await keeper.until(lambda: keeper.trouble(CHANNEL) is None)
    left = {task for task in asyncio.all_tasks() - before if "tests/mtproto" not in repr(task)}
    assert left == set()
