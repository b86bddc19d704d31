"""The demo residents: who lives here, and what some of them do when the bot comes."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sandbox.errors import Json
    from sandbox.telegram import Telegram

PATIENCE: Final = 5.0
GLANCE: Final = 0.05


def load_json(name: str) -> list[Json]:
    """Read a table that comes with the sandbox."""
    text = files("sandbox").joinpath(name).read_text(encoding="utf-8")
    rows: list[Json] = json.loads(text)
    return rows


def settle(telegram: Telegram) -> None:
    """Open the sample channels and let the residents move in."""
    for row in load_json("channels.json"):
        channel = telegram.add_channel(
            row["username"],
            row["title"],
            role=row["role"],
            region=row["region"],
            municipality=row.get("municipality"),
            about=row["about"],
        )
        channel.drafts = row["drafts"]
        channel.followed = row.get("followed", True)
    for row in load_json("residents.json"):
        resident = telegram.add_resident(
            row["id"], row["first_name"], language=row["language"], shown=True, started=True
        )
        resident.captions = row["captions"]
        resident.operator = row.get("operator", False)


def remember(telegram: Telegram) -> None:
    """Give the channels a past: ordinary posts of the day before, none of them an alarm."""
    for row in load_json("channels.json"):
        for post in row["history"]:
            at = telegram.now() - timedelta(hours=post["hours_ago"])
            telegram.publish(row["username"], post["text"], at=at)


async def act(telegram: Telegram) -> None:
    """Wait for a bot to poll, then let each resident take their steps through it."""
    bot = telegram.any_bot()
    while not bot.updates.polled.is_set():
        await asyncio.sleep(GLANCE)
        bot = telegram.any_bot()
    for row in load_json("residents.json"):
        for step in row["steps"]:
            heard = telegram.any_bot().chats[row["id"]].next_id
            await take_step(telegram, row["id"], step, heard)


async def take_step(telegram: Telegram, resident: int, step: Json, heard: int) -> None:
    """Write or press, and give the bot a while to answer."""
    chat = telegram.any_bot().chats[resident]
    if "send" in step:
        heard = telegram.send(resident, step["send"]) + 1
    else:
        for message in reversed(list(chat.messages.values())):
            rows = (message.markup or {}).get("inline_keyboard", [])
            if any(step["press"] == cell["text"] for row in rows for cell in row):
                telegram.press(resident, message.id, step["press"])
                break
    end = telegram.monotonic() + PATIENCE
    while chat.next_id <= heard and telegram.monotonic() < end:  # noqa: ASYNC110 - a glance now and then, as a person does
        await asyncio.sleep(GLANCE)
