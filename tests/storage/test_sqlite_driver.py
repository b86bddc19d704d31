"""What the driver for SQLite must do as aiosqlite does it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage.engine import Database, new_engine, parse
from storage.errors import StorageError
from storage.sqlite_driver import FIRST_ROWS, SQLiteConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MANY = 2 * FIRST_ROWS + 1
NUMBERS = text(
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :many)"
    " SELECT n FROM s"
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Return a database with one table of numbers."""
    opened = Database(new_engine(parse(f"sqlite+aiosqlite:///{tmp_path / 'numbers.db'}")))
    async with opened.writing() as connection:
        await connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)"))
    yield opened
    await opened.engine.dispose()


@pytest.mark.parametrize("many", [0, 1, FIRST_ROWS - 1, FIRST_ROWS, FIRST_ROWS + 1, MANY])
async def test_all_rows_arrive_in_their_order(database: Database, many: int) -> None:
    """However many rows there are, and however they are asked for, none is left out."""
    expected = list(range(1, many + 1)) or [1]
    async with database.reading() as connection:
        whole = (await connection.execute(NUMBERS, {"many": many})).scalars().all()
        options = {"yield_per": 700}
        async with connection.stream(NUMBERS, {"many": many}, execution_options=options) as rows:
            streamed = [number async for (number,) in rows]
    assert whole == streamed == expected


async def test_rows_that_nobody_asked_for_do_not_keep_the_transaction_open(
    database: Database,
) -> None:
    """A stream that is left in the middle holds up nothing."""
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO number VALUES (1)"))
        async with connection.stream(NUMBERS, {"many": MANY}) as rows:
            await rows.fetchone()
    async with database.writing() as connection:
        await connection.execute(text("DROP TABLE number"))


async def test_a_cancelled_statement_leaves_no_transaction_behind(database: Database) -> None:
    """A statement that goes on in the thread after its task is gone is taken back all the same."""

    async def add_for_long() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO number VALUES (1)"))
            await connection.execute(NUMBERS, {"many": 300_000})

    task = asyncio.create_task(add_for_long())
    for _ in range(20):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    async with database.writing() as connection:
        kept = await connection.execute(text("SELECT count(*) FROM number"))
        assert kept.scalar_one() == 0
        await connection.execute(text("INSERT INTO number VALUES (1)"))


async def test_a_closed_connection_holds_nothing(tmp_path: Path) -> None:
    """Neither its transaction nor its lock outlives it, though somebody has its cursor still."""
    url = parse(f"sqlite+aiosqlite:///{tmp_path / 'numbers.db'}")
    left = SQLiteConnection(str(url.database), isolation_level=None)
    await left
    left.begin_with_next("BEGIN IMMEDIATE")
    await left.cursor().execute("CREATE TABLE number (n INTEGER PRIMARY KEY)")
    unread = left.cursor()
    await unread.execute(str(NUMBERS).replace(":many", str(MANY)))
    await left.close()
    other = SQLiteConnection(str(url.database), isolation_level=None)
    await other
    await other.cursor().execute("PRAGMA busy_timeout = 1")
    await other.cursor().execute("CREATE TABLE number (n INTEGER PRIMARY KEY)")
    await other.close()
    del unread  # until here it was somebody's


async def test_nothing_is_taken_for_undone_that_the_thread_has_yet_to_do(tmp_path: Path) -> None:
    """A rollback takes back a statement that was cancelled before its thread came to it."""
    free = threading.Event()
    connection = SQLiteConnection(str(tmp_path / "numbers.db"), isolation_level=None)
    await connection
    await connection.cursor().execute("CREATE TABLE number (n INTEGER PRIMARY KEY)")
    busy = asyncio.create_task(connection.hand_over(free.wait))
    connection.begin_with_next("BEGIN IMMEDIATE")
    late = asyncio.create_task(connection.cursor().execute("INSERT INTO number VALUES (1)"))
    await asyncio.sleep(0)
    late.cancel()
    await asyncio.wait({late})
    undone = asyncio.create_task(connection.rollback())
    await asyncio.sleep(0)
    free.set()
    await asyncio.gather(busy, undone)
    await connection.hand_over(int)  # by then the thread has done all that was asked of it
    assert not connection.in_transaction
    kept = connection.cursor()
    await kept.execute("SELECT n FROM number")
    assert await kept.fetchall() == []
    await connection.close()


async def test_a_transaction_that_cannot_begin_is_told_and_over(tmp_path: Path) -> None:
    """What another process holds is waited for, and then told; afterwards all is as before."""
    url = parse(f"sqlite+aiosqlite:///{tmp_path / 'held.db'}")
    holder, waiting = Database(new_engine(url)), Database(new_engine(url))
    async with waiting.reading() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 1"))  # stays so in its connection
    async with holder.writing() as connection:
        await connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)"))
        with pytest.raises(StorageError, match="locked"):
            async with waiting.writing() as refused:
                await refused.execute(text("INSERT INTO number VALUES (1)"))
    async with waiting.writing() as connection:
        await connection.execute(text("INSERT INTO number VALUES (1)"))
    for database in (holder, waiting):
        await database.engine.dispose()
