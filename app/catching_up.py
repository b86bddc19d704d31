"""After an outage: one message to each subscriber, what is in force now and since when.

What is heard too late changes the situation and rings for nobody. When no more of it comes in, all
who follow a place that is in danger of which they were not told get one word of all that is in
force there. It makes no sound.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.notices import Notice, Reason
from alerts.standing import concern, standing
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Store

SETTLED: Final = timedelta(seconds=20)
"""So long nothing more may have come too late: then the backlog is worked off."""

PERIOD_SECONDS: Final = 15.0


async def keep_catching_up(
    store: Store, now: Callable[[], datetime], planned: Callable[[], None]
) -> None:
    """Tell of what came too late, whenever there is any, until cancelled."""
    while True:
        await asyncio.sleep(PERIOD_SECONDS)
        if await tell_in_force(store, now()):
            planned()


async def tell_in_force(store: Store, now: datetime, settled: timedelta = SETTLED) -> int:
    """Plan the word of what is in force, one for all chats that it is the same for."""
    async with store.transaction() as transaction:
        late = await transaction.unannounced(now - settled)
        if not late:
            return 0
        regions = {region_of(alert.area) for alert in late}
        in_force = [
            alert for region in sorted(regions) for alert in await transaction.open_alerts(region)
        ]
        alike: dict[tuple[int, ...], list[int]] = {}
        async for chat_id, wanted in transaction.wishes(regions):
            if concern(late, wanted):
                told = tuple(alert.id or 0 for alert in concern(in_force, wanted))
                alike.setdefault(told, []).append(chat_id)
        by_id = {alert.id: alert for alert in in_force}
        planned = 0
        for numbers, chats in alike.items():
            alerts = [by_id[number] for number in numbers]
            planned += await transaction.tell_chats(_notice(alerts, now), alerts, chats, now)
        told_of = {number for numbers in alike for number in numbers}
        unheard = [alert for alert in late if alert.id not in told_of]
        if unheard:  # nobody follows them; they are not looked at again
            await transaction.note(_notice(unheard, now), unheard, None, now)
    return planned


def _notice(alerts: Sequence[Alert], now: datetime) -> Notice:
    """Return what is in force as a notice."""
    attack = any(standing(alert).kind is Kind.ATTACK for alert in alerts)
    return Notice(
        reason=Reason.IN_FORCE,
        kind=Kind.ATTACK if attack else Kind.THREAT,
        areas=tuple(dict.fromkeys(alert.area for alert in alerts)),
        hazards=tuple(dict.fromkeys(alert.hazard for alert in alerts if alert.hazard)),
        published_at=now,
        received_at=now,
        source_name="",
        link=None,
        excerpt="",
        standing=tuple(standing(alert) for alert in alerts),
    )
