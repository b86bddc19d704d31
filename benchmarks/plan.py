"""Fills the outbox for many subscribers: ``python benchmarks/plan.py [CHATS] [DATABASE-URL]``.

One alarm of a region whose every subscriber follows it, 1,000,000 unless told otherwise: the
seconds its planning takes inside the transaction a post is kept in, and what the process's memory
grew by meanwhile. The subscribers are written straight to the database beforehand, which is not
measured. A PostgreSQL database has to be an empty one.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from alerts.notices import Notice, Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind
from storage.store import open_store
from storage.tables.told import SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from storage.store import Store
    from storage.tables.base import Row

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
    await engine.dispose()


def _copies(table: type[Row], numbers: str) -> str:
    """Return what copies the rows of the first chat to all numbers."""
    names = [column.name for column in table.__table__.columns]
    values = ["n + chat_id - 1" if name == "chat_id" else name for name in names]
    return (
        f"INSERT INTO {table.__tablename__} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"SELECT {', '.join(values)} FROM {table.__tablename__}, ({numbers}) AS numbers"
    )


async def main() -> None:
    """Plan once and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite+aiosqlite:///{folder}/bench.db"  # noqa: PLR2004 - the second argument
        async with open_store(url) as store:
            await settle(store, url, count)
            before, began = memory(), time.monotonic()
            async with store.transaction() as transaction:
                planned = await transaction.tell(ALARM, [], None, NOW)
            took = time.monotonic() - began
            print(f"{planned:,} rows in {took:.2f} s; memory grew by {memory() - before:.0f} MB")


def memory() -> float:
    """Return the most memory the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    asyncio.run(main())
