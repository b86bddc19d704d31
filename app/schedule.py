"""What happens by the clock: one tick a minute over the digests that are due."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

TICK_SECONDS: Final = 60


@asynccontextmanager
async def open_schedule(tick: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Call ``tick`` once a minute while open.

    Nothing is remembered in the scheduler: what is due stands in the database, so a minute that
    was missed is made up for by the next one.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
    )
    scheduler.add_job(tick, "interval", seconds=TICK_SECONDS, id="digests")
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
