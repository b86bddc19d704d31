"""Each fault shows in the real Telethon as it was seen to show there."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest
from telethon import errors
from telethon.tl.functions import PingDelayDisconnectRequest
from telethon.tl.functions.channels import GetChannelsRequest

from tests.mtproto.client import logged_in, telethon_client
from tests.mtproto.conftest import Heard
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from tests.mtproto.server import MtprotoServer

SHORT = 0.2
"""Seconds in which nothing is expected to happen."""


async def test_a_closed_port_refuses_until_it_listens_again(server: MtprotoServer) -> None:
    """A refused client tries as often as it was told, and a later one gets through."""
    await server.refuse()
    client = telethon_client(server, connection_retries=1, retry_delay=0)
    with pytest.raises(ConnectionError):
        await client.connect()
    await server.listen()
    async with logged_in(server) as again:
        assert (await again.get_me()).first_name == "main"


async def test_a_reset_on_accept_makes_telethon_storm(
    server: MtprotoServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Telethon knows no pause between connections that are made and reset at once."""
    caplog.set_level(logging.CRITICAL)
    async with logged_in(server) as client:
        before = server.accepted
        server.faults.reset_on_accept = True
        server.drop()
        await server.until(lambda: server.accepted > before + 200)
        server.faults.reset_on_accept = False
        async with asyncio.timeout(10):
            assert (await client.get_me()).first_name == "main"


async def test_a_black_hole_swallows_requests(server: MtprotoServer) -> None:
    """Nothing is answered on old connections nor on new, and no request ends by itself."""
    async with logged_in(server) as client:
        server.faults.black_hole = True
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get_me(), SHORT)
        late = telethon_client(server)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(late.connect(), SHORT)
        await late.disconnect()
        server.faults.black_hole = False
        assert (await client.get_me()).first_name == "main"


async def test_a_frozen_connection_leaves_new_ones_well(server: MtprotoServer) -> None:
    """A connection may die without a sign while the server goes on for others."""
    async with logged_in(server) as client:
        server.freeze()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get_me(), SHORT)
        async with logged_in(server) as other:
            assert (await other.get_me()).first_name == "main"


async def test_a_flood_wait_holds_a_method_for_every_channel(server: MtprotoServer) -> None:
    """Telegram refuses one channel; Telethon then refuses all of them by itself."""
    first, _ = server.world.channel("gladkov"), server.world.channel("mchs")
    async with logged_in(server) as client:
        entities = [await client.get_input_entity(name) for name in ("gladkov", "mchs")]
        server.faults.flood("messages.getHistory", 90, channel=first)
        for entity in entities:
            with pytest.raises(errors.FloodWaitError):
                await client.get_messages(entity)
        assert server.count("messages.getHistory") == 1


async def test_a_fault_can_be_for_one_channel_and_a_few_times(server: MtprotoServer) -> None:
    """Other channels are served, and so is the same one when the fault is used up or lifted."""
    first, _ = server.world.channel("gladkov"), server.world.channel("mchs")
    async with logged_in(server, request_retries=1) as client:
        entities = [await client.get_input_entity(name) for name in ("gladkov", "mchs")]
        server.faults.fail("messages.getHistory", 400, "MSG_ID_INVALID", channel=first, times=1)
        with pytest.raises(errors.MsgIdInvalidError):
            await client.get_messages(entities[0])
        assert await client.get_messages(entities[0]) == []
        slow = server.faults.slow("*", 60)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get_messages(entities[1]), SHORT)
        server.faults.lift(slow)
        assert await client.get_messages(entities[1]) == []


