"""How the database is opened and who may use it when: many readers, one writer."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.encoding import dumps
from storage.errors import StorageError
from storage.sqlite_driver import SQLiteConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from sqlalchemy import TextClause

    from storage.columns import Found, Query
    from storage.tables.base import Row

    Rows = Sequence[Found]

DRIVERS: Final = frozenset({"sqlite+aiosqlite", "postgresql+asyncpg"})
WRITES: Final = "tocsin_writes"
BY_ITSELF: Final = "tocsin_by_itself"
"""Options of a connection to SQLite: how its transactions begin, and that none does."""

_BY_ITSELF: Final[Mapping[str, Any]] = {
    "sqlite": {BY_ITSELF: True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
_READS: Final[Mapping[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}

ANYBODY_THERE: Final = text("SELECT 1")
PLANS_ARE_KEPT: Final = text("SET LOCAL plan_cache_mode = force_generic_plan")
"""First words to a server, by which it is seen to be there still.

The second ones are for questions about few places: with a year kept, the server would plan each of
them anew, which takes longer than finding the answer. About many or all, the kept plans are slow.
"""

BUSY_MS: Final = 30_000
"""How long a writer waits for one in another process; in ours they stand in line."""


CACHE_KB: Final = 8000
"""So much of SQLite's file a connection keeps at hand: a piece of planning fits in."""


class Database:
    """The open database: one question, or several inside a transaction that reads or writes."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Take an engine; one lock puts all writers of this process in line."""
        self.engine = engine
        name = engine.dialect.name
        self._by_itself = engine.execution_options(**_BY_ITSELF[name])
        self._reads = engine.execution_options(**_READS[name])
        self._writes = engine.execution_options(**{WRITES: True})
        self._writer = asyncio.Lock()

    async def found(self, query: Query, asked: Mapping[str, Any] | None = None) -> Rows:
        """Return what one question finds; it is of one moment by itself, without a transaction."""
        with self._in_words():
            try:
                return await self._answer(query, asked)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return await self._answer(query, asked)  # the server had hung up meanwhile

    async def value(self, query: Query, asked: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - whatever the query selects
        """Return the one value a question finds, None if it finds no row."""
        rows = await self.found(query, asked)
        return rows[0][0] if rows else None

    @asynccontextmanager
    async def reading(self, first: TextClause = ANYBODY_THERE) -> AsyncIterator[AsyncConnection]:
        """Read one moment's state; a writer neither waits for it nor holds it up."""
        with self._in_words():
            async with self._begun(self._reads, first) as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Write as the only writer; committed at the end, rolled back if anything is raised."""
        with self._in_words():
            async with self._writer, self._begun(self._writes, ANYBODY_THERE) as connection:
                yield connection
                await connection.commit()

    async def _answer(self, query: Query, asked: Mapping[str, Any] | None) -> Rows:
        """Ask one question on a connection of its own."""
        async with self._connected(self._by_itself) as connection:
            return (await connection.execute(query, asked)).all()

    @asynccontextmanager
    async def _begun(
        self, engine: AsyncEngine, first: TextClause
    ) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction, on a second connection if the server has hung up on the first."""
        async with AsyncExitStack() as opened:
            try:
                connection = await self._listened(engine, first, opened)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                connection = await self._listened(engine, first, opened)
            yield connection

    async def _listened(
        self, engine: AsyncEngine, first: TextClause, opened: AsyncExitStack
    ) -> AsyncConnection:
        """Take a connection until all is closed; a server must have heard the first words."""
        connection = await opened.enter_async_context(self._connected(engine))
        if engine.dialect.name != "sqlite":
            await connection.execute(first)
        return connection

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """Take a connection; a server that is not there is told in our words."""
        try:
            connection = await engine.connect()
        except OSError as error:  # asyncpg lets it through as it is
            raise StorageError(sentence(engine.url, error)) from error
        try:
            yield connection
        finally:
            await asyncio.shield(connection.close())  # a cancelled task gives it back, too

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Tell in our words what keeps the database from being used."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise StorageError(sentence(self.engine.url, error)) from error


class OneMoment(Database):
    """The database as one reading transaction sees it, whatever is written meanwhile."""

    def __init__(self, database: Database, connection: AsyncConnection) -> None:
        """Read by a connection that is reading already."""
        self.engine = database.engine
        self._database = database
        self._connection = connection

    async def found(self, query: Query, asked: Mapping[str, Any] | None = None) -> Rows:
        """Ask by the same connection."""
        return (await self._connection.execute(query, asked)).all()

    @asynccontextmanager
    async def reading(self, first: TextClause = ANYBODY_THERE) -> AsyncIterator[AsyncConnection]:  # noqa: ARG002 - it was told
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
    more: dict[str, Any] = {}
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
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        # a migration that rebuilds a table must not cascade into its children
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy leaves the event untyped
        options = connection.get_execution_options()
        if not options.get(BY_ITSELF):
            # a deferred BEGIN that reads and then writes fails at once, whatever busy_timeout says
            begin = "BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN"
            driver: SQLiteConnection = connection.connection.driver_connection
            driver.begin_with_next(begin)


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
