"""From a heard post to the first request: ``first_request.py [CHATS] [URL | postgresql]``.

Runs the real pipeline, database, drain and aiogram against the sandbox's Bot API on 127.0.0.1, with
1,000 subscribers of one region unless told otherwise. A post is handed over as a listener would;
the time is taken when the Bot API accepts the first message about it, by the clock and of this
process's processor, the sandbox's share included. The pace is set high, so that the figure is the
program's own and not the wait for the 30 a second of the messages before. Of more than 1,000
subscribers only that many are waited for before the end, which drops the rest of the alarm. A
PostgreSQL database has to be an empty one; ``postgresql`` starts a server for it.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.bots import open_bot
from app.config import BotConfig
from app.pipeline import Pipeline
from app.planning import keep_planning
from benchmarks.databases import database
from benchmarks.plan import settle
from bot.drain import Drain
from bot.texts import load_texts
from sandbox.server import Sandbox, open_sandbox
from storage.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

POSTS = 40
WAITED_FOR = 1000
REST_SECONDS = 1.2  # Telegram takes one message a second to a chat; the next post comes later
CHANNEL = Channel(username="governor", title="Governor", role=Role.GOVERNOR, region="RU-BEL")
DANGER, CLEAR = "Белгородская область: ракетная опасность!", "Отбой ракетной опасности."


async def main() -> None:
    """Run it once for so many chats and a database."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else WAITED_FOR
    with database(sys.argv[2] if len(sys.argv) > 2 else "sqlite") as url:  # noqa: PLR2004 - the second argument
        async with (
            open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
            open_store(url) as store,
            open_bot(BotConfig(token=sandbox.token, api_url=sandbox.url)) as bot,
        ):
            await store.follow([CHANNEL])
            await settle(store, url, chats)
            drain_wakes, planning_wakes = asyncio.Event(), asyncio.Event()
            drain = Drain(
                store,
                bot,
                load_texts(),
                load_gazetteer(),
                per_second=1000,
                now=lambda: datetime.now(UTC),
                wake=drain_wakes,
            )

            def wake() -> None:
                """Let both know that messages were planned."""
                drain_wakes.set()
                planning_wakes.set()

            tasks = [
                asyncio.create_task(drain.run()),
                asyncio.create_task(keep_planning(store, planning_wakes, wake)),
            ]
            try:
                await measure(store, sandbox, wake, chats)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def measure(store: Store, sandbox: Sandbox, wake: Callable[[], None], chats: int) -> None:
    """Publish danger and its end in turn; print the milliseconds to each first message."""
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels={CHANNEL.username: CHANNEL},
        age_limit=timedelta(minutes=15),
    )
    took: dict[str, list[float]] = {DANGER: [], CLEAR: []}
    busy: dict[str, list[float]] = {DANGER: [], CLEAR: []}
    accepted = sandbox.telegram.accepted
    for number in range(POSTS):
        seen, now = len(accepted), datetime.now(UTC)
        text = CLEAR if number % 2 else DANGER
        post = SourcePost(
            channel=CHANNEL.username,
            message_id=number + 1,
            text=text,
            published_at=now,
            received_at=now,
            source="benchmark",
        )
        began, worked = time.monotonic(), time.process_time()
        await pipeline.handle(post, now)
        wake()
        while len(accepted) == seen:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.001)
        took[text].append((accepted[seen].t - began) * 1000)
        busy[text].append((time.process_time() - worked) * 1000)
        while len(accepted) < seen + min(chats, WAITED_FOR):  # noqa: ASYNC110 - nor has it here
            await asyncio.sleep(0.01)
        if text == CLEAR:
            while await store.next_due(datetime.now(UTC)):  # noqa: ASYNC110 - nor has the outbox
                await asyncio.sleep(0.1)
        await asyncio.sleep(REST_SECONDS)
    for name, text in (("alarms", DANGER), ("ends", CLEAR)):
        if text == CLEAR and chats > WAITED_FOR:
            break  # the first message after an end is the last of the alarms
        print(
            f"{len(took[text])} {name} to {chats} chats: median {statistics.median(took[text]):.1f}"
            f" ms, worst {max(took[text]):.1f} ms; of processor time: median"
            f" {statistics.median(busy[text]):.1f} ms"
        )


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main())
