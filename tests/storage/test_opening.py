from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from alerts.subscriptions import Subscriber
from storage.engine import Database, new_engine, parse
from storage.store import StorageError, Store, open_store
from tests.storage.examples import GOVERNOR, a_post, keep

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("tocsin.db", "the database URL cannot be read", id="not a URL"),
        pytest.param("sqlite:///a.db", "begins with sqlite://", id="another driver"),
        pytest.param("mysql+aiomysql://u:secret@h/d", "begins with mysql", id="another database"),
        pytest.param("sqlite+aiosqlite://", "give SQLite the path of a file", id="in memory"),
        pytest.param(
            "sqlite+aiosqlite:////no/such/place/tocsin.db", "unable to open", id="no such place"
        ),
        pytest.param(
            "postgresql+asyncpg://u:secret@127.0.0.1:1/d", "cannot be used", id="nobody listens"
        ),
        pytest.param(
            "postgresql+asyncpg://127.0.0.1:1/d?password=secret",
            "cannot be used",
            id="in the query",
        ),
    ],
)
async def test_a_database_that_cannot_be_opened_is_told_in_a_sentence(url: str, words: str) -> None:
    """The operator reads one line that says what is wrong, and never the password."""
    with pytest.raises(StorageError, match=words) as refused:
        async with open_store(url):
            pass
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


async def test_a_server_that_went_away_is_told_in_a_sentence() -> None:
    """A database lost while Tocsin runs is told like one that was never there."""
    database = Database(new_engine(parse("postgresql+asyncpg://u:secret@127.0.0.1:1/d")))
    for opened in (database.reading(), database.writing()):
        with pytest.raises(StorageError, match="cannot be used") as refused:
            async with opened:
                pass
        assert "secret" not in str(refused.value)
    await database.engine.dispose()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """A wrong file is named and left as it is."""
    file = tmp_path / "notes.txt"
    file.write_text("Дорогие жители! " * 500)
    with pytest.raises(StorageError, match="not an SQLite database"):
        async with open_store(f"sqlite+aiosqlite:///{file}"):
            pass
    assert file.read_text().startswith("Дорогие жители!")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_database_that_does_not_exist_is_told(database_url: str) -> None:
    """A PostgreSQL server without the database says so in the same way."""
    with pytest.raises(StorageError, match="does not exist"):
        async with open_store(database_url.replace("/tocsin?", "/no_such?")):
            pass


async def test_readers_do_not_wait_for_a_writer(night: Store) -> None:
    """Inside an open writing transaction others read the state before it."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post())
        assert await night.newest_id(GOVERNOR.username) is None
    assert await night.newest_id(GOVERNOR.username) == 1


async def test_writers_stand_in_line(night: Store) -> None:
    """Many writers at once all succeed, one after the other."""
    await asyncio.gather(
        *(night.save_subscriber(Subscriber(chat_id=chat_id)) for chat_id in range(1, 40))
    )
    assert len(await night.export_subscribers()) == 39


async def test_writers_of_two_processes_wait_for_each_other(
    night: Store, database_url: str
) -> None:
    """A command run beside the relay writes to the same database without an error."""

    async def hear(store: Store, numbers: range) -> None:
        for number in numbers:
            async with store.transaction() as transaction:  # it reads first, and then writes
                await keep(transaction, a_post(number))

    async with open_store(database_url) as other:
        await asyncio.gather(hear(night, range(1, 20)), hear(other, range(20, 40)))
    async with night.transaction() as transaction:
        assert await transaction.add_post(a_post(1)) is None
    assert await night.newest_id(GOVERNOR.username) == 39


async def test_a_cancelled_writer_leaves_the_line(night: Store) -> None:
    """A writer that is cancelled half-way undoes its work and lets the next one in."""
    inside = asyncio.Event()

    async def write_for_ever() -> None:
        async with night.transaction() as transaction:
            await keep(transaction, a_post())
            inside.set()
            await asyncio.Event().wait()

    writer = asyncio.create_task(write_for_ever())
    await inside.wait()
    writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writer
    await night.save_subscriber(Subscriber(chat_id=1))
    assert await night.newest_id(GOVERNOR.username) is None


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_sqlite_is_set_up_for_one_writer_and_many_readers(night: Store) -> None:
    """WAL, synchronous NORMAL, foreign keys and a patient writer, on every connection."""
    async with night._database.reading() as connection:  # noqa: SLF001 - the pragmas show only here
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
