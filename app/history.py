"""A region's alerts as its posts now say they were, against what was kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.changes import Changes, changes
from alerts.situation import fold

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Transaction


async def reread(transaction: Transaction, region: str, since: datetime) -> Changes:
    """Fold a region's posts anew, from the last quiet moment before ``since`` until now."""
    quiet = await transaction.quiet_moment(region, since) or since
    kept = await transaction.alerts_since(region, quiet)
    folded = fold(await transaction.reports(region, quiet))
    return changes(kept, [alert for alert in folded if region_of(alert.area) == region])


async def keep(transaction: Transaction, difference: Changes) -> list[Alert]:
    """Write what changed; return the alerts that stand, with their ids.

    What never was goes first: an alert that is open again may take its place.
    """
    await transaction.withdraw_alerts([change.alert for change in difference.withdrawn])
    return await transaction.save_alerts([change.alert for change in difference.kept])
