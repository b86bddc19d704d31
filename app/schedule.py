"""What happens by the clock: digests that are due, and what is no longer kept."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from storage.store import Store

log = logging.getLogger(__name__)

TICK_SECONDS: Final = 60
PRUNING_SECONDS: Final = 3600
PRUNED_AT_ONCE: Final = 500
"""So many rows are removed in one transaction: a few milliseconds, for which the drain may wait."""

_BREATH_SECONDS: Final = 0.1
_URGENT_SECONDS: Final = 5.0
_PATIENCE: Final = 12
"""So often it is waited for alarms; those of a bot that is not at work never go."""


@asynccontextmanager
async def open_schedule(
    tick: Callable[[], Awaitable[None]], seconds: int = TICK_SECONDS
) -> AsyncIterator[None]:
    """Call ``tick`` so often while open, for the first time within a minute.

    Nothing is remembered in the scheduler: what is due stands in the database, so a tick that was
    missed is made up for by the next one.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
    )
    first = datetime.now(UTC) + timedelta(seconds=min(seconds, TICK_SECONDS))
    scheduler.add_job(tick, "interval", seconds=seconds, next_run_time=first)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


async def prune(store: Store, before: datetime) -> int:
    """Remove what was planned before a moment, in steps that no alarm has to wait for."""
    removed = 0
    while True:
        for _ in range(_PATIENCE):
            if not await store.is_urgent():
                break
            await asyncio.sleep(_URGENT_SECONDS)
        step = await store.prune(before, PRUNED_AT_ONCE)
        removed += step
        if step == 0:
            if removed:
                log.info("%d rows about messages before %s are removed", removed, before.date())
            return removed
        await asyncio.sleep(_BREATH_SECONDS)