async def test_troubles_of_the_server_itself_are_tried_again(
    server: MtprotoServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Telethon repeats a request that met error 500, and so gets its answer."""
    caplog.set_level(logging.CRITICAL)
    server.faults.fail("users.getUsers", 500, "Timedout", times=1)
    async with logged_in(server) as client:
        assert (await client.get_me()).first_name == "main"


@pytest.mark.parametrize(
    ("code", "message", "error"),
    [
        (401, "AUTH_KEY_UNREGISTERED", errors.AuthKeyUnregisteredError),
        (406, "AUTH_KEY_DUPLICATED", errors.AuthKeyDuplicatedError),
        (401, "USER_DEACTIVATED_BAN", errors.UserDeactivatedBanError),
        (420, "FROZEN_METHOD_INVALID", errors.FrozenMethodInvalidError),
    ],
)
async def test_a_lost_account_still_seems_authorized(
    server: MtprotoServer, code: int, message: str, error: type[Exception]
) -> None:
    """Requests fail and pushes end, while Telethon believes in its session."""
    channel = server.world.channel("gladkov")
    async with logged_in(server) as client:
        heard = Heard(client)
        await client.is_user_authorized()
        entity = await client.get_input_entity("gladkov")
        server.account().refuse(code, message)
        channel.publish("не слышно")
        with pytest.raises(error):
            await client.get_messages(entity)
        assert await client.is_user_authorized()
        assert client.is_connected()
        assert heard.events.empty()
        server.account().restore()
        assert len(await client.get_messages(entity)) == 1


async def test_a_shut_channel_fails_a_batch_or_is_left_out(server: MtprotoServer) -> None:
    """A private or banned channel refuses every look; what a batch does then is a setting."""
    shut, well = server.world.channel("gladkov"), server.world.channel("mchs")
    async with logged_in(server) as client:
        entities = [await client.get_input_entity(name) for name in ("gladkov", "mchs")]
        shut.become(private=True)
        with pytest.raises(errors.ChannelPrivateError):
            await client.get_messages(entities[0])
        with pytest.raises(errors.ChannelPrivateError):
            await client(GetChannelsRequest(entities))
        server.faults.skip_private = True
        found = await client(GetChannelsRequest(entities))
        assert [chat.id for chat in found.chats] == [well.id]


async def test_a_forgotten_key_is_answered_404(
    server: MtprotoServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that knows the key no more says so below the API, and Telethon gives up."""
    caplog.set_level(logging.CRITICAL)
    async with logged_in(server) as client:
        server.world.forget_keys()
        with pytest.raises(errors.AuthKeyNotFound):
            await asyncio.gather(client.get_me(), client.disconnected)


async def test_connections_may_live_shortly(server: MtprotoServer) -> None:
    """Each connection is cut after its time, and the client comes again."""
    async with logged_in(server, retry_delay=0.01):
        server.faults.connection_seconds = 0.3
        server.drop()
        await server.until(lambda: server.accepted > 2)
    assert server.connected == 0


async def test_any_client_is_the_account_if_all_are_accepted() -> None:
    """With ``accept_all`` a new client is logged in without a word."""
    async with open_mtproto(accept_all=True) as server:
        channel = server.world.channel("gladkov")
        client = telethon_client(server)
        heard = Heard(client)
        try:
            await client.connect()
            channel.publish("1")
            assert await heard.next() == [("new", 1, "1")]
        finally:
            await client.disconnect()


async def test_a_connection_ends_when_the_pings_do(server: MtprotoServer) -> None:
    """A ping may say how long the server is to wait for the next before it hangs up."""
    async with logged_in(server, retry_delay=0.01) as client:
        assert (await client(PingDelayDisconnectRequest(7, disconnect_delay=0))).ping_id == 7
        await server.until(lambda: server.accepted == 2)


async def test_too_many_requests_below_the_api(
    server: MtprotoServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Any number can be the answer to every packet, until it no longer is."""
    caplog.set_level(logging.CRITICAL)
    async with logged_in(server) as client:
        server.faults.transport_error = 429
        asking = asyncio.create_task(client.get_me())
        await server.until(lambda: server.accepted > 1)
        server.faults.transport_error = None
        assert (await asking).first_name == "main"
