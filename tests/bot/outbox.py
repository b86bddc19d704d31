"""An outbox filled for tests: residents, and notices to all of them or to one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.notices import Notice, Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Kind
from tests.bot.test_render import notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Store

PATIENCE = 90
"""Seconds after which a test that waits has failed; none waits so long when it passes."""

THREAT = notice(areas=["RU-BEL"])
ATTACK = replace(THREAT, reason=Reason.WORSE, kind=Kind.ATTACK)
DIGEST = replace(THREAT, reason=Reason.DIGEST, kind=Kind.SUMMARY, body="Сводка")


async def settle(store: Store, chats: Iterable[int], area: str = "RU-BEL") -> None:
    """Let these chats follow an area; those with an even number read English."""
    await store.import_subscribers(
        [
            (
                Subscriber(chat_id=chat_id, language="ru" if chat_id % 2 else "en"),
                [Subscription(area=area)],
            )
            for chat_id in chats
        ]
    )


async def tell(store: Store, what: Notice, alerts: Sequence[Alert], now: datetime) -> int:
    """Plan a notice to everyone who follows its areas."""
    async with store.transaction() as transaction:
        return await transaction.tell(what, alerts, None, now)


async def tell_one(store: Store, what: Notice, chat_id: int, now: datetime) -> None:
    """Plan a notice to one chat."""
    async with store.transaction() as transaction:
        await transaction.tell_one(what, chat_id, now)


async def until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


async def until_counts(store: Store, **counts: int) -> None:
    """Wait until the outbox holds so many rows of each status."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await store.outbox_counts()
            if all(found.get(status, 0) == count for status, count in counts.items()):
                return
            await asyncio.sleep(0.01)
