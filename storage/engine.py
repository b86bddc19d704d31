"""How the database is opened and who may use it when: many readers, one writer."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.encoding import dumps
from storage.errors import StorageError
from storage.sqlite_driver import SQLiteConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.tables.base import Row

DRIVERS: Final = frozenset({"sqlite+aiosqlite", "postgresql+asyncpg"})
WRITES: Final = "tocsin_writes"
BUSY_MS: Final = 30_000
"""How long a writer waits for one in another process; in ours they stand in line."""


class Database:
    """The open database: ``reading`` and ``writing`` give a connection inside a transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Take an engine; one lock puts all writers of this process in line."""
        self.engine = engine
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Read one moment's state; a writer neither waits for it nor holds it up."""
        try:
            async with self._connected() as connection:
                yield connection
        except (OperationalError, InterfaceError) as error:
            raise StorageError(sentence(self.engine.url, error)) from error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Write as the only writer; committed at the end, rolled back if anything is raised."""
        try:
            async with self._writer, self._connected() as plain:
                connection = await plain.execution_options(**{WRITES: True})
                async with connection.begin():
                    yield connection
        except (OperationalError, InterfaceError) as error:
            raise StorageError(sentence(self.engine.url, error)) from error

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """Take a connection; a server that is not there is told in our words."""
        try:
            connection = await self.engine.connect()
        except OSError as error:  # asyncpg lets it through as it is
            raise StorageError(sentence(self.engine.url, error)) from error
        try:
            yield connection
        finally:
            await asyncio.shield(connection.close())  # a cancelled task gives it back, too


class OneMoment(Database):
    """The database as one reading transaction sees it, whatever is written meanwhile."""

    def __init__(self, database: Database, connection: AsyncConnection) -> None:
        """Read by a connection that is reading already."""
        super().__init__(database.engine)
        self._database = database
        self._connection = connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Read on by the same connection."""
        yield self._connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Write by another one, in line with all others; it will not be seen here."""
        async with self._database.writing() as connection:
            yield connection


def parse(url: str) -> URL:
    """Return the address of a database Tocsin can use."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError(
            "the database URL cannot be read; it looks like sqlite+aiosqlite:///tocsin.db"
            " or postgresql+asyncpg://user:password@host/name"
        ) from error
    if parsed.drivername not in DRIVERS:
        raise StorageError(
            f"the database URL begins with {parsed.drivername}://;"
            f" it must begin with {' or '.join(f'{name}://' for name in sorted(DRIVERS))}"
        )
    if parsed.get_backend_name() == "sqlite" and (parsed.database or ":").startswith(
        (":", "file:")
    ):
        raise StorageError(
            "give SQLite the path of a file; a database in memory forgets everything"
        )
    return parsed


def new_engine(url: URL, *, migrating: bool = False) -> AsyncEngine:
    """Return an engine with every setting of the connection made; it has not connected yet."""
    more: dict[str, Any] = {"pool_pre_ping": True}
    if url.get_backend_name() == "sqlite":
        more = {"connect_args": {"async_creator_fn": SQLiteConnection}}
    engine = create_async_engine(
        url, json_serializer=dumps, json_deserializer=json.loads, hide_parameters=True, **more
    )
    if url.get_backend_name() == "sqlite":
        _tame_sqlite(engine, foreign_keys=not migrating)
    return engine


def _tame_sqlite(engine: AsyncEngine, *, foreign_keys: bool) -> None:
    """Make SQLite keep foreign keys, let readers read, and begin when and how it is told."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection has no public type
        connection.isolation_level = None  # the driver begins nothing by itself; see below
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        # a migration that rebuilds a table must not cascade into its children
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy leaves the event untyped
        # a deferred BEGIN that reads and then writes fails at once, whatever busy_timeout says
        writes = connection.get_execution_options().get(WRITES)
        driver: SQLiteConnection = connection.connection.driver_connection
        driver.begin_with_next("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert(connection: AsyncConnection, table: type[Row]) -> sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT in the words of the connection's database."""
    if connection.dialect.name == "postgresql":
        # both classes take the same calls; SQLite's stands for the two in the types
        return postgresql.insert(table)  # type: ignore[return-value]  # see above
    return sqlite.insert(table)


def sentence(url: URL, error: BaseException) -> str:
    """Say what went wrong, where, in one line and without the password."""
    place = url.set(query={}).render_as_string(hide_password=True)
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig.__cause__ or error.orig
    words = str(cause).strip() or type(cause).__name__
    words = words.splitlines()[0]
    if url.password:
        words = words.replace(str(url.password), "***")
    if isinstance(cause, sqlite3.DatabaseError) and "not a database" in words:
        words = "the file is not an SQLite database"
    return f"the database {place} cannot be used: {words}"
