"""A region's alerts as its posts now say they were, against what was kept of them."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.changes import Changes, changes
from alerts.folding import fold
from storage.store import Checkpoint, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Store, Transaction

TRIES: Final = 3
"""How often a snapshot may be overtaken."""

APART: Final = timedelta(days=1)
"""How far apart checkpoints are set while posts come in their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A region's history folded anew from a checkpoint: what was kept of it, and what it is."""

    region: str
    since: Position
    kept: Sequence[Alert]
    difference: Changes
    checkpoints: Sequence[Checkpoint]


async def reread(transaction: Transaction, region: str, since: Position) -> Rebuilt:
    """Fold a region's posts anew, from the last checkpoint before ``since`` until now."""
    checkpoint = await transaction.checkpoint_before(region, since)
    start = checkpoint.position if checkpoint else None
    kept = await transaction.alerts_after(region, start)
    ended: list[Alert] = []
    still_open = list(checkpoint.alerts) if checkpoint else []
    passed: list[Checkpoint] = []
    async with aclosing(transaction.reports(region, start)) as pages:
        async for page in pages:
            folded = fold(page.reports, still_open)
            ended += [alert for alert in folded if alert.ended_at is not None]
            still_open = _of(region, (alert for alert in folded if alert.ended_at is None))
            passed.append(Checkpoint(position=page.last, alerts=still_open))
    now = sorted([*_of(region, ended), *still_open], key=lambda alert: alert.opened_at)
    return Rebuilt(
        region=region,
        since=since,
        kept=kept,
        difference=changes(kept, now),
        checkpoints=passed,
    )


async def catch_up(store: Store, region: str, since: datetime) -> None:
    """Do what ``reread`` and ``replace`` do, for years of posts: no writer waits meanwhile.

    They are read from a snapshot. If meanwhile the region was heard of, they are read again, and if
    it never falls silent, at last inside the transaction.
    """
    position = Position(published_at=since)
    for _ in range(TRIES):
        async with store.snapshot() as past:
            newest = await past.newest_revision()
            start = await past.checkpoint_before(region, position)
            rebuilt = await reread(past, region, position)
        async with store.transaction() as transaction:
            if (
                not await transaction.revised_since(region, newest)
                and await transaction.alerts_after(region, start.position if start else None)
                == rebuilt.kept
            ):
                await replace(transaction, rebuilt)
                return
    async with store.transaction() as transaction:
        await replace(transaction, await reread(transaction, region, position))


async def replace(transaction: Transaction, rebuilt: Rebuilt) -> list[Alert]:
    """Write a history folded anew over what was kept; return the alerts that changed, with ids."""
    await transaction.drop_checkpoints(rebuilt.region, rebuilt.since)
    await transaction.add_checkpoints(rebuilt.region, rebuilt.checkpoints)
    return await keep(transaction, rebuilt.difference)


async def keep(transaction: Transaction, difference: Changes) -> list[Alert]:
    """Write what changed; return the alerts that stand, with their ids.

    What never was goes first: an alert that is open again may take its place.
    """
    await transaction.withdraw_alerts([change.alert for change in difference.withdrawn])
    return await transaction.save_alerts([change.alert for change in difference.kept])


async def mark(
    transaction: Transaction,
    region: str,
    position: Position,
    alerts: Iterable[Alert],
    last: datetime | None,
) -> None:
    """Set a checkpoint after a region's newest post, if the ``last`` one is a while ago."""
    if last is None or position.published_at - last >= APART:
        still_open = [alert for alert in alerts if alert.ended_at is None]
        await transaction.add_checkpoints(
            region, [Checkpoint(position=position, alerts=still_open)]
        )


def _of(region: str, alerts: Iterable[Alert]) -> list[Alert]:
    """Return the alerts of one region; a federal post may open others beside them."""
    return [alert for alert in alerts if region_of(alert.area) == region]
