"""Fills the outbox for many subscribers: ``python benchmarks/plan.py [CHATS] [URL | postgresql]``.

One alarm of a region whose every subscriber follows it, 1,000,000 unless told otherwise: how long
its planning takes inside the transaction a post is kept in, how long all of it, by the clock and of
this process's processor, the longest that another writer (one who claims, as the drain does) was
kept waiting meanwhile, and what the process's memory grew by. The subscribers are written straight
to the database beforehand, which is not measured. A PostgreSQL database has to be an empty one;
``postgresql`` instead of an address starts a server for it.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from alerts.notices import Notice, Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind
from benchmarks.databases import database
from storage.store import open_store
from storage.tables.told import SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from storage.store import Store
    from storage.tables.base import Row

PAUSE_SECONDS = 0.05
NOW = datetime.now(UTC)
ALARM = Notice(
    reason=Reason.OPENED,
    kind=Kind.ATTACK,
    areas=("RU-BEL",),
    hazards=(Hazard.DRONE,),
    published_at=NOW,
    received_at=NOW,
    source_name="Governor",
    link=None,
    excerpt="Атака БПЛА",
)


async def settle(store: Store, url: str, count: int) -> None:
    """Let one chat follow the region, and make the others like it."""
    await store.import_subscribers([(Subscriber(chat_id=1), [Subscription(area="RU-BEL")])])
    engine = create_async_engine(url)
    numbers = f"SELECT generate_series(2, {count}) AS n"
    if engine.dialect.name == "sqlite":
        series = f"s(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM s WHERE n < {count})"  # noqa: S608 - a number of ours
        numbers = f"WITH RECURSIVE {series} SELECT n FROM s"  # noqa: S608 - a number of ours
    async with engine.begin() as connection:
        for table in (SubscriberRow, SubscriptionRow):
            await connection.execute(text(_copies(table, numbers)))
        if engine.dialect.name == "postgresql":
            await connection.execute(text("ANALYZE"))  # as it does by itself, within a minute
    await engine.dispose()


def _copies(table: type[Row], numbers: str) -> str:
    """Return what copies the rows of the first chat to all numbers."""
    names = [column.name for column in table.__table__.columns]
    values = ["n + chat_id - 1" if name == "chat_id" else name for name in names]
    return (
        f"INSERT INTO {table.__tablename__} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"SELECT {', '.join(values)} FROM {table.__tablename__}, ({numbers}) AS numbers"
    )


async def measure(url: str, count: int) -> None:
    """Plan once and print the figures."""
    async with open_store(url) as store:
        await settle(store, url, count)
        grown, began, worked = memory(), time.monotonic(), time.process_time()
        async with store.transaction() as transaction:
            first = await transaction.tell(ALARM, [], None, NOW)
        print(f"{first:,} with the post in {(time.monotonic() - began) * 1000:.0f} ms")
        waits: list[float] = []
        claiming = asyncio.create_task(keep_claiming(store, waits))
        while await store.plan_more():  # noqa: ASYNC110 - others take their turn
            await asyncio.sleep(0)
        took, worked = time.monotonic() - began, time.process_time() - worked
        claiming.cancel()
        await asyncio.gather(claiming, return_exceptions=True)
        planned = sum((await store.outbox_counts()).values())
        print(
            f"{planned:,} in {took:.2f} s, {worked:.2f} s of processor; a writer waited for "
            f"{max(waits) * 1000:.0f} ms at most; memory grew by {memory() - grown:.0f} MB"
        )


async def keep_claiming(store: Store, waits: list[float]) -> None:
    """Claim a row now and then until cancelled, and keep how long each claim took."""
    while True:
        began = time.monotonic()
        await store.claim(1, NOW, timedelta(seconds=60))
        waits.append(time.monotonic() - began)
        await asyncio.sleep(PAUSE_SECONDS)


async def main() -> None:
    """Measure on a file, or on the database given."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with database(sys.argv[2] if len(sys.argv) > 2 else "sqlite") as url:  # noqa: PLR2004 - the second argument
        await measure(url, count)


def memory() -> float:
    """Return the most memory the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main())
