"""A clear for a place inside a region that goes on living under danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.verdicts import Kind
from tests.alerts.histories import CITY, DISTRICT, DRONE, MISSILE, REGION, history, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.situation import Alert
    from alerts.verdicts import Statement

REGIME = says(Kind.THREAT, REGION, hazards=DRONE)
ATTACK = says(Kind.ATTACK, CITY, hazards=DRONE)
OVER = says(Kind.ALL_CLEAR, CITY, hazards=DRONE, partial=True)
STAYS_AROUND = says(Kind.THREAT, REGION, hazards=DRONE, continues=True, regional=True)
STAYS = says(Kind.THREAT, REGION, hazards=DRONE, continues=True)


def of(area: str, alerts: list[Alert]) -> Alert:
    """Return the only alert of an area."""
    (found,) = (alert for alert in alerts if alert.area == area)
    return found


def test_the_city_ends_and_the_region_goes_on() -> None:
    """«Отбой в городе, по области опасность сохраняется»: who lives there is still warned."""
    alerts = history([REGIME], [ATTACK], [OVER, STAYS_AROUND])
    assert of(CITY, alerts).ended_by == 3
    assert of(REGION, alerts).ended_at is None


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(([ATTACK], [OVER, STAYS_AROUND]), id="no alert of the region is known"),
        pytest.param(([REGIME], [ATTACK], [OVER, STAYS]), id="no place named: the city is meant"),
        pytest.param(
            ([says(Kind.THREAT, REGION, hazards=MISSILE)], [ATTACK], [OVER, STAYS_AROUND]),
            id="another hazard in the region",
        ),
    ],
)
def test_without_an_alert_around_it_the_city_stays_in_danger(
    said: tuple[Sequence[Statement], ...],
) -> None:
    """No danger is dropped that nothing else keeps."""
    city = of(CITY, history(*said))
    assert city.ended_at is None
    assert city.eased_by == len(said)


def test_the_upper_level_of_a_city_ends_into_the_regime_around_it() -> None:
    """«Отмена непосредственной угрозы в городе, режим по области сохраняется» ends no danger."""
    upper = says(Kind.THREAT, CITY, hazards=DRONE, immediate=True)
    lowered = says(Kind.ALL_CLEAR, CITY, hazards=DRONE, partial=True, immediate=True)
    city = of(CITY, history([REGIME], [upper], [lowered, STAYS_AROUND]))
    assert city.ended_at is None
    assert city.eased_by == 3


def test_the_upper_level_ends_into_the_regime_whether_the_post_says_so_or_not() -> None:
    """«Отмена непосредственной угрозы в городе!» says nothing of the regime that goes on."""
    upper = says(Kind.THREAT, CITY, hazards=DRONE, immediate=True)
    lowered = says(Kind.ALL_CLEAR, CITY, hazards=DRONE, immediate=True)
    assert of(CITY, history([REGIME], [upper], [lowered])).eased_by == 3
    assert of(CITY, history([upper], [lowered])).ended_by == 2


def test_what_goes_on_in_the_rest_of_the_region_leaves_the_city_ended() -> None:
    """«Отбой в городе. В остальных районах сигнал действует.» ends the city's own alert."""
    rest = says(Kind.THREAT, REGION, hazards=DRONE, continues=True, excepted=(CITY,))
    alerts = history([says(Kind.THREAT, CITY, DISTRICT, hazards=DRONE)], [OVER, rest])
    assert of(CITY, alerts).ended_by == 2
    assert of(DISTRICT, alerts).ended_at is None


def test_a_clear_but_for_some_ends_what_it_reaches() -> None:
    """«Отбой в области, кроме города» leaves the city alone and no other district."""
    other = says(Kind.THREAT, f"{REGION}/other", hazards=DRONE)
    but_for = says(Kind.ALL_CLEAR, REGION, hazards=DRONE, partial=True, excepted=(CITY,))
    alerts = history([says(Kind.THREAT, CITY, hazards=DRONE)], [other], [but_for])
    assert of(f"{REGION}/other", alerts).ended_by == 3
    assert of(CITY, alerts).ended_at is None
