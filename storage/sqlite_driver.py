"""SQLite's driver with one hand-over to its thread a statement.

aiosqlite runs each connection in a thread, and SQLAlchemy asks it for a cursor, to execute, to
fetch and to close: four hand-overs, each dearer than most statements of ours. Here they are one, in
which the transaction begins, too. Nothing else differs: what a statement raises is raised by it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any, Final, Self

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIRST_ROWS: Final = 1000
"""So many rows come with the execution; those behind them are fetched when they are asked for."""


class SQLiteConnection(aiosqlite.Connection):
    """A connection as SQLAlchemy's dialect for aiosqlite uses it."""

    def __init__(self, file: str, **options: Any) -> None:  # noqa: ANN401 - sqlite3's own
        """Prepare to connect; awaiting the connection opens it."""
        super().__init__(
            lambda: sqlite3.connect(file, factory=_Releasing, **options), iter_chunk_size=FIRST_ROWS
        )
        self._thread.daemon = True  # as SQLAlchemy has it with connections it makes
        self._begin: str | None = None
        self._knows_state = True

    def begin_with_next(self, begin: str) -> None:
        """Begin a transaction, in these words, just before the next statement."""
        self._begin = begin

    def cursor(self) -> SQLiteCursor:  # type: ignore[override]  # aiosqlite's own is made in the thread
        """Return a cursor; it costs nothing before it executes."""
        return SQLiteCursor(self)

    async def commit(self) -> None:
        """Commit what was begun."""
        self._begin = None
        await self.hand_over(self._conn.commit)

    async def rollback(self) -> None:
        """Take back what was begun; SQLAlchemy asks for it after each commit, too."""
        self._begin = None
        if not self._knows_state or self.in_transaction:
            await self.hand_over(self._conn.rollback)
            self._knows_state = True

    async def hand_over_statement(self, function: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401 - whatever the function takes
        """Run a statement in the thread, inside the transaction that was to begin.

        What begins it goes along: a statement that is cancelled before the thread comes to it must
        not run outside of the transaction that is then taken back.
        """
        begin, self._begin = self._begin, None
        await self.hand_over(self._run, begin, function, *arguments)

    def _run(self, begin: str | None, function: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401 - the same
        """Begin in the thread, if something is to begin, and run a statement."""
        if begin is not None:
            self._conn.execute(begin)
        function(self._conn, *arguments)

    async def hand_over(self, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        """Run a function in the thread; if nobody waits for its end, no state is known any more."""
        try:
            return await self._execute(function, *arguments)  # type: ignore[no-untyped-call]  # aiosqlite leaves it so
        except asyncio.CancelledError:
            self._knows_state = False
            raise


class _Releasing(sqlite3.Connection):
    """A connection that lets go of the database when it is closed.

    SQLite keeps a closed connection, and the lock of its transaction, until the last cursor of it
    is gone, and the traceback of a cancelled statement may hold one for long.
    """

    def close(self) -> None:
        """Take back what was not committed, and close."""
        if self.in_transaction:
            self.rollback()
        super().close()


class SQLiteCursor:
    """A cursor as SQLAlchemy uses one: made for one statement, its rows fetched, and closed."""

    def __init__(self, connection: SQLiteConnection) -> None:
        """Prepare to execute."""
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._rows: list[Any] = []
        self._rest: sqlite3.Cursor | None = None

    async def __aenter__(self) -> Self:
        """Return the cursor, as there is nothing to open."""
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Run a statement and fetch its first rows."""
        await self._connection.hand_over_statement(self._execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Run a statement once for each row of parameters."""
        await self._connection.hand_over_statement(self._execute_many, sql, parameters)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows, none at the end."""
        size = size or self.arraysize
        if not self._rows and self._rest is not None:
            rows: list[Any] = await self._connection.hand_over(self._rest.fetchmany, size)
            return rows
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[Any]:
        """Return all rows that were not returned."""
        rows, self._rows = self._rows, []
        if self._rest is not None:
            rows += await self._connection.hand_over(self._rest.fetchall)
        return rows

    async def close(self) -> None:
        """Let go of rows that nobody asked for."""
        self._rows = []
        if self._rest is not None:
            await self._connection.hand_over(self._rest.close)
            self._rest = None

    def _execute(self, connection: sqlite3.Connection, sql: str, parameters: Iterable[Any]) -> None:
        """Run a statement in the thread; what has told all it knows is closed at once."""
        cursor = connection.execute(sql, parameters)  # type: ignore[arg-type]  # what SQLAlchemy hands over is a tuple
        self.description = cursor.description
        self._rows = cursor.fetchmany(FIRST_ROWS) if cursor.description else []
        self._learn(cursor)
        if len(self._rows) < FIRST_ROWS:
            cursor.close()
        else:
            self._rest = cursor

    def _execute_many(
        self, connection: sqlite3.Connection, sql: str, parameters: Iterable[Iterable[Any]]
    ) -> None:
        """Run a statement in the thread, many times."""
        cursor = connection.executemany(sql, parameters)  # type: ignore[arg-type]  # the same
        self._learn(cursor)
        cursor.close()

    def _learn(self, cursor: sqlite3.Cursor) -> None:
        """Keep what is asked for later."""
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
