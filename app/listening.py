"""The part that listens: sources, what they bring through the pipeline, and who they are."""

from __future__ import annotations

import asyncio
import gc
from datetime import timedelta
from typing import TYPE_CHECKING

from app.catching_up import keep_catching_up
from app.clock import SystemClock
from app.following import Following
from app.health import Health
from app.identities import Identities
from app.intake import Intake
from app.pipeline import Pipeline
from app.second_look import SecondLook
from app.sources import listeners_for, source_names
from app.watchman import Watchman

if TYPE_CHECKING:
    from app.relay import Relay

HEALTH_SECONDS = 5.0


async def listen(relay: Relay) -> None:
    """Listen to every source until cancelled; ConfigError if a channel is not who it was."""
    config, store, desk = relay.config, relay.store, relay.desk
    await store.keep_sources(source_names(config))
    health = Health(await store.health())
    sources = await listeners_for(
        config, store, lambda name: health.heard_by_account(name, SystemClock().now())
    )
    gc.freeze()  # the libraries that listen were loaded just now; see the same in the lifecycle
    relay.clock = sources.clock
    channels = {channel.username: channel for channel in sources.channels}
    health.keep_only(channels)
    intake = Intake(
        pipeline=Pipeline(
            store=store,
            reader=relay.reader,
            taught=relay.taught,
            channels=channels,
            age_limit=timedelta(minutes=config.alerts.age_limit_minutes),
        ),
        health=health,
        identities=Identities(store, desk),
        clock=SystemClock(),
        planned=relay.wake,
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(health.keep_saving(store, HEALTH_SECONDS), name="health")
        if config.replay is None:
            following = Following(
                store, channels, sources.listeners, intake.forget, relay.channels_changed
            )
            tasks.create_task(following.keep_current(), name="following")
            watching = Watchman(store, health, desk).keep_watch(relay.now, relay.wake)
            tasks.create_task(watching, name="watchman")
            asking = SecondLook(store, desk).keep_asking(relay.now, relay.wake)
            tasks.create_task(asking, name="second look")
            catching_up = keep_catching_up(store, relay.now, relay.wake)
            tasks.create_task(catching_up, name="catching up")
        for listener in sources.listeners:
            tasks.create_task(intake.follow(listener), name=listener.name)
