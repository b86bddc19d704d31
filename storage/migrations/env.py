"""What Alembic runs: the migrations, on the connection it was handed.

Called by hand it opens the database itself: ``alembic -x url=sqlite+aiosqlite:///tocsin.db check``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from alembic import context

import storage.tables.bots
import storage.tables.heard
import storage.tables.judged
import storage.tables.told
import storage.tables.watched  # noqa: F401 - they fill the metadata
from storage.engine import WRITES, new_engine, parse
from storage.tables.base import Row

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run(connection: Connection) -> None:
    """Run the migrations that were asked for."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,  # SQLite alters a table by building it anew
    )
    context.run_migrations()


async def run_by_hand(url: str) -> None:
    """Run them on a database of their own, in one transaction."""
    engine = new_engine(parse(url), migrating=True)
    try:
        async with engine.connect() as plain:
            connection = await plain.execution_options(**{WRITES: True})
            async with connection.begin():
                await connection.run_sync(run)
    finally:
        await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    arguments = context.get_x_argument(as_dictionary=True)
    asyncio.run(run_by_hand(arguments.get("url", "sqlite+aiosqlite:///tocsin.db")))
