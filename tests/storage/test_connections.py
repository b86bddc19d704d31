"""One moment for several questions, and a server that hangs up between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from alerts.subscriptions import Subscription
from storage.engine import Database, new_engine, parse
from tests.storage.examples import CITY, GOVERNOR, KURSK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.store import Store
    from tests.fixtures.databases import Postgres

FOLLOWED = 3
"""So many channels ``night`` follows."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Return the database below the store."""
    opened = Database(new_engine(parse(database_url)))
    yield opened
    await opened.engine.dispose()


async def test_a_moment_stays_as_it_was(night: Store) -> None:
    """What is written meanwhile is not seen between two questions about one moment."""
    async with night.one_moment() as moment:
        assert len(await moment.channels()) == FOLLOWED
        await night.follow([GOVERNOR, KURSK])
        assert len(await moment.channels()) == FOLLOWED
    assert await night.channels() == [KURSK, GOVERNOR]


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_moment_cannot_be_changed(database: Database) -> None:
    """A reader's transaction refuses to write: what it did would be lost."""
    async with database.reading() as connection:
        with pytest.raises(DBAPIError, match="read-only"):
            await connection.exec_driver_sql("DELETE FROM channel")


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_server_that_hung_up_is_called_again(night: Store, postgres: Postgres) -> None:
    """After a restart of the server nobody who asks or writes meets an error."""
    for _ in range(2):
        await postgres.hang_up()
        assert await night.subscriptions(7) == []
        await postgres.hang_up()
        async with night.one_moment() as moment:
            assert len(await moment.channels()) == FOLLOWED
        await postgres.hang_up()
        await night.subscribe(7, Subscription(area=CITY))
        assert await night.subscriptions(7) == [Subscription(area=CITY)]
        await night.forget(7)
