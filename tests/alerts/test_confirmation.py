"""When danger is shown as unconfirmed: after a time by hazard, never as ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.confirmation import patience, unconfirmed_since, usual_hours
from alerts.situation import Alert
from alerts.verdicts import Hazard
from tests.alerts.histories import EVENING, REGION

DRONES = Alert(
    area=REGION, hazard=Hazard.DRONE, opened_at=EVENING, opened_by=1, confirmed_at=EVENING
)


def test_each_hazard_has_a_usual_time() -> None:
    """No danger is without one, nor is the danger that no post named."""
    assert set(usual_hours()) == {*(hazard.value for hazard in Hazard), "any"}
    assert all(hours > 0 for hours in usual_hours().values())


def test_danger_is_unconfirmed_after_its_time() -> None:
    """The time is that of its hazard, counted from the last post that confirmed it."""
    after = patience({"drone": 2, "any": 0.5})
    two_hours = EVENING + timedelta(hours=2)
    assert unconfirmed_since(DRONES, after, two_hours) is None
    assert unconfirmed_since(DRONES, after, two_hours + timedelta(seconds=1)) == EVENING
    later = replace(DRONES, confirmed_at=two_hours)
    assert unconfirmed_since(later, after, two_hours + timedelta(hours=2)) is None
    siren = replace(DRONES, hazard=None)
    assert unconfirmed_since(siren, after, EVENING + timedelta(minutes=31)) == EVENING
    assert after["missile"] == timedelta(hours=usual_hours()["missile"])


def test_what_has_ended_is_not_unconfirmed() -> None:
    """An end is an end, however long ago."""
    ended = replace(DRONES, ended_at=EVENING + timedelta(hours=1), ended_by=2)
    assert unconfirmed_since(ended, patience({}), EVENING + timedelta(days=9)) is None
