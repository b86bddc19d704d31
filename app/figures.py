"""What places have lived under, as the command line tells it: figures, lines, and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from alerts.areas import region_of
from alerts.situation import Level
from alerts.statistics import by_hazard, by_hour, length, statistics
from alerts.tables import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta, tzinfo

    from alerts.areas import Area
    from alerts.situation import Alert
    from alerts.statistics import Statistics
    from alerts.verdicts import Hazard

Row = dict[str, Any]

HOME_ZONE: Final = "Europe/Moscow"
_BAR: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The alerts of one place (None: of the country) that were open between two moments."""

    area: Area | None
    since: datetime
    until: datetime
    alerts: Sequence[Alert]

    @property
    def zone(self) -> tzinfo:
        """Return the zone of the place's clocks."""
        return ZoneInfo(self.area.timezone if self.area else HOME_ZONE)

    @property
    def figures(self) -> Statistics:
        """Return its figures."""
        return statistics(self.alerts, self.since, self.until)

    def local(self, moment: datetime) -> str:
        """Return a moment as the place's clocks show it."""
        return f"{moment.astimezone(self.zone):%d.%m.%Y %H:%M}"

    def hours(self, alert: Alert) -> timedelta:
        """Return for how long of the period an alert was open."""
        return length(alert, self.since, self.until)


def period_lines(period: Period) -> Iterator[str]:
    """Give the figures of a place: how much, of which hazards, at which hours of the day."""
    figures = period.figures
    name = period.area.name if period.area else "all regions"
    yield f"{name}, {period.local(period.since)} to {period.local(period.until)}"
    yield f"alerts {figures.alerts}, of them attacks {figures.attacks}"
    if figures.longest is None:
        return
    share = figures.under_alert / (period.until - period.since)
    yield f"under alert {_spoken(figures.under_alert)}, {share:.1%} of the time"
    longest = figures.longest
    yield (
        f"longest {_spoken(period.hours(longest))}: {what(longest)},"
        f" {place(longest)}, since {period.local(longest.opened_at)}"
    )
    for hazard, own in by_hazard(period.alerts, period.since, period.until).items():
        yield f"  {_hazard(hazard):<10} {own.alerts:>5}  {_spoken(own.under_alert):>14}"


def hour_lines(period: Period) -> Iterator[str]:
    """Give a bar for each hour of the day, by the clocks of the place."""
    hours = by_hour(period.alerts, period.since, period.until, period.zone)
    most = max(hours)
    yield f"under alert by hour of the day ({period.zone})"
    for hour, spent in enumerate(hours):
        bar = "█" * round(_BAR * (spent / most)) if spent else ""
        yield f"  {hour:02}  {_spoken(spent):>14}  {bar}".rstrip()


def alert_lines(period: Period) -> Iterator[str]:
    """Give each alert, the newest first: since when, for how long, what and where."""
    if period.alerts:
        yield ""
    for alert in reversed(period.alerts):
        lasted = "still in force" if alert.ended_at is None else _spoken(period.hours(alert))
        begun = period.local(alert.opened_at)
        yield f"{begun}  {lasted:>14}  {what(alert)}, {place(alert)}"


def region_lines(periods: Sequence[Period]) -> Iterator[str]:
    """Give a line for each region, the one longest under alert first."""
    yield f"{'alerts':>6}  {'attacks':>7}  {'under alert':>14}  {'longest':>14}  region"
    for period in periods:
        figures, name = period.figures, period.area.name if period.area else ""
        longest = _spoken(period.hours(figures.longest)) if figures.longest else ""
        yield (
            f"{figures.alerts:>6}  {figures.attacks:>7}  {_spoken(figures.under_alert):>14}"
            f"  {longest:>14}  {name}"
        )


def by_region(period: Period) -> list[Period]:
    """Return the periods of all regions with an alert, the one longest under alert first."""
    alerts: dict[str, list[Alert]] = {}
    for alert in period.alerts:
        alerts.setdefault(region_of(alert.area), []).append(alert)
    periods = [
        Period(
            area=load_gazetteer().area(region), since=period.since, until=period.until, alerts=own
        )
        for region, own in alerts.items()
    ]
    return sorted(periods, key=lambda one: one.figures.under_alert, reverse=True)


def period_row(period: Period) -> Row:
    """Return the figures of a place as JSON holds them; lengths are in hours."""
    figures, longest = period.figures, period.figures.longest
    hazards = by_hazard(period.alerts, period.since, period.until)
    hours = by_hour(period.alerts, period.since, period.until, period.zone)
    return {
        "area": period.area.id if period.area else None,
        "name": period.area.name if period.area else None,
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
        "alerts": figures.alerts,
        "attacks": figures.attacks,
        "hours_under_alert": _hours(figures.under_alert),
        "longest": None if longest is None else alert_row(longest, period),
        "by_hazard": {
            hazard.value if hazard else "any": {
                "alerts": own.alerts,
                "hours_under_alert": _hours(own.under_alert),
            }
            for hazard, own in hazards.items()
        },
        "by_hour": [_hours(spent) for spent in hours],
    }


def alert_row(alert: Alert, period: Period) -> Row:
    """Return an alert as JSON holds it, in the words of ``tocsin replay --json``."""
    region = region_of(alert.area)
    return {
        "region": region,
        "place": None if alert.area == region else load_gazetteer().area(alert.area).name,
        "hazard": alert.hazard.value if alert.hazard else "any",
        "opened_at": alert.opened_at.isoformat(),
        "attacked_at": _moment(alert.attacked_at),
        "downgraded_at": _moment(alert.eased_at),
        "closed_at": _moment(alert.ended_at),
        "hours": _hours(period.hours(alert)),
    }


def what(alert: Alert) -> str:
    """Return the danger, and how bad it was."""
    named = _hazard(alert.hazard)
    return f"{named} (attack)" if alert.level is Level.ATTACK else named


def place(alert: Alert) -> str:
    """Return the name of an alert's area."""
    return load_gazetteer().area(alert.area).name


def _hazard(hazard: Hazard | None) -> str:
    return hazard.value if hazard else "any hazard"


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _hours(lasted: timedelta) -> float:
    return round(lasted.total_seconds() / 3600, 2)


def _spoken(lasted: timedelta) -> str:
    hours, minutes = divmod(round(lasted.total_seconds() / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
