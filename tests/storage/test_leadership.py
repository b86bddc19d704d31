"""Roles and notifications, between processes that share a database."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from alerts.subscriptions import Subscription
from storage.leadership import Leadership, key_of
from storage.store import open_store
from storage.waking import keep_listening
from tests.storage.examples import CITY, a_notice, open_alert, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.store import Store
    from tests.fixtures.databases import Postgres

PATIENCE = 20


@dataclass
class Worker:
    """A process's work: it notes that it has begun, and goes on until it is stopped."""

    begun: int = 0
    begins: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """Work until cancelled."""
        self.begun += 1
        self.begins.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.begins.clear()
            self.stopped.set()


@asynccontextmanager
async def at_work(url: str, worker: Worker, role: str = "send 1") -> AsyncIterator[None]:
    """Let a worker apply for a role."""
    leadership = Leadership(url, stand_by_seconds=0.05)
    task = asyncio.create_task(leadership.lead(role, worker.work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def happens(event: asyncio.Event) -> None:
    """Wait for something."""
    async with asyncio.timeout(PATIENCE):
        await event.wait()


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_one_works_and_one_stands_by(database_url: str) -> None:
    """Of two with one role the second begins when the first has gone; other roles are free."""
    first, second, other = Worker(), Worker(), Worker()
    async with at_work(database_url, first):
        await happens(first.begins)
        async with at_work(database_url, second):
            async with at_work(database_url, other, role="send 2"):
                await happens(other.begins)
            await asyncio.sleep(0.2)  # several times it has asked by now
            assert second.begun == 0
    async with at_work(database_url, second):
        await happens(second.begins)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_who_is_cut_off_stops_and_the_next_begins(
    database_url: str, postgres: Postgres
) -> None:
    """When the server closes a holder's connection, its work ends and somebody else does it."""
    first, second = Worker(), Worker()
    async with at_work(database_url, first):
        await happens(first.begins)
        async with at_work(database_url, second):
            # the server shows an advisory lock's number in two halves
            key = key_of("send 1") % 2**64
            await postgres.execute(  # the numbers are ours
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"  # noqa: S608 - see above
                f" AND granted AND classid = {key >> 32} AND objid = {key % 2**32}"
            )
            await happens(first.stopped)
            async with asyncio.timeout(PATIENCE):
                while not (first.begins.is_set() or second.begins.is_set()):  # noqa: ASYNC110 - either
                    await asyncio.sleep(0.01)
            assert first.begins.is_set() != second.begins.is_set()


async def test_work_that_fails_is_heard_of(database_url: str) -> None:
    """An error of the work is not taken for a lost role."""

    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Leadership(database_url).lead("send 1", work)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_with_sqlite_everybody_works(database_url: str) -> None:
    """SQLite serves one process, which has every role."""
    worker = Worker()
    async with at_work(database_url, worker):
        await happens(worker.begins)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_planning_wakes_other_processes(night: Store, database_url: str) -> None:
    """Whoever sends learns at once of what another process has planned."""
    woken = asyncio.Event()
    listening = asyncio.create_task(keep_listening(database_url, woken.set))
    try:
        await happens(woken)
        woken.clear()
        await night.subscribe(7, Subscription(area=CITY))
        alert = await open_alert(night)
        assert not woken.is_set()
        async with open_store(database_url) as elsewhere:
            assert await tell(elsewhere, a_notice(), alert) == 1
        await happens(woken)
    finally:
        listening.cancel()
        await asyncio.wait({listening})
