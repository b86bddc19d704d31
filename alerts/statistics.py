"""How much danger a place has lived under: counted, and measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from alerts.situation import Alert
    from alerts.verdicts import Hazard


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """A period in figures: alerts that were open in it, by hazard (None for none named).

    ``under_alert`` is for how long at least one was open; ``longest`` the one that was open the
    longest within the period, None if there was none.
    """

    alerts: int
    by_hazard: Mapping[Hazard | None, int]
    attacks: int
    under_alert: timedelta
    longest: Alert | None


def statistics(alerts: Iterable[Alert], since: datetime, until: datetime) -> Statistics:
    """Return the figures of a period; what began before or goes on after counts within it."""
    inside = [
        alert
        for alert in alerts
        if alert.opened_at <= until and (alert.ended_at is None or alert.ended_at >= since)
    ]
    return Statistics(
        alerts=len(inside),
        by_hazard=Counter(alert.hazard for alert in inside),
        attacks=sum(alert.attacked_at is not None for alert in inside),
        under_alert=under_alert(inside, since, until),
        longest=max(inside, key=lambda alert: length(alert, since, until), default=None),
    )


def length(alert: Alert, since: datetime, until: datetime) -> timedelta:
    """Return for how long of a period an alert was open."""
    begin, end = max(alert.opened_at, since), min(alert.ended_at or until, until)
    return max(timedelta(0), end - begin)


def under_alert(alerts: Iterable[Alert], since: datetime, until: datetime) -> timedelta:
    """Return for how long any of the alerts was open between two moments."""
    total = timedelta(0)
    reached = since
    for alert in sorted(alerts, key=lambda alert: alert.opened_at):
        end = min(alert.ended_at or until, until)
        total += max(timedelta(0), end - max(alert.opened_at, reached))
        reached = max(reached, end)
    return total
