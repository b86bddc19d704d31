"""Changing what a resident asked for, and their settings."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from alerts.areas import covers, region_of
from alerts.subscriptions import Subscription
from bot.digest import next_digest_at

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.areas import Area
    from alerts.subscriptions import Subscriber
    from storage.store import Store


class Added(Enum):
    """What a wish to follow a place came to."""

    NEW = auto()
    ALREADY = auto()
    WITHIN_REGION = auto()


async def follow(store: Store, resident: Subscriber, area: Area, now: datetime) -> Added:
    """Subscribe to an area; the region takes the place of its districts.

    The first place gives the resident their time zone.
    """
    own = [wanted.area for wanted in await store.subscriptions(resident.chat_id)]
    if area.id not in own and region_of(area.id) in own:
        await store.save_subscriber(resident)
        return Added.WITHIN_REGION
    if not own:
        resident = with_digest(
            replace(resident, timezone=area.timezone), resident.digest_minute, now
        )
    await store.save_subscriber(resident)
    if area.id in own:
        return Added.ALREADY
    for narrower in own:
        if covers(area.id, narrower):
            await store.unsubscribe(resident.chat_id, narrower)
    await store.subscribe(resident.chat_id, Subscription(area=area.id))
    return Added.NEW


def with_digest(resident: Subscriber, minute: int | None, now: datetime) -> Subscriber:
    """Return the resident with the digest at a minute of their day, or with none."""
    moment = None if minute is None else next_digest_at(now, resident.timezone, minute)
    return replace(resident, digest_minute=minute, next_digest_at=moment)
