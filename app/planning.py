"""The part that plans on: alarms to very many, the nearest of whom were planned with the post."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.waiting import first_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.relay import Relay
    from storage.store import Store

_LOOK_SECONDS: Final = 10.0
"""How often it is looked for what is left, besides when somebody has planned."""

_BREATH_SECONDS: Final = 0.05
"""So long the drain has to claim the first of them before more are planned."""


async def plan_on(relay: Relay) -> None:
    """Plan what is left of alarms, for every bot, until cancelled."""
    wake = asyncio.Event()
    relay.wakes.append(wake)
    try:
        await keep_planning(relay.store, wake, relay.wake)
    finally:
        relay.wakes.remove(wake)


async def keep_planning(store: Store, wake: asyncio.Event, planned: Callable[[], None]) -> None:
    """Plan piece by piece whenever something is left, at first what a killed process left."""
    while True:
        wake.clear()
        while await store.plan_more():
            planned()  # a drain may have run out of messages meanwhile
            await asyncio.sleep(0)
        await first_of(_LOOK_SECONDS, wake)
        await asyncio.sleep(_BREATH_SECONDS)
