"""The part that sends: one bot's drain, and the digests of its residents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from app.clock import SystemClock
from app.schedule import open_schedule
from bot.digest import plan_due_digests
from bot.drain import Drain

if TYPE_CHECKING:
    from aiogram import Bot

    from app.config import BotConfig
    from app.relay import Relay
    from storage.store import Store

DIGESTS_A_TICK: Final = 500


async def send(relay: Relay, config: BotConfig, bot: Bot, store: Store) -> None:
    """Send what is planned for a bot's residents until cancelled."""
    wake = asyncio.Event()
    drain = Drain(
        store,
        bot,
        relay.texts,
        relay.gazetteer,
        per_second=config.per_second,
        now=SystemClock().now,
        wake=wake,
    )

    async def digests() -> None:
        """Plan the digests whose hour has come."""
        due = await plan_due_digests(
            store, relay.texts, relay.gazetteer, relay.now(), DIGESTS_A_TICK
        )
        if due:
            wake.set()

    relay.wakes.append(wake)
    try:
        async with open_schedule(digests):
            await drain.run()
    finally:
        relay.wakes.remove(wake)
