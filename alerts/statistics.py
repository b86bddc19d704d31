"""How much danger a place has lived under: counted, and measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime, tzinfo

    from alerts.situation import Alert
    from alerts.verdicts import Hazard

_HOUR: Final = timedelta(hours=1)
_HOURS_A_DAY: Final = 24

Stretch = tuple["datetime", "datetime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """A period in figures: alerts that were open in it, and how many of them were attacks.

    ``under_alert`` is for how long at least one was open; ``longest`` the one that was open the
    longest within the period, None if there was none.
    """

    alerts: int
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
        attacks=sum(alert.attacked_at is not None for alert in inside),
        under_alert=under_alert(inside, since, until),
        longest=max(inside, key=lambda alert: length(alert, since, until), default=None),
    )


def by_hazard(
    alerts: Collection[Alert], since: datetime, until: datetime
) -> dict[Hazard | None, Statistics]:
    """Return the figures of each hazard (None: none named), the one that lasted longest first."""
    figures = {
        hazard: statistics([own for own in alerts if own.hazard is hazard], since, until)
        for hazard in {alert.hazard for alert in alerts}
    }
    return dict(sorted(figures.items(), key=lambda item: (-item[1].under_alert, item[0] or "")))


def by_hour(
    alerts: Iterable[Alert], since: datetime, until: datetime, zone: tzinfo
) -> list[timedelta]:
    """Return for how long any alert was open in each hour of the day, by the clocks of a zone."""
    hours = [timedelta(0)] * _HOURS_A_DAY
    for begin, end in stretches(alerts, since, until):
        moment = begin
        while moment < end:
            local = moment.astimezone(zone)
            past = timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            turn = min(moment + _HOUR - past, end)
            hours[local.hour] += turn - moment
            moment = turn
    return hours


def length(alert: Alert, since: datetime, until: datetime) -> timedelta:
    """Return for how long of a period an alert was open."""
    begin, end = max(alert.opened_at, since), min(alert.ended_at or until, until)
    return max(timedelta(0), end - begin)


def under_alert(alerts: Iterable[Alert], since: datetime, until: datetime) -> timedelta:
    """Return for how long any of the alerts was open between two moments."""
    return sum((end - begin for begin, end in stretches(alerts, since, until)), timedelta(0))


def stretches(alerts: Iterable[Alert], since: datetime, until: datetime) -> Sequence[Stretch]:
    """Return the stretches between two moments in which any of the alerts was open, in order."""
    found: list[Stretch] = []
    for alert in sorted(alerts, key=lambda alert: alert.opened_at):
        begin, end = max(alert.opened_at, since), min(alert.ended_at or until, until)
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found
