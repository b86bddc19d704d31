"""From a heard post to the first request at Telegram: ``python benchmarks/first_request.py``.

Runs the real pipeline, database, drain and aiogram against the sandbox's Bot API on 127.0.0.1, with
1,000 subscribers of one region. A post is handed over as a listener would; the time is taken when
the Bot API accepts the first message about it. The pace is set high, so that the figure is the
program's own and not the wait for the 30 a second of the messages before.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from alerts.tables import load_gazetteer
from app.bots import open_bot
from app.config import BotConfig
from app.pipeline import Pipeline
from bot.drain import Drain
from bot.texts import load_texts
from sandbox.server import Sandbox, open_sandbox
from storage.store import Store, open_store

CHATS = 1000
POSTS = 40
REST_SECONDS = 1.2  # Telegram takes one message a second to a chat; the next post comes later
CHANNEL = Channel(username="governor", title="Governor", role=Role.GOVERNOR, region="RU-BEL")
DANGER, CLEAR = "Белгородская область: ракетная опасность!", "Отбой ракетной опасности."


async def main() -> None:
    """Run it once for a file database, or for the database URL given."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite+aiosqlite:///{folder}/bench.db"
        async with (
            open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
            open_store(url) as store,
            open_bot(BotConfig(token=sandbox.token, api_url=sandbox.url)) as bot,
        ):
            await store.follow([CHANNEL])
            await store.import_subscribers(
                [
                    (Subscriber(chat_id=chat), [Subscription(area="RU-BEL")])
                    for chat in range(1, CHATS + 1)
                ]
            )
            wake = asyncio.Event()
            drain = Drain(
                store,
                bot,
                load_texts(),
                load_gazetteer(),
                per_second=1000,
                now=lambda: datetime.now(UTC),
                wake=wake,
            )
            task = asyncio.create_task(drain.run())
            try:
                took = await measure(store, sandbox, wake)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
    took.sort()
    print(
        f"{len(took)} posts to {CHATS} chats: median {statistics.median(took):.1f} ms, "
        f"p99 {took[int(len(took) * 0.99)]:.1f} ms, worst {took[-1]:.1f} ms"
    )


async def measure(store: Store, sandbox: Sandbox, wake: asyncio.Event) -> list[float]:
    """Publish danger and its end in turn; return the milliseconds to each first message."""
    pipeline = Pipeline(
        store=store,
        reader=official_reader(),
        channels={CHANNEL.username: CHANNEL},
        age_limit=timedelta(minutes=15),
    )
    took: list[float] = []
    for number in range(1, POSTS + 1):
        seen = len(sandbox.telegram.accepted)
        now = datetime.now(UTC)
        post = SourcePost(
            channel=CHANNEL.username,
            message_id=number,
            text=DANGER if number % 2 else CLEAR,
            published_at=now,
            received_at=now,
            source="benchmark",
        )
        began = time.monotonic()
        await pipeline.handle(post, now)
        wake.set()
        while len(sandbox.telegram.accepted) < seen + CHATS:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.01)
        took.append((sandbox.telegram.accepted[seen].t - began) * 1000)
        await asyncio.sleep(REST_SECONDS)
    return took


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main())
