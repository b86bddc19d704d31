from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.engine import new_engine, parse
from storage.store import Hearing, SourceHealth
from storage.tables.told import AuditRow
from tests.storage.examples import GOVERNOR, KURSK, NIGHT, minutes

if TYPE_CHECKING:
    from storage.store import Store


async def test_the_health_of_a_source_is_its_last_state(night: Store) -> None:
    """One state a channel and source is kept, by channel, with its lag and trouble."""
    well = SourceHealth(
        channel="mod_russia",
        source="preview",
        last_heard_at=minutes(1),
        last_post_at=NIGHT,
        last_lag=timedelta(seconds=2, milliseconds=500),
        trouble=None,
    )
    silent = SourceHealth(
        channel="kursk",
        source="preview",
        last_heard_at=None,
        last_post_at=None,
        last_lag=None,
        trouble="no preview page",
    )
    await night.save_health([well, silent])
    assert await night.health() == [silent, well]

    back = replace(silent, last_heard_at=minutes(2), trouble=None)
    await night.save_health([back])
    assert await night.health() == [back, well]


async def test_a_source_that_is_no_more_is_forgotten(night: Store) -> None:
    """An account that left the configuration does not look lost for ever."""
    heard = SourceHealth(
        channel="kursk",
        source="preview",
        last_heard_at=NIGHT,
        last_post_at=None,
        last_lag=None,
        trouble=None,
        lags_ms=(5, 90, 7),
    )
    assert (heard.median_lag, heard.worst_lag) == (
        timedelta(milliseconds=7),
        timedelta(milliseconds=90),
    )
    await night.save_health([heard, replace(heard, source="telegram:old", trouble="banned")])
    await night.keep_sources(["preview", "telegram:main"])
    assert await night.health() == [heard]


async def test_a_region_is_heard_as_its_best_source_is(night: Store) -> None:
    """A region counts the sources of its followed channels, and is as fresh as the freshest."""
    heard = SourceHealth(
        channel=GOVERNOR.username,
        source="preview",
        last_heard_at=minutes(1),
        last_post_at=None,
        last_lag=None,
        trouble=None,
    )
    silent = replace(heard, source="telegram:main", last_heard_at=None)
    await night.save_health([heard, silent, replace(heard, channel="nobody_we_follow")])
    home = Hearing(sources=2, last_heard_at=minutes(1))
    unheard = Hearing(sources=0, last_heard_at=None)
    assert await night.hearing(["RU-BEL"]) == {"RU-BEL": home}
    assert await night.hearing(["RU-KRS", "RU-MOW"]) == {"RU-KRS": unheard}
    assert (await night.hearing(None)).items() >= {"RU-BEL": home, "RU-KRS": unheard}.items()

    await night.follow([KURSK])
    assert await night.hearing(["RU-BEL"]) == {}


async def test_what_was_done_is_kept(night: Store, database_url: str) -> None:
    """The journal holds who did what and when."""
    async with night.transaction() as transaction:
        await transaction.audit("operator", "correct", "alert 1 withdrawn", NIGHT)

    engine = new_engine(parse(database_url))
    async with engine.connect() as connection:
        query = select(AuditRow.who, AuditRow.action, AuditRow.detail, AuditRow.at)
        rows = [tuple(row) for row in await connection.execute(query)]
    await engine.dispose()
    assert rows == [("operator", "correct", "alert 1 withdrawn", NIGHT)]
