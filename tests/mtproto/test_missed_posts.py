"""What becomes of lost, doubled and turned pushes, and of posts while a client is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mtproto.client import logged_in, telethon_client
from tests.mtproto.conftest import Heard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mtproto.server import MtprotoServer


async def test_lost_pushes_come_with_the_next(server: MtprotoServer) -> None:
    """Three pushes are lost; the fourth makes Telethon ask for all of them."""
    channel = server.world.channel("gladkov")
    async with logged_in(server) as client:
        heard = Heard(client)
        channel.publish("1")
        assert await heard.next() == [("new", 1, "1")]
        server.faults.lose(3)
        for text in "2345":
            channel.publish(text)
        assert [text for _, _, text in await heard.next(4)] == ["2", "3", "4", "5"]
        assert server.count("updates.getChannelDifference") == 1


async def test_a_silent_channel_is_noticed_by_nobody(server: MtprotoServer) -> None:
    """A channel whose pushes are lost stays unheard, though its history has the post."""
    silent, other = server.world.channel("gladkov"), server.world.channel("mchs")
    async with logged_in(server) as client:
        heard = Heard(client)
        server.faults.silence(silent)
        silent.publish("не слышно")
        other.publish("слышно")
        assert [text for _, _, text in await heard.next()] == ["слышно"]
        assert [post.message for post in await client.get_messages("gladkov")] == ["не слышно"]
        server.faults.unsilence(silent)


async def test_of_251_missed_posts_none_is_an_event(server: MtprotoServer) -> None:
    """A difference that is too long is passed over; only what follows is heard."""
    channel = server.world.channel("gladkov")
    async with logged_in(server) as client:
        heard = Heard(client)
        channel.publish("первый")
        await heard.next()
        server.faults.lose(251)
        for _ in range(252):
            channel.publish("пропущен")
        await server.until(lambda: server.count("updates.getChannelDifference") > 0)
        await client.get_me()
        channel.publish("последний")
        assert await heard.next() == [("new", 254, "последний")]


async def test_pushes_out_of_order_and_doubled_are_put_right(server: MtprotoServer) -> None:
    """Telethon sorts pushes by their numbers and drops what it has."""
    channel = server.world.channel("gladkov")
    async with logged_in(server) as client:
        heard = Heard(client)
        channel.publish("0")
        server.faults.turn_round(3)
        server.faults.pushes.twice = True
        for text in "123456":
            channel.publish(text)
        assert [text for _, _, text in await heard.next(7)] == list("0123456")


async def test_catching_up_after_a_clean_end(server: MtprotoServer, tmp_path: Path) -> None:
    """A session file that was closed well brings what was missed meanwhile."""
    channel = server.world.channel("gladkov")
    async with logged_in(server, session=str(tmp_path / "main")) as client:
        heard = Heard(client)
        channel.publish("1")
        await heard.next()
    channel.publish("2")
    client = telethon_client(server, str(tmp_path / "main"), catch_up=True)
    heard = Heard(client)
    try:
        await client.connect()
        assert await heard.next() == [("new", 2, "2")]
    finally:
        await client.disconnect()


async def test_a_cut_connection_is_made_anew_without_catching_up(server: MtprotoServer) -> None:
    """After a reconnect Telethon hears of a gap only with the next post."""
    channel = server.world.channel("gladkov")
    async with logged_in(server, retry_delay=0.01) as client:
        heard = Heard(client)
        channel.publish("1")
        await heard.next()
        asked = server.count("users.getUsers")
        server.drop()
        channel.publish("2")
        await server.until(lambda: server.count("users.getUsers") > asked)
        assert heard.events.empty()
        channel.publish("3")
        assert [text for _, _, text in await heard.next(2)] == ["2", "3"]
