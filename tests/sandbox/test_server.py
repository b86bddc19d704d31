from __future__ import annotations

import asyncio
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.server import open_sandbox
from tests.sandbox.people import ANNA, open_bot

if TYPE_CHECKING:
    from sandbox.server import Sandbox


async def test_a_taken_port_is_an_error_of_the_system() -> None:
    """The caller learns of a port in use as OSError, and nothing stays open."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="address already in use"),
    ):
        async with open_sandbox(port=taken.getsockname()[1]):
            pass


async def test_closing_does_not_wait_for_open_streams_and_polls() -> None:
    """An open page and a waiting poller are let go, and the block ends."""
    async with aiohttp.ClientSession() as http:
        async with open_sandbox(port=0, autoplay=False, demo=False) as sandbox:
            stream = await http.get(f"{sandbox.url}/sandbox/events")
            address = f"{sandbox.url}/bot{sandbox.token}/getUpdates?timeout=50"
            poll = asyncio.create_task(http.get(address))
            await sandbox.telegram.any_bot().updates.polled.wait()
        response = await poll
        assert await response.json() == {"ok": True, "result": []}
        await stream.content.read()
        assert stream.content.at_eof()


async def test_a_page_that_goes_leaves_no_watcher(sandbox: Sandbox) -> None:
    """A closed page is forgotten at once, not at the next event."""
    async with aiohttp.ClientSession(sandbox.url) as http:
        response = await http.get("/sandbox/events")
        assert len(sandbox.telegram.watchers) == 1
        response.close()
    while len(sandbox.telegram.watchers):  # noqa: ASYNC110 - the server has no event for it
        await asyncio.sleep(0.01)


async def test_the_night_begins_when_the_page_is_opened() -> None:
    """Nothing is played to an empty room."""
    async with open_sandbox(port=0, demo=False) as sandbox:
        assert not sandbox.night.playing
        async with (
            aiohttp.ClientSession(sandbox.url) as http,
            http.get("/sandbox/events") as response,
        ):
            async for line in response.content:
                if b'"night"' in line:
                    break
        assert sandbox.night.playing


async def test_the_demo_resident_takes_her_steps_when_a_bot_comes() -> None:
    """Anna starts the bot and subscribes, one step after the other, over the real wire."""
    heard: list[str | None] = []
    offset = 0
    async with open_sandbox(port=0, autoplay=False) as sandbox, open_bot(sandbox) as bot:
        while len(heard) < 2:
            for update in await bot.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1
                assert update.message is not None
                assert update.message.chat.id == ANNA
                heard.append(update.message.text)
                await bot.send_message(ANNA, "готово")
    assert heard == ["/start", "/subscribe Белгород"]


async def test_the_channels_have_a_harmless_past() -> None:
    """The demo's older posts are older than anything that may still ring."""
    async with open_sandbox(port=0, autoplay=False) as sandbox:
        for channel in sandbox.telegram.channels.values():
            assert channel.posts
            for post in channel.posts.values():
                assert sandbox.telegram.now() - post.date > timedelta(hours=6)


async def test_numbers_grow_from_one_opening_to_the_next() -> None:
    """A database that remembers yesterday's sandbox never meets its numbers again."""
    async with open_sandbox(port=0, autoplay=False, demo=False) as sandbox:
        first = sandbox.telegram.publish("sandbox_hq_bel", "x")
    assert first > 1_000_000
