"""Ways to wait in a task that may be cancelled at any moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


async def first_of(seconds: float, *events: asyncio.Event) -> None:
    """Wait for one of these events, so long at most."""
    waits = {asyncio.create_task(event.wait()) for event in events}
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waits:
            task.cancel()


async def whole(work: Coroutine[None, None, None]) -> None:
    """Await work with the database that must not be cut in two when the waiter is cancelled."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
