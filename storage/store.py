"""The database as the other rooms see it: a store to ask, a transaction to write in."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from storage.alerts import Alerts
from storage.bots import Bots, BotSettings, KeptBot
from storage.by_hand import ByHand
from storage.catching_up import CatchingUp
from storage.channels import Channels, ChannelSettings
from storage.checkpoints import Checkpoint, Checkpoints
from storage.engine import (
    ANYBODY_THERE,
    PLANS_ARE_KEPT,
    Database,
    OneMoment,
    new_engine,
    parse,
    sentence,
)
from storage.errors import ChannelMismatchError, NotFollowedError, StorageError
from storage.health import Health, Hearing, Journal, SourceHealth
from storage.history import History
from storage.judgements import DoubtedPost, Judgements
from storage.kept_deliveries import KeptDeliveries, KeptDelivery
from storage.kept_events import KeptEvent, KeptEvents
from storage.marks import Keys, Marks
from storage.migrate import bring_up_to_date, current_revision, newest_revision, revision_of
from storage.mirrors import Mirror, Mirrors, MirrorSettings, MirrorState
from storage.outbox import Outbox
from storage.outcomes import Delays, Figures, LastAlarm, Outcomes, Stretch
from storage.pieces import Pieces
from storage.posts import KeptPost, Posts
from storage.pruning import Pruning
from storage.recording import Recording
from storage.region_now import RegionNow, RegionsNow
from storage.reports import KeptReport, RegionReports, Reports
from storage.residents import Residents, ResidentSettings
from storage.situation import Situations
from storage.stories import Correction, Stories, Story, StoryRevision, Telling, ToldNotice
from storage.turns import Position, Turns
from storage.watched import Profiles, Watched, WatchedChannels

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = [
    "ChannelMismatchError",
    "Checkpoint",
    "Correction",
    "Delays",
    "DoubtedPost",
    "Figures",
    "Hearing",
    "KeptBot",
    "KeptDelivery",
    "KeptEvent",
    "KeptPost",
    "KeptReport",
    "LastAlarm",
    "Mirror",
    "MirrorState",
    "NotFollowedError",
    "Position",
    "RegionNow",
    "SourceHealth",
    "StorageError",
    "Store",
    "Story",
    "StoryRevision",
    "Stretch",
    "ToldNotice",
    "Transaction",
    "Watched",
    "open_store",
]


class Transaction(
    Posts,
    History,
    RegionReports,
    Turns,
    RegionsNow,
    Checkpoints,
    Situations,
    CatchingUp,
    ByHand,
    ResidentSettings,
    BotSettings,
    MirrorSettings,
    ChannelSettings,
    Profiles,
    Keys,
    Judgements,
    Telling,
    Journal,
):
    """One unit of work; committed when its block ends, rolled back when it raises."""

    def __init__(self, connection: AsyncConnection, bot: int = 0) -> None:
        """Work on a connection that is inside a writing transaction, for one bot's residents."""
        self._connection = connection
        self._bot = bot


class Store(
    Channels,
    WatchedChannels,
    Marks,
    Reports,
    Stories,
    Alerts,
    Residents,
    Outbox,
    KeptDeliveries,
    KeptEvents,
    Recording,
    Health,
    Bots,
    Mirrors,
    Outcomes,
    Pieces,
    Pruning,
):
    """The open database, as one bot sees it where residents and their messages are concerned."""

    def __init__(self, database: Database, bot: int = 0) -> None:
        """Work on an open database."""
        self._database = database
        self._bot = bot

    def of_bot(self, number: int) -> Store:
        """Return the same database as another bot sees it."""
        return Store(self._database, number)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Begin a writing transaction (BEGIN IMMEDIATE on SQLite); writers stand in line."""
        async with self._database.writing() as connection:
            yield Transaction(connection, self._bot)

    @asynccontextmanager
    async def rehearsal(self) -> AsyncIterator[Transaction]:
        """Begin a writing transaction of which nothing is kept, to see what would come of it."""
        async with self._database.writing() as connection:
            everything = await connection.begin_nested()
            yield Transaction(connection, self._bot)
            await everything.rollback()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Transaction]:
        """Ask what a transaction can be asked, without holding up a writer; it cannot write."""
        async with self._database.reading() as connection:
            yield Transaction(connection, self._bot)

    @asynccontextmanager
    async def one_moment(self, *, few_places: bool = False) -> AsyncIterator[Store]:
        """Answer several questions from one moment's state, by one connection.

        They are answered sooner if all of them are about the same ``few_places``.
        """
        first = PLANS_ARE_KEPT if few_places else ANYBODY_THERE
        async with self._database.reading(first) as connection:
            yield Store(OneMoment(self._database, connection), self._bot)

    async def migration(self) -> tuple[str | None, str]:
        """Return (revision of the database, newest revision of the code)."""
        async with self._database.reading() as connection:
            return await connection.run_sync(revision_of), newest_revision()


@asynccontextmanager
async def open_store(url: str, *, migrate: bool = True) -> AsyncIterator[Store]:
    """Open the database (migrating it to the newest schema) and close it at the end.

    StorageError if the URL is wrong, the database cannot be reached or a newer Tocsin wrote it.
    With ``migrate=False`` nothing is changed or created, whatever its schema.
    """
    address = parse(url)
    engine = new_engine(address)
    try:
        try:
            if address.get_backend_name() == "sqlite":
                await asyncio.to_thread(_try_file, address, create=migrate)
            if migrate:
                await bring_up_to_date(engine, address)
            else:
                await current_revision(engine)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise StorageError(sentence(address, error)) from error
        yield Store(Database(engine))
    finally:
        await engine.dispose()


def _try_file(address: URL, *, create: bool) -> None:
    """Open a SQLite file once without the driver, which leaves a thread behind when it fails."""
    file = address.database or ""
    if not create and not Path(file).exists():
        raise StorageError(f"there is no database at {file} yet")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA schema_version")
