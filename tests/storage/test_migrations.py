from __future__ import annotations

from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

import storage.tables.bots
import storage.tables.heard
import storage.tables.judged
import storage.tables.told
import storage.tables.watched  # noqa: F401 - they fill the metadata
from alerts.notices import Reason
from storage.encoding import dumps, notice_to_json
from storage.engine import new_engine, parse
from storage.migrate import upgrade
from storage.store import StorageError, open_store
from storage.tables.base import Row
from tests.storage.examples import CITY, LEASE, a_notice, minutes


def _differences(connection: Connection) -> list[object]:
    """Return what Alembic would change to make a database like the tables."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Row.metadata))


async def test_the_migrations_lead_to_the_tables(empty_database_url: str) -> None:
    """A database migrated from nothing has exactly the tables the code speaks of."""
    async with open_store(empty_database_url) as store:
        current, newest = await store.migration()

    engine = new_engine(parse(empty_database_url))
    async with engine.connect() as connection:
        differences = await connection.run_sync(_differences)
    await engine.dispose()

    assert current == newest
    assert differences == []


async def test_a_database_of_the_first_schema_keeps_what_it_holds(empty_database_url: str) -> None:
    """Channels, their followers and the health of sources outlast the second migration."""
    engine = new_engine(parse(empty_database_url), migrating=True)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, "0001")
        for statement in (
            "INSERT INTO office (id, role, region) VALUES (1, 'governor', 'RU-BEL')",
            (
                "INSERT INTO channel (id, username, title, office_id, number, followed)"
                " VALUES (1, 'governor', 'Губернатор', 1, 31, true)"
            ),
            (
                "INSERT INTO source_health (channel, source, last_lag_ms)"
                " VALUES ('governor', 'preview', 40)"
            ),
        ):
            await connection.execute(text(statement))
    await engine.dispose()

    async with open_store(empty_database_url) as store:
        (watched,) = await store.watched_channels()
        (health,) = await store.health()
    assert (watched.channel.channel_id, watched.added_by) == (31, None)
    assert watched.channel.municipality is None
    assert (health.last_lag, health.lags_ms) == (timedelta(milliseconds=40), ())


async def test_what_waits_to_be_sent_outlasts_lighter_rows(empty_database_url: str) -> None:
    """Their table is made anew with its indexes, and what is planned in part is planned on."""
    facts = dumps(notice_to_json(a_notice()))
    engine = new_engine(parse(empty_database_url), migrating=True)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, "0009")
        for statement in (
            (
                "INSERT INTO subscriber (chat_id, language, timezone, active, misses)"
                " VALUES (7, 'ru', 'UTC', true, 0), (9, 'ru', 'UTC', true, 0)"
            ),
            (
                "INSERT INTO notice (id, reason, facts, created_at)"  # noqa: S608 - a notice of ours
                f" VALUES (3, 'opened', '{facts}', '2026-11-22 03:12:00')"
            ),
            (
                "INSERT INTO outbox (id, notice_id, chat_id, reason, urgency, nearness, action,"
                " silent, status, attempts, created_at) VALUES (41, 3, 7, 'opened', 0, 5, 'send',"
                " false, 'pending', 2, '2026-11-22 03:12:00'), (42, 3, 9, 'snoozed', 0, 5, 'send',"
                " true, 'sent', 1, '2026-11-22 03:12:00')"
            ),
        ):
            await connection.exec_driver_sql(statement)
        before = await connection.run_sync(_indexes)
        await connection.run_sync(upgrade, "0011")
        for statement in (
            (
                "INSERT INTO subscriber (chat_id, language, timezone, active, misses)"
                " VALUES (8, 'ru', 'UTC', true, 0)"
            ),
            (
                "INSERT INTO subscription (chat_id, area, region, hazards)"  # noqa: S608 - a place of ours
                f" VALUES (8, '{CITY}', 'RU-BEL', 0)"
            ),
            (
                "INSERT INTO unplanned (notice_id, urgency, step, area, chat_id)"
                " VALUES (3, 0, 0, '', NULL)"
            ),
        ):
            await connection.exec_driver_sql(statement)
        await connection.run_sync(upgrade, "0012")
        assert await connection.run_sync(_indexes) == before
        await connection.run_sync(upgrade)
    await engine.dispose()

    async with open_store(empty_database_url) as store:
        await store.plan_rest()
        delivery, other = await store.claim(10, minutes(1), LEASE)
        (kept,) = await store.deliveries_of(7, 10)
        (told,) = await store.deliveries_of(9, 10)
    assert (delivery.notice_id, delivery.chat_id, delivery.attempts) == (3, 7, 2)
    assert (kept.reason, kept.status) == (Reason.OPENED, "claimed")
    assert (told.reason, told.status) == (Reason.SNOOZED, "sent")
    assert other.chat_id == 8


def _indexes(connection: Connection) -> list[tuple[object, ...]]:
    """Return the indexes of the outbox with their conditions."""
    found = inspect(connection).get_indexes("outbox")
    return sorted(
        (one["name"], *one["column_names"], *map(str, one["dialect_options"].values()))
        for one in found
    )


async def test_opening_again_changes_nothing(database_url: str) -> None:
    """A database at the newest schema is opened as it is."""
    async with open_store(database_url) as store:
        before = await store.migration()
    async with open_store(database_url) as store:
        assert await store.migration() == before


async def test_a_newer_database_is_refused(empty_database_url: str) -> None:
    """A schema this code does not know is left alone, in one sentence."""
    async with open_store(empty_database_url):
        pass
    engine = new_engine(parse(empty_database_url))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()

    with pytest.raises(StorageError, match="written by a newer Tocsin: its schema is 9999"):
        async with open_store(empty_database_url):
            pass


async def test_looking_does_not_migrate(empty_database_url: str, backend: str) -> None:
    """A database that is only looked at keeps its schema."""
    if backend == "sqlite":
        with pytest.raises(StorageError, match="there is no database at"):
            async with open_store(empty_database_url, migrate=False):
                pass
        return
    async with open_store(empty_database_url, migrate=False) as store:
        current, _ = await store.migration()
    assert current is None
