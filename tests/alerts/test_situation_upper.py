"""Two levels of danger that are told of in one breath, or without a hazard."""

from __future__ import annotations

from alerts.folding import apart
from alerts.situation import Alert, Level
from alerts.verdicts import Hazard, Kind
from tests.alerts.histories import CITY, DRONE, EVENING, MISSILE, REGION, history, says

REGIME = says(Kind.THREAT, REGION, hazards=DRONE)
RED = says(Kind.THREAT, REGION, immediate=True)
RED_OVER = says(Kind.ALL_CLEAR, REGION, immediate=True)
CLEAR = says(Kind.ALL_CLEAR, REGION, hazards=DRONE)
STAYS = says(Kind.THREAT, REGION, hazards=DRONE, continues=True)


def in_force(alerts: list[Alert]) -> set[tuple[str, Hazard | None, Level]]:
    """Return what is in force at the end of a history."""
    return {(a.area, a.hazard, a.level) for a in alerts if a.ended_at is None}


def test_what_ends_in_a_post_is_not_what_goes_on_in_it() -> None:
    """«Непосредственная опасность отменена, действует режим» is read as danger of both levels."""
    upper = says(Kind.THREAT, REGION, hazards=DRONE, immediate=True)
    upper_over = says(Kind.ALL_CLEAR, REGION, hazards=DRONE, immediate=True, partial=True)
    both = says(Kind.THREAT, REGION, hazards=DRONE, immediate=True, continues=True)
    (alert,) = history([REGIME], [upper], [upper_over, both])
    assert (alert.level, alert.eased_by) == (Level.DANGER, 3)


def test_a_hazard_that_ends_is_not_the_one_that_stays() -> None:
    """«Отбой ракетной, действует беспилотная опасность» ends missiles however it is read."""
    missiles = says(Kind.THREAT, REGION, hazards=MISSILE)
    over = says(Kind.ALL_CLEAR, REGION, hazards=MISSILE, partial=True)
    both = says(Kind.THREAT, REGION, hazards=(*DRONE, *MISSILE), continues=True)
    assert in_force(history([REGIME], [missiles], [over, both])) == {
        (REGION, Hazard.DRONE, Level.DANGER)
    }


def test_a_level_without_a_hazard_is_above_the_drones_declared_there() -> None:
    """«Опасное небо» over «беспилотная опасность» is the same danger, and its end eases it."""
    red = history([REGIME], [RED])
    assert in_force(red) == {(REGION, Hazard.DRONE, Level.IMMEDIATE)}
    (alert,) = history([REGIME], [RED], [RED_OVER], [CLEAR])
    assert (alert.eased_by, alert.ended_by) == (3, 4)
    missiles = says(Kind.THREAT, REGION, hazards=MISSILE)
    assert in_force(history([missiles], [RED])) == {
        (REGION, Hazard.MISSILE, Level.DANGER),
        (REGION, None, Level.IMMEDIATE),
    }


def test_what_is_left_of_a_level_without_a_hazard_is_danger_from_drones() -> None:
    """«Опасное небо отменено, действует беспилотная опасность» eases; the drones' clear ends."""
    (alert,) = history([RED], [RED_OVER, STAYS], [STAYS], [CLEAR])
    assert (alert.hazard, alert.eased_by, alert.ended_by) == (None, 2, 4)
    assert alert.confirmed_at > EVENING


def test_the_end_of_the_upper_level_leaves_what_never_was_on_it() -> None:
    """Where some alerts are on the upper level, its end is about those."""
    in_city = says(Kind.THREAT, CITY, hazards=DRONE, immediate=True)
    region, city = history([REGIME], [in_city], [RED_OVER])
    assert (region.eased_by, region.ended_by) == (None, None)
    assert (city.area, city.eased_by) == (CITY, 3)


def test_an_attack_under_a_siren_is_no_alert_apart() -> None:
    """What a siren without a hazard was about is not counted beside it."""
    siren = says(Kind.THREAT, REGION)
    attack = says(Kind.ATTACK, CITY, hazards=DRONE)
    told = apart(history([siren], [attack], [says(Kind.ALL_CLEAR, REGION)]))
    assert [(alert.area, alert.hazard) for alert in told] == [(REGION, None)]


def test_a_place_named_beside_its_region_is_no_alert_apart() -> None:
    """«Сирены в Белгороде. Ракетная опасность по всей области» is one alert of the region."""
    both = says(Kind.THREAT, CITY, REGION, hazards=MISSILE)
    told = apart(history([both], [says(Kind.ALL_CLEAR, REGION, hazards=MISSILE)]))
    assert [alert.area for alert in told] == [REGION]
