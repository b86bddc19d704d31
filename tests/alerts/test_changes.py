"""What residents are told of when alerts change, and what they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.changes import by_reason, changes
from alerts.notices import Reason
from alerts.situation import Alert
from alerts.verdicts import Hazard

NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
LATER = NIGHT + timedelta(minutes=10)

OPEN = Alert(
    id=7,
    area="RU-BEL/belgorod",
    hazard=Hazard.DRONE,
    opened_at=NIGHT,
    opened_by=1,
    confirmed_at=NIGHT,
)
ATTACKED = replace(OPEN, attacked_at=LATER)
IMMEDIATE = replace(OPEN, immediate_at=LATER)
REGION = replace(OPEN, area="RU-BEL")
REGION_ENDED = replace(REGION, ended_at=LATER, ended_by=2)
LEFT = replace(OPEN, id=None)
EASED = replace(OPEN, eased_at=LATER, eased_by=2)
ENDED = replace(OPEN, ended_at=LATER, ended_by=2)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param([], [OPEN], [Reason.OPENED], id="opened"),
        pytest.param([OPEN], [ATTACKED], [Reason.WORSE], id="worse"),
        pytest.param([ATTACKED], [EASED], [Reason.EASED], id="eased"),
        pytest.param([OPEN], [IMMEDIATE], [Reason.WORSE], id="the upper level is worse"),
        pytest.param([IMMEDIATE], [ATTACKED], [Reason.WORSE], id="an attack is worse still"),
        pytest.param([IMMEDIATE], [EASED], [Reason.EASED], id="back on the lower level"),
        pytest.param([EASED], [EASED], [], id="eased once only"),
        pytest.param([OPEN], [ENDED], [Reason.ENDED], id="ended"),
        pytest.param([REGION], [REGION_ENDED, LEFT], [Reason.ENDED], id="ended but for a place"),
        pytest.param([OPEN], [], [Reason.CORRECTED], id="never was"),
        pytest.param([ENDED], [OPEN], [Reason.OPENED], id="the end was taken back"),
        pytest.param([ATTACKED], [OPEN], [Reason.LOWERED], id="never was an attack"),
        pytest.param([ATTACKED], [IMMEDIATE], [Reason.LOWERED], id="never was more than imminent"),
        pytest.param([OPEN], [OPEN], [], id="nothing changed"),
        pytest.param(
            [OPEN], [replace(OPEN, confirmed_at=LATER)], [Reason.REFRESHED], id="only confirmed"
        ),
        pytest.param([], [ENDED], [], id="known only after its end"),
        pytest.param([ENDED], [], [], id="an ended one never was"),
    ],
)
def test_reasons(old: list[Alert], new: list[Alert], told: list[Reason]) -> None:
    """Residents are told of an opening, a change for the worse or the better, and an end."""
    fresh = [replace(alert, id=None) for alert in new]
    assert [reason for reason, _ in by_reason(changes(old, fresh))] == told


def test_an_alert_keeps_its_id() -> None:
    """A changed alert is the same row as before."""
    (change,) = changes([OPEN], [replace(ATTACKED, id=None)]).kept
    assert change.alert.id == OPEN.id


def test_an_opening_found_in_another_post_is_the_same_alert() -> None:
    """When the first post is edited away, danger that a second post declared goes on unbroken."""
    moved = replace(OPEN, id=None, opened_by=2, opened_at=LATER)
    difference = changes([OPEN], [moved])
    assert difference.withdrawn == ()
    assert [(change.alert.id, change.reason) for change in difference.kept] == [(7, None)]


def test_danger_that_goes_on_under_another_alert_is_no_news() -> None:
    """When a clear between two alerts is taken back, they are one, and nobody has to be told."""
    second = replace(OPEN, id=8, opened_by=3, opened_at=LATER)
    difference = changes([ENDED, second], [replace(OPEN, id=None, confirmed_at=LATER)])
    assert by_reason(difference) == []
    assert [change.alert.id for change in difference.kept] == [7]
    assert [change.alert.id for change in difference.withdrawn] == [8]
