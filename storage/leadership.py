"""Who does what where several processes share a PostgreSQL: one at a time, the others stand by.

A role is an advisory lock on a connection of its own. When its holder dies, however it dies, the
server lets go of the lock and whoever stands by takes it within a second or two. A holder that is
cut off stops by itself before the server gives its lock away: it looks more often than the server.
SQLite serves one process, which has every role at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

log = logging.getLogger(__name__)

STAND_BY_SECONDS: Final = 1.0
"""How often whoever stands by asks for the role."""

BEAT_SECONDS: Final = 2.0
_ANSWER_SECONDS: Final = 4.0
"""A holder asks the server every so often, and believes itself cut off if no answer comes."""

_KEEPALIVE: Final = (
    "SET tcp_keepalives_idle = 6",
    "SET tcp_keepalives_interval = 3",
    "SET tcp_keepalives_count = 3",
)
"""The server gives up a holder whose machine has gone after 15 seconds, later than it itself."""

_TAKEN: Final = "another process does it"
_FAILURES: Final = (SQLAlchemyError, OSError, TimeoutError)


class Leadership:
    """The roles of a database at ``url``."""

    def __init__(self, url: str, *, stand_by_seconds: float = STAND_BY_SECONDS) -> None:
        """Connect when a role is asked for."""
        address = make_url(url)
        self._engine = None
        if address.get_backend_name() == "postgresql":
            self._engine = create_async_engine(
                address, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
            )
        self._seconds = stand_by_seconds

    async def lead(self, role: str, work: Callable[[], Awaitable[None]]) -> None:
        """Wait until nobody else has the role, and do its work until it ends or the role is lost.

        Work that loses its role is cancelled, waited for, and begun anew when the role is back.
        """
        if self._engine is None:
            await work()
            return
        while not await self._lead_once(role, work):
            log.warning("%s: the database does not answer any more; standing by", role)

    async def _lead_once(self, role: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Work as long as the role is held; tell whether the work came to its own end."""
        async with self._held(role) as connection:
            working = asyncio.ensure_future(work())
            beating = asyncio.create_task(_beats(connection))
            try:
                await asyncio.wait({working, beating}, return_when=asyncio.FIRST_COMPLETED)
                ended = working.done()
            finally:
                for task in (working, beating):
                    task.cancel()
                await asyncio.wait({working, beating})
            if not working.cancelled() or ended:
                working.result()
            return ended

    @asynccontextmanager
    async def _held(self, role: str) -> AsyncIterator[AsyncConnection]:
        """Wait for a role and hold it; whatever keeps the server from answering is waited out."""
        why: str | None = None
        while not isinstance(answer := await self._asked(role), AsyncConnection):
            if answer != why:
                level = logging.INFO if answer == _TAKEN else logging.WARNING
                log.log(level, "%s: %s; standing by", role, answer)
                why = answer
            await asyncio.sleep(self._seconds)
        connection = answer
        if why is not None:
            log.info("%s: taken over", role)
        try:
            yield connection
        finally:
            await _closed(connection)

    async def _asked(self, role: str) -> AsyncConnection | str:
        """Ask for a role once; return the connection that holds it, or why there is none."""
        assert self._engine is not None  # noqa: S101 - `lead` has made sure of it
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                connection = await self._engine.connect()
        except _FAILURES as error:
            return f"the database does not answer ({type(error).__name__})"
        held = False
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                for setting in _KEEPALIVE:
                    await connection.execute(text(setting))
                asked = text("SELECT pg_try_advisory_lock(:key)")
                held = bool((await connection.execute(asked, {"key": key_of(role)})).scalar())
        except _FAILURES as error:
            return f"the database does not answer ({type(error).__name__})"
        finally:
            if not held:
                await _closed(connection)
        return connection if held else _TAKEN


def key_of(role: str) -> int:
    """Return the number of a role's advisory lock."""
    digest = hashlib.sha256(f"tocsin {role}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


async def _beats(connection: AsyncConnection) -> None:
    """Return as soon as the server has hung up, or does not answer in time."""
    hung_up = asyncio.Event()
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is not None:
        driver.add_termination_listener(lambda _: hung_up.set())
    with suppress(*_FAILURES):
        while not hung_up.is_set():
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await hung_up.wait()
            except TimeoutError:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await connection.execute(text("SELECT 1"))


async def _closed(connection: AsyncConnection) -> None:
    """Close a connection, also one that is broken; the server lets go of its lock."""
    with suppress(*_FAILURES):
        await asyncio.shield(asyncio.wait_for(connection.close(), _ANSWER_SECONDS))
