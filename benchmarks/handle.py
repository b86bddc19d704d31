"""What one post costs: ``python benchmarks/handle.py [POSTS] [SUBSCRIBERS] [DATABASE-URL]``.

Hands posts to the real pipeline one after the other, as a listener would, and prints for each kind
the statements and the processor's time a post takes, and the median time by the clock. The first
two figures are the same on a busy machine, or nearly so.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import Engine

sys.path.insert(0, str(Path(__file__).parent.parent))

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from app.pipeline import Pipeline
from benchmarks.push_to_post import TEXTS
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTS = 100
CHANNEL = Channel(username="governor", title="Governor", role=Role.GOVERNOR, region="RU-BEL")


async def main(posts: int, subscribers: int, url: str) -> None:
    """Run it once."""
    async with open_store(url) as store:
        await store.follow([CHANNEL])
        await store.import_subscribers(
            [
                (Subscriber(chat_id=chat), [Subscription(area="RU-BEL")])
                for chat in range(1, subscribers + 1)
            ]
        )
        pipeline = Pipeline(
            store=store,
            reader=official_reader(),
            channels={CHANNEL.username: CHANNEL},
            age_limit=timedelta(minutes=15),
        )
        numbers = iter(range(1, sys.maxsize))
        statements: list[str] = []

        @event.listens_for(Engine, "before_cursor_execute")
        def _count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        for what, texts in TEXTS.items():
            await measure(pipeline, numbers, texts, posts)  # what is made once is made by then
            statements.clear()
            began = time.process_time()
            took = await measure(pipeline, numbers, texts, posts)
            spent = (time.process_time() - began) * 1000 / posts
            print(
                f"{posts} {what}: {len(statements) / posts:.1f} statements and {spent:.1f} ms of"
                f" processor a post; median {statistics.median(took):.1f} ms by the clock"
            )


async def measure(
    pipeline: Pipeline, numbers: Iterator[int], texts: tuple[str, ...], posts: int
) -> list[float]:
    """Hand over posts; return the milliseconds until each and all that follows is kept."""
    took: list[float] = []
    for turn in range(posts):
        number, now = next(numbers), datetime.now(UTC)
        post = SourcePost(
            channel=CHANNEL.username,
            message_id=number,
            text=f"{texts[turn % len(texts)]} {number}",
            published_at=now,
            received_at=now,
            source="benchmark",
        )
        began = time.perf_counter()
        await pipeline.handle(post, now)
        took.append((time.perf_counter() - began) * 1000)
    return took


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(
            main(
                int(asked[0]) if asked else POSTS,
                int(asked[1]) if len(asked) > 1 else 0,
                asked[2] if len(asked) > 2 else f"sqlite+aiosqlite:///{folder}/bench.db",  # noqa: PLR2004 - the third argument
            )
        )
