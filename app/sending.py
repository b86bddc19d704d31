"""The part that sends: one bot's drain, the digests of its residents; old messages are removed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.clock import SystemClock
from app.mirroring import keep_mirrors
from app.schedule import PRUNING_SECONDS, open_schedule, prune
from bot.digest import plan_due_digests
from bot.drain import Drain
from bot.paced import Paced

if TYPE_CHECKING:
    from aiogram import Bot

    from app.config import BotConfig
    from app.relay import Relay
    from storage.store import Store

DIGESTS_A_TICK: Final = 500
PAID_SECONDS: Final = 5.0


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
    paced = Paced(drain.pace)
    bot.session.middleware(paced)  # answers to residents leave at the same pace
    try:
        async with open_schedule(digests), asyncio.TaskGroup() as tasks:
            tasks.create_task(drain.run(), name="drain")
            tasks.create_task(watch_paid(relay, store), name="paid")
            if config.name == relay.config.bot.name:
                tasks.create_task(keep_mirrors(relay, bot, store), name="mirrors")
    finally:
        bot.session.middleware.unregister(paced)
        relay.wakes.remove(wake)


async def watch_paid(relay: Relay, store: Store) -> None:
    """Tell operators when Telegram has refused a bot paid broadcasts, until cancelled."""
    while True:
        await asyncio.sleep(PAID_SECONDS)
        if await look_paid(relay, store):
            relay.wake()


async def look_paid(relay: Relay, store: Store) -> int:
    """Look once; return how many messages were planned."""
    async with store.snapshot() as snapshot:
        bot = await snapshot.bot()
    if bot is None or bot.paid_refusal is None:
        return 0
    now = SystemClock().now()
    async with store.transaction() as transaction:
        await transaction.set_paid("tocsin", None)
    async with relay.store.transaction() as transaction:  # operators are the first bot's
        return await relay.desk.tell_paid_refused(transaction, bot.paid_refusal, now)


async def keep_pruning(relay: Relay) -> None:
    """Remove messages that are older than they are kept, now and then, until cancelled."""
    kept = timedelta(days=relay.config.database.keep_days)

    async def tick() -> None:
        """Remove what has become too old."""
        await prune(relay.store, SystemClock().now() - kept)

    async with open_schedule(tick, PRUNING_SECONDS):
        await asyncio.Event().wait()
