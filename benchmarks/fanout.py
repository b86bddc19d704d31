"""How soon the last of many is told: ``python benchmarks/fanout.py [SCENARIO …]``.

The real pipeline, drain and database send one alarm to 3,000 chats through the sandbox's Bot API in
a process of its own, 60 ms away each way. For each scenario of ``fanout_telegram.py``: the time
until the last chat is told over the time it would take at the very limit, how many requests were
refused with 429, who was told nothing, and who twice (and how many of those for no lost answer).
``--database`` takes the URL of an empty PostgreSQL database instead of a new SQLite file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from alerts.tables import load_gazetteer
from app.bots import open_bot
from app.config import BotConfig
from app.pipeline import Pipeline
from benchmarks.fanout_telegram import SCENARIOS, Scenario
from bot.drain import Drain
from bot.texts import load_texts
from storage.store import Store, open_store

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable

    from aiogram import Bot

CHANNEL: Final = Channel(username="governor", title="Governor", role=Role.GOVERNOR, region="RU-BEL")
SERVER: Final = Path(__file__).with_name("fanout_telegram.py")
LOOK_SECONDS: Final = 0.5


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@asynccontextmanager
async def telegram(name: str, count: int) -> AsyncIterator[tuple[Process, dict[str, str]]]:
    """Run the Bot API of a scenario."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SERVER),
        name,
        str(count),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process, await _line(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _line(process: Process) -> dict[str, Any]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    answer: dict[str, Any] = json.loads(await process.stdout.readline())
    return answer


async def measure(name: str, count: int, url: str) -> None:
    """Run one scenario and print its line."""
    scenario = SCENARIOS[name]
    async with telegram(name, count) as (process, server), open_store(url) as store:
        config = BotConfig(token=server["token"], api_url=server["url"])
        await settle(store, scenario, count)
        async with open_bot(config) as bot:
            wake = asyncio.Event()
            drain = drain_of(store, bot, scenario, wake)
            task = asyncio.create_task(drain.run())
            await asyncio.sleep(1)
            await alarm(store, now())
            began, worked = time.monotonic(), time.process_time()
            wake.set()
            await until_told(store, task)
            worked = time.process_time() - worked
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert process.stdin is not None  # noqa: S101 - it was asked for
        process.stdin.write(b"report\n")
        seen = await _line(process)
    took = seen["last"] - began
    print(
        f"{line(name, count, took, seen)}; {count / took:6.0f} messages/s, "
        f"{count / worked:6.0f} a second of processor",
        flush=True,
    )


def line(name: str, count: int, took: float, seen: dict[str, Any]) -> str:
    """Return what a scenario has shown."""
    return (
        f"{name:20} {took:7.2f} s, {took * SCENARIOS[name].per_second / count:6.3f} of the least; "
        f"429: {seen['floods']:3}; lost {seen['lost']}; doubled {seen['doubled']} "
        f"({seen['doubled_for_nothing']} needlessly)"
    )


def drain_of(
    store: Store,
    bot: Bot,
    scenario: Scenario,
    wake: asyncio.Event,
    clock: Callable[[], datetime] = now,
) -> Drain:
    """Return the drain, set as in a scenario."""
    return Drain(
        store,
        bot,
        load_texts(),
        load_gazetteer(),
        per_second=scenario.per_second,
        now=clock,
        wake=wake,
    )


async def settle(store: Store, scenario: Scenario, count: int) -> None:
    """Let everybody follow the region."""
    await store.follow([CHANNEL])
    await store.import_subscribers(
        [
            (Subscriber(chat_id=chat), [Subscription(area="RU-BEL")])
            for chat in scenario.chats(count)
        ]
    )


async def alarm(store: Store, moment: datetime) -> None:
    """Let the governor warn, and everybody be planned for: what is measured is the sending."""
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels={CHANNEL.username: CHANNEL},
        age_limit=timedelta(minutes=15),
    )
    post = SourcePost(
        channel=CHANNEL.username,
        message_id=time.time_ns() // 1_000_000_000,
        text="Белгородская область: ракетная опасность! Спуститесь в подвалы.",
        published_at=moment,
        received_at=moment,
        source="benchmark",
    )
    await pipeline.handle(post, moment)
    await store.plan_rest()


async def until_told(
    store: Store, task: asyncio.Task[None], clock: Callable[[], datetime] = now
) -> None:
    """Wait until nothing is left to be sent."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if task.done():
            task.result()
        if await store.next_due(clock()) is None:
            return


async def main() -> None:
    """Run the scenarios that are asked for, or all."""
    asked = argparse.ArgumentParser(description="How soon the last of many is told.")
    asked.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], default=[])
    asked.add_argument("--chats", type=int, default=3000)
    asked.add_argument("--database")
    given = asked.parse_args()
    for name in given.scenarios or SCENARIOS:
        with tempfile.TemporaryDirectory() as folder:
            url = given.database or f"sqlite+aiosqlite:///{folder}/bench.db"
            await measure(name, given.chats, url)


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main())
