"""What is in force, put together to be told at once: after an outage, or whenever somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.areas import covers
from alerts.situation import Level
from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from alerts.situation import Alert
    from alerts.subscriptions import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One danger in force in an area: how bad, and since when."""

    area: str
    hazard: Hazard | None
    kind: Kind
    since: datetime


def standing(alert: Alert) -> Standing:
    """Return what an open alert is to who hears of it now."""
    kind = Kind.ATTACK if alert.level is Level.ATTACK else Kind.THREAT
    return Standing(area=alert.area, hazard=alert.hazard, kind=kind, since=alert.opened_at)


def concern(alerts: Iterable[Alert], wanted: Collection[Subscription]) -> list[Alert]:
    """Return the alerts that somebody with these subscriptions is told about."""
    return [alert for alert in alerts if any(_reaches(alert, one) for one in wanted)]


def _reaches(alert: Alert, one: Subscription) -> bool:
    """Tell whether an alert is of a place and a hazard asked for; none on either side is all."""
    near = covers(alert.area, one.area) or covers(one.area, alert.area)
    return near and (not one.hazards or alert.hazard is None or alert.hazard in one.hazards)
