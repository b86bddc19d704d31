from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime
from importlib.resources import files
from itertools import pairwise

from sandbox.demo import load_json, settle
from sandbox.night import Night, read_night, sample_night
from sandbox.telegram import Telegram

TABLE = {
    "Белгородской": 56,
    "Брянской": 22,
    "Воронежской": 21,
    "Рязанской": 14,
    "Ростовской": 13,
    "Крым": 4,
    "Тамбовской": 2,
    "Волгоградской": 2,
    "Орловской": 2,
    "Калужской": 2,
    "Курской": 1,
}


def test_the_night_is_one_night_told_in_order() -> None:
    """Times ascend from evening to morning, and an edit names an earlier post."""
    lines = files("sandbox").joinpath("night.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    channels = {row["username"]: row["region"] for row in load_json("channels.json")}
    moments = [datetime.fromisoformat(row["posted_at"]) for row in rows]
    assert all(before < after for before, after in pairwise(moments))
    assert (f"{moments[0]:%H:%M}", f"{moments[-1]:%H:%M}") == ("20:40", "07:30")
    assert 20 <= len(rows) <= 30
    for number, row in enumerate(rows, start=1):
        assert row["id"] == number
        assert row["channel_region"] == channels[row["channel"]]
        assert row["text"].strip() == row["text"] != ""
        if "edits_id" in row:
            original = rows[row["edits_id"] - 1]
            assert original["channel"] == row["channel"]
            assert original["text"] != row["text"]


def test_the_morning_table_adds_up() -> None:
    """The drones of the eleven regions make the 139 of the headline."""
    [table] = [post.text for post in sample_night() if "139" in post.text]
    counted: dict[str, int] = {}
    for line in table.splitlines():
        if found := re.match(r"▪️ (?:по )?(\d+) ", line):
            counted |= {name: int(found[1]) for name in TABLE if name in line}
    assert counted == TABLE
    assert sum(counted.values()) == 139


async def test_a_played_night_is_published_whole_and_dated_now() -> None:
    """Every post arrives in order, dated by the world's clock, and the edit changes its post."""
    telegram = Telegram()
    settle(telegram)
    posts = sample_night()
    night = Night(telegram, posts)
    night.speed = 100_000
    begun = telegram.now()
    with telegram.watchers.watch() as events:
        playing = asyncio.create_task(night.run())
        night.play()
        while night.view()["position"] < len(posts):
            await events.get()
        playing.cancel()
        await asyncio.wait([playing])
    published = [post for channel in telegram.channels.values() for post in channel.posts.values()]
    edits = [post for post in posts if post.edits_id is not None]
    assert len(published) == len(posts) - len(edits)
    assert all(post.date >= begun for post in published)
    changed = [post.text for post in published if post.edited is not None]
    assert changed == [post.text for post in edits]
    assert not night.playing


def test_speed_stays_within_reason() -> None:
    """A request for an odd speed gives the nearest one that can be watched."""
    night = Night(Telegram(), sample_night())
    speeds = []
    for asked in (0, 2, 1_000_000):
        night.set_speed(asked)
        speeds.append(night.speed)
    assert speeds == [0.5, 2, 20]


def one_post(number: int, minute: int) -> str:
    """Return a line of a night."""
    moment = f"2026-11-21T21:{minute:02}:00+03:00"
    row = {"id": number, "channel": "news", "posted_at": moment, "text": f"пост {number}"}
    return json.dumps(row)


async def test_a_night_can_be_paused_and_begun_again() -> None:
    """A pause stops it where it is; a restart publishes the first post anew."""
    telegram = Telegram()
    telegram.add_channel("news", "News")
    night = Night(telegram, read_night([one_post(1, 0), one_post(2, 59)]))
    night.set_speed(20)
    with telegram.watchers.watch() as events:
        playing = asyncio.create_task(night.run())
        night.play()
        while not telegram.channel("news").posts:
            await events.get()
        night.pause()
        assert (night.view()["position"], night.view()["time"]) == (1, "21:00")
        assert not night.view()["playing"]
        night.restart()
        while len(telegram.channel("news").posts) < 2:
            await events.get()
        playing.cancel()
        await asyncio.wait([playing])
    assert [post.text for post in telegram.channel("news").posts.values()] == ["пост 1", "пост 1"]
