"""How much danger a place lived under: what is counted, and what is counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alerts.situation import Alert
from alerts.statistics import by_hazard, by_hour, length, statistics, stretches, under_alert
from alerts.verdicts import Hazard

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = NOON + timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ALERT = Alert(area="RU-BEL", hazard=Hazard.DRONE, opened_at=NOON, opened_by=1, confirmed_at=NOON)


def lasting(begin: int, minutes: int | None, hazard: Hazard | None = Hazard.DRONE) -> Alert:
    """Return an alert that begins so many minutes after noon and is open so long, or still."""
    opened_at = NOON + timedelta(minutes=begin)
    ended_at = None if minutes is None else opened_at + timedelta(minutes=minutes)
    return replace(ALERT, hazard=hazard, opened_at=opened_at, ended_at=ended_at)


PERIODS = st.tuples(st.integers(-600, 1800), st.none() | st.integers(0, 900))


def test_alerts_that_overlap_are_one_time_under_alert() -> None:
    """A missile alert within a drone alert adds to the count, and not to the hours."""
    alerts = [lasting(0, 240), lasting(60, 30, Hazard.MISSILE), lasting(600, 60)]
    figures = statistics(alerts, NOON, DAY)
    assert (figures.alerts, figures.under_alert) == (3, timedelta(hours=5))
    assert figures.longest == alerts[0]
    each = by_hazard(alerts, NOON, DAY)
    assert [(hazard, own.alerts, own.under_alert) for hazard, own in each.items()] == [
        (Hazard.DRONE, 2, timedelta(hours=5)),
        (Hazard.MISSILE, 1, timedelta(minutes=30)),
    ]


def test_hours_of_the_day_are_those_of_the_place() -> None:
    """From 12:30 to 14:15 in UTC it is half past three to a quarter past five in Moscow."""
    hours = by_hour([lasting(30, 105)], NOON, DAY, MOSCOW)
    assert {hour: spent for hour, spent in enumerate(hours) if spent} == {
        15: timedelta(minutes=30),
        16: timedelta(minutes=60),
        17: timedelta(minutes=15),
    }


@given(st.lists(PERIODS, max_size=8))
def test_no_minute_counts_twice_and_none_is_lost(periods: list[tuple[int, int | None]]) -> None:
    """Stretches lie apart and within the period, and hours of the day add up to them."""
    alerts = [lasting(begin, minutes) for begin, minutes in periods]
    found = stretches(alerts, NOON, DAY)
    assert all(NOON <= begin < end <= DAY for begin, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    total = under_alert(alerts, NOON, DAY)
    assert total == sum(by_hour(alerts, NOON, DAY, MOSCOW), timedelta(0))
    minutes = [NOON + timedelta(minutes=minute, seconds=30) for minute in range(1440)]
    covered = sum(
        any(a.opened_at <= at and (a.ended_at is None or at < a.ended_at) for a in alerts)
        for at in minutes
    )
    assert total == timedelta(minutes=covered)
    assert total <= sum((length(alert, NOON, DAY) for alert in alerts), timedelta(0))
