"""Bringing a database to the newest schema, and refusing one that is newer than the code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text

from storage.engine import WRITES, new_engine
from storage.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

ONE_AT_A_TIME: Final = 7_862_846
"""The number of PostgreSQL's advisory lock under which one process migrates."""


def _config() -> Config:
    """Return Alembic's settings: the migrations lie in this package, wherever it is installed."""
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    return config


def newest_revision() -> str:
    """Return the newest schema this code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise StorageError("the migrations are missing from this installation")
    return head


async def current_revision(engine: AsyncEngine) -> str | None:
    """Return the schema a database has, None for an empty one."""
    async with engine.connect() as connection:
        return await connection.run_sync(revision_of)


async def bring_up_to_date(engine: AsyncEngine, url: URL) -> None:
    """Migrate a database, in one transaction; StorageError if a newer Tocsin wrote it."""
    current = await current_revision(engine)
    newest = newest_revision()
    if current == newest:
        return
    if current is not None:
        refuse_newer(current, newest)
    migrating = new_engine(url, migrating=True)
    try:
        async with migrating.connect() as plain:
            connection = await plain.execution_options(**{WRITES: True})
            async with connection.begin():
                await connection.run_sync(upgrade)
    finally:
        await migrating.dispose()


def refuse_newer(current: str, newest: str) -> None:
    """Raise StorageError if a revision is not among ours."""
    try:
        ScriptDirectory.from_config(_config()).get_revision(current)
    except CommandError as error:
        raise StorageError(
            f"the database was written by a newer Tocsin: its schema is {current},"
            f" this one knows schemas up to {newest}"
        ) from error


def revision_of(connection: Connection) -> str | None:
    """Return the revision written in a database."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run all migrations up to a revision on a connection, or none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
