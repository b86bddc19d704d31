"""A region's alerts as its posts now say they were, against what was kept of them."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.changes import Changes, changes
from alerts.situation import fold

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Store, Transaction

TRIES: Final = 3
"""How often a snapshot may be overtaken."""


async def reread(transaction: Transaction, region: str, since: datetime) -> Changes:
    """Fold a region's posts anew, from the last quiet moment before ``since`` until now."""
    quiet, kept = await _kept(transaction, region, since)
    return changes(kept, await _folded(transaction, region, quiet))


async def catch_up(store: Store, region: str, since: datetime) -> None:
    """Do what ``reread`` and ``keep`` do, for years of posts: no writer waits meanwhile.

    They are read from a snapshot. If meanwhile the region was heard of, they are read again, and if
    it never falls silent, at last inside the transaction.
    """
    for _ in range(TRIES):
        async with store.snapshot() as past:
            newest = await past.newest_revision()
            quiet, kept = known = await _kept(past, region, since)
            difference = changes(kept, await _folded(past, region, quiet))
        async with store.transaction() as transaction:
            overtaken = await transaction.revised_since(region, newest)
            if not overtaken and await _kept(transaction, region, since) == known:
                await keep(transaction, difference)
                return
    async with store.transaction() as transaction:
        await keep(transaction, await reread(transaction, region, since))


async def keep(transaction: Transaction, difference: Changes) -> list[Alert]:
    """Write what changed; return the alerts that stand, with their ids.

    What never was goes first: an alert that is open again may take its place.
    """
    await transaction.withdraw_alerts([change.alert for change in difference.withdrawn])
    return await transaction.save_alerts([change.alert for change in difference.kept])


async def _kept(
    transaction: Transaction, region: str, since: datetime
) -> tuple[datetime, list[Alert]]:
    """Return the last quiet moment before ``since``, and the alerts kept from then on."""
    quiet = await transaction.quiet_moment(region, since) or since
    return quiet, await transaction.alerts_since(region, quiet)


async def _folded(transaction: Transaction, region: str, quiet: datetime) -> list[Alert]:
    """Return a region's alerts as its posts say they were, a page of posts in memory at a time."""
    ended: list[Alert] = []
    still_open: list[Alert] = []
    async with aclosing(transaction.reports(region, quiet)) as pages:
        async for reports in pages:
            folded = fold(reports, still_open)
            ended += [alert for alert in folded if alert.ended_at is not None]
            still_open = [alert for alert in folded if alert.ended_at is None]
    now = sorted([*ended, *still_open], key=lambda alert: alert.opened_at)
    return [alert for alert in now if region_of(alert.area) == region]
