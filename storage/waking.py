"""How a process learns that another has planned messages: LISTEN and NOTIFY of PostgreSQL.

Lost notifications are no harm: the drain looks by itself every so often, and is woken whenever the
line is back.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)

PLANNED: Final = "tocsin_planned"
"""The channel of notifications: messages wait to be sent."""

_AGAIN_SECONDS: Final = 2.0
_LOOK_SECONDS: Final = 30.0
"""How often the line is tried: a server that is gone without a word is noticed by that."""


async def notify_planned(connection: AsyncConnection) -> None:
    """Let other processes know, when the transaction commits, that messages wait."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"NOTIFY {PLANNED}"))


async def keep_listening(url: str, woken: Callable[[], None]) -> None:
    """Call ``woken`` at every notification until cancelled; with SQLite there are none."""
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        return
    engine = create_async_engine(
        address, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
    )
    why: str | None = None
    while True:
        try:
            await _listen(engine, woken)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            if why != type(error).__name__:
                why = type(error).__name__
                log.warning("the database sends no notifications (%s)", why)
        await asyncio.sleep(_AGAIN_SECONDS)


async def _listen(engine: AsyncEngine, woken: Callable[[], None]) -> None:
    """Listen on one connection until it breaks."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None  # noqa: S101 - it has just connected
        broken = asyncio.Event()
        driver.add_termination_listener(lambda _: broken.set())
        await driver.add_listener(PLANNED, lambda *_: woken())
        woken()  # what was planned before this line was there
        while not broken.is_set():
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await broken.wait()
            except TimeoutError:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await connection.execute(text("SELECT 1"))
        raise ConnectionResetError("the database closed the line of notifications")
