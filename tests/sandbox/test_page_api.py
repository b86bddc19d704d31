from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.people import ANNA

if TYPE_CHECKING:
    import aiohttp
    from aiogram import Bot

    from sandbox.server import Sandbox

POSTS = "/sandbox/channels/sandbox_hq_bel/posts"


async def post(http: aiohttp.ClientSession, address: str, **body: object) -> Any:  # noqa: ANN401 - JSON
    """Post JSON and return the answer's."""
    async with http.post(address, json=body) as response:
        assert response.status == 200
        return await response.json()


async def test_a_governor_writes_edits_and_takes_down(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """What is done on the page happens to the channel."""
    number = (await post(http, POSTS, text="опасность"))["id"]
    await post(http, f"{POSTS}/{number}", text="отбой")
    channel = sandbox.telegram.channel("sandbox_hq_bel")
    assert channel.posts[number].text == "отбой"
    assert channel.posts[number].edited is not None
    async with http.delete(f"{POSTS}/{number}", json={}) as response:
        assert response.status == 200
    assert channel.shown() == []
    async with http.post(f"{POSTS}/{number}", json={"text": "x"}) as response:
        assert response.status == 404


async def test_a_resident_writes_and_presses(
    sandbox: Sandbox, http: aiohttp.ClientSession, bot: Bot
) -> None:
    """What a resident does on the page reaches the bot, in the page's language."""
    await post(http, f"/sandbox/chats/{ANNA}/messages", text="/start", language="en")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.text, update.message.from_user.language_code) == ("/start", "en")
    async with http.post(
        f"/sandbox/chats/{ANNA}/press", json={"message": 1, "data": "x"}
    ) as response:
        assert response.status == 404
    assert sandbox.telegram.any_bot().queries == {}


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        (POSTS, {"text": " "}, 400),
        (POSTS, {"text": "ы" * 4097}, 400),
        ("/sandbox/channels/none/posts", {"text": "x"}, 404),
        ("/sandbox/chats/5/messages", {"text": "x"}, 404),
        ("/sandbox/night", {"action": "rewind"}, 400),
    ],
)
async def test_what_makes_no_sense_is_refused(
    http: aiohttp.ClientSession, address: str, body: dict[str, str], status: int
) -> None:
    """A mistake on the page is answered, not half done."""
    async with http.post(address, json=body) as response:
        assert response.status == status


async def test_a_form_of_another_site_does_nothing(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """Only JSON is taken, which a browser does not send to us for a foreign page unasked."""
    async with http.post(POSTS, data='{"text": "x"}') as response:
        assert response.status == 415
    assert sandbox.telegram.channel("sandbox_hq_bel").posts == {}


async def test_events_tell_what_happens(
    sandbox: Sandbox, http: aiohttp.ClientSession, bot: Bot
) -> None:
    """Posts, messages and the night reach an open page in their order."""
    kinds: list[str] = []
    async with http.get("/sandbox/events") as response:
        number = sandbox.telegram.publish("sandbox_hq_bel", "опасность")
        sandbox.telegram.delete_post("sandbox_hq_bel", number)
        message = await bot.send_message(ANNA, "опасность", disable_notification=True)
        await bot.delete_message(ANNA, message.message_id)
        sandbox.night.pause()
        async for line in response.content:
            if line.startswith(b"data: "):
                kinds.append(json.loads(line[6:])["type"])
            if kinds[-1:] == ["night"]:
                break
    assert kinds == ["reload", "post", "post_gone", "message", "message_gone", "night"]


async def test_the_state_shows_all_there_is(
    sandbox: Sandbox, http: aiohttp.ClientSession, bot: Bot
) -> None:
    """A page that is opened late sees what an early one saw."""
    sandbox.telegram.publish("sandbox_hq_bel", "опасность")
    await bot.send_message(ANNA, "<b>опасность</b>", parse_mode="HTML")
    async with http.get("/sandbox/state") as response:
        state = await response.json()
    [channel] = [row for row in state["channels"] if row["username"] == "sandbox_hq_bel"]
    assert [row["text"] for row in channel["posts"]] == ["опасность"]
    [anna] = [row for row in state["residents"] if row["id"] == ANNA]
    [message] = anna["messages"]
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 9}]
    assert state["night"]["position"] == 0


async def test_the_record_is_told_to_other_processes(http: aiohttp.ClientSession, bot: Bot) -> None:
    """A benchmark in another process reads what was accepted, from where it left off."""
    for text in ("1", "2", "3"):
        await bot.send_message(ANNA, text)
    async with http.get("/sandbox/accepted", params={"from": "1"}) as response:
        rows = await response.json()
    assert [row["text"] for row in rows] == ["2", "3"]
    assert rows[0]["t"] <= rows[1]["t"]


@pytest.mark.parametrize("name", ["", "sandbox/page/main.js", "sandbox/page/base.css"])
async def test_the_page_loads_nothing_from_elsewhere(
    http: aiohttp.ClientSession, name: str
) -> None:
    """The page's files are served here, and its policy forbids any other place."""
    async with http.get(f"/{name}") as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    async with http.get("/sandbox/page/nothing.js") as response:
        assert response.status == 404
