from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from telethon import errors, utils
from telethon.tl.functions.channels import (
    GetChannelsRequest,
    GetFullChannelRequest,
    JoinChannelRequest,
)
from telethon.tl.functions.messages import GetHistoryRequest, GetPeerDialogsRequest
from telethon.tl.types import InputDialogPeer

from tests.mtproto.client import logged_in
from tests.mtproto.conftest import Heard

if TYPE_CHECKING:
    from tests.mtproto.server import MtprotoServer


async def test_pushes_come_at_once_and_in_order(server: MtprotoServer) -> None:
    """Posts, an edit and a deletion reach a client as events, in the order they happened."""
    channel = server.world.channel("gladkov")
    async with logged_in(server) as client:
        heard = Heard(client)
        for number in range(500):
            channel.publish(f"пост {number}")
        channel.edit(500, "исправлено")
        channel.delete(499)
        assert await heard.next(502) == [
            *(("new", number + 1, f"пост {number}") for number in range(500)),
            ("edited", 500, "исправлено"),
            ("deleted", 499, ""),
        ]


async def test_an_album_and_a_forward_look_as_telegram_shows_them(server: MtprotoServer) -> None:
    """Parts of an album share a group; a forward names its origin and the original date."""
    channel, origin = server.world.channel("gladkov"), server.world.channel("mchs", members=())
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    channel.album("", "подпись", "")
    channel.forward(origin.publish("внимание", at=yesterday), origin)
    channel.rename("Новое имя")
    async with logged_in(server) as client:
        service, forward, *album = await client.get_messages("gladkov", limit=None)
    assert {part.grouped_id for part in album} != {None}
    assert len({part.grouped_id for part in album}) == 1
    assert [part.message for part in album] == ["", "подпись", ""]
    assert (forward.message, forward.fwd_from.date) == ("внимание", yesterday)
    assert (forward.fwd_from.from_id.channel_id, forward.fwd_from.channel_post) == (origin.id, 1)
    assert service.action.title == "Новое имя"


@pytest.mark.parametrize(
    ("window", "ids"),
    [
        ((0, 0, 3, 0, 0), [250, 249, 248]),
        ((0, 0, 0, 0, 0), list(range(250, 230, -1))),
        ((0, 0, 500, 0, 0), list(range(250, 150, -1))),
        ((100, 0, 3, 0, 0), [99, 98, 97]),
        ((100, -3, 3, 0, 0), [102, 101, 100]),
        ((249, -100, 100, 0, 0), [250, 249]),
        ((100, 2, 2, 0, 0), [97, 96]),
        ((0, 0, 100, 0, 248), [250, 249]),
        ((0, 0, 100, 100, 0), []),
        ((3, 0, 100, 0, 0), [2, 1]),
    ],
    ids=str,
)
async def test_history_pages_as_documented(
    server: MtprotoServer, window: tuple[int, int, int, int, int], ids: list[int]
) -> None:
    """A window of history is laid first, then the limits of ids leave posts out."""
    channel = server.world.channel("gladkov")
    for number in range(250):
        channel.publish(f"пост {number}")
    async with logged_in(server) as client:
        offset_id, add_offset, limit, max_id, min_id = window
        page = await client(
            GetHistoryRequest("gladkov", offset_id, None, add_offset, limit, max_id, min_id, hash=0)
        )
        walked = [post.id async for post in client.iter_messages("gladkov", 120, reverse=True)]
    assert [post.id for post in page.messages] == ids
    assert walked == list(range(1, 121))


async def test_one_request_tells_the_newest_post_of_many_channels(server: MtprotoServer) -> None:
    """The cheap look returns top post and number of up to 100 channels, joined or not."""
    channels = [server.world.channel(f"channel{n}", members=()) for n in range(3)]
    for number, channel in enumerate(channels):
        for _ in range(number):
            channel.publish("пост")
    async with logged_in(server) as client:
        peers = [InputDialogPeer(await client.get_input_entity(f"channel{n}")) for n in range(3)]
        found = await client(GetPeerDialogsRequest(peers))
        assert [(each.top_message, each.pts) for each in found.dialogs] == [(0, 1), (1, 2), (2, 3)]
        with pytest.raises(errors.LimitInvalidError):
            await client(GetPeerDialogsRequest(peers * 34))


async def test_what_is_known_of_a_channel_changes(server: MtprotoServer) -> None:
    """A username moves, a mark appears, a channel is shut: each shows where Telegram shows it."""
    ours = server.world.channel("gladkov", title="Настоящий", verified=True, subscribers=500)
    other = server.world.channel(None, title="Чужой", members=())
    async with logged_in(server) as client:
        before = await client.get_entity("gladkov")
        full = await client(GetFullChannelRequest(before))
        assert (before.id, before.verified, full.full_chat.participants_count) == (
            ours.id,
            True,
            500,
        )
        server.world.move_username("gladkov", other)
        ours.become(scam=True)
        assert (await client.get_entity("gladkov")).id == other.id
        (after,) = (await client(GetChannelsRequest([utils.get_input_channel(before)]))).chats
        assert (after.username, after.scam, after.verified) == (None, True, True)
        ours.ban("main")
        with pytest.raises(errors.ChannelPrivateError):
            await client(GetChannelsRequest([utils.get_input_channel(before)]))


async def test_each_account_has_its_own_access_hash(server: MtprotoServer) -> None:
    """What one account knows of a channel opens nothing for another."""
    server.world.channel("gladkov").publish("пост")
    server.account("spare")
    async with logged_in(server) as main, logged_in(server, "spare") as spare:
        with pytest.raises(errors.ChannelInvalidError):
            await spare.get_messages(await main.get_input_entity("gladkov"))
        assert len(await spare.get_messages(await spare.get_input_entity("gladkov"))) == 1


async def test_joining_brings_pushes(server: MtprotoServer) -> None:
    """An account that has not joined may read, and is pushed nothing until it joins."""
    channel = server.world.channel("gladkov", members=())
    async with logged_in(server) as client:
        heard = Heard(client)
        channel.publish("до")
        assert [post.message for post in await client.get_messages("gladkov")] == ["до"]
        await client(JoinChannelRequest("gladkov"))
        channel.publish("после")
        assert await heard.next() == [("new", 2, "после")]
        assert [dialog.id async for dialog in client.iter_dialogs()] == [
            utils.get_peer_id(await client.get_input_entity("gladkov"))
        ]
