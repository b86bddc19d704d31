"""The table of the situation, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.channels import Role
from alerts.folding import after, apart, fold
from alerts.situation import Level
from alerts.verdicts import Hazard, Kind, Statement
from tests.alerts.histories import (
    CITY,
    DISTRICT,
    DRONE,
    EVENING,
    MISSILE,
    REGION,
    TOWN,
    history,
    report,
    says,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def open_after(*posts: Sequence[Statement]) -> set[tuple[str, Hazard | None, Level]]:
    """Return what is in force after posts."""
    return {(a.area, a.hazard, a.level) for a in history(*posts) if a.ended_at is None}


THREAT = says(Kind.THREAT, REGION, hazards=DRONE)
CLEAR = says(Kind.ALL_CLEAR, REGION, hazards=DRONE)
UPPER = says(Kind.THREAT, REGION, hazards=DRONE, immediate=True)
UPPER_CLEAR = says(Kind.ALL_CLEAR, REGION, hazards=DRONE, immediate=True)
IN_TOWN = says(Kind.THREAT, DISTRICT, hazards=DRONE, parts=TOWN)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        pytest.param([[THREAT]], {(REGION, Hazard.DRONE, Level.DANGER)}, id="threat opens danger"),
        pytest.param(
            [[says(Kind.ATTACK, CITY, hazards=DRONE)]],
            {(CITY, Hazard.DRONE, Level.ATTACK)},
            id="attack opens attack",
        ),
        pytest.param(
            [[THREAT], [says(Kind.ATTACK, REGION, hazards=DRONE)]],
            {(REGION, Hazard.DRONE, Level.ATTACK)},
            id="attack raises danger",
        ),
        pytest.param(
            [[THREAT], [says(Kind.ATTACK, REGION)]],
            {(REGION, Hazard.DRONE, Level.ATTACK)},
            id="attack without a hazard means the declared one",
        ),
        pytest.param(
            [[says(Kind.ATTACK, CITY)]], {(CITY, None, Level.ATTACK)}, id="any hazard of its own"
        ),
        pytest.param(
            [[THREAT], [says(Kind.ATTACK, CITY)], [CLEAR]],
            set(),
            id="so does one in a city of the region, and its clear ends it there",
        ),
        pytest.param(
            [[THREAT], [says(Kind.THREAT, CITY, reminder=True)]],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="a reminder without a hazard means the declared one",
        ),
        pytest.param(
            [[says(Kind.THREAT, CITY, reminder=True)]],
            {(CITY, None, Level.DANGER)},
            id="a reminder of what was never heard is a danger all the same",
        ),
        pytest.param(
            [[THREAT], [says(Kind.THREAT, CITY)]],
            {(REGION, Hazard.DRONE, Level.DANGER), (CITY, None, Level.DANGER)},
            id="a siren is a danger of its own",
        ),
        pytest.param([[THREAT], [CLEAR]], set(), id="clear ends danger"),
        pytest.param(
            [[says(Kind.THREAT, CITY, hazards=DRONE)], [CLEAR]],
            set(),
            id="a region's clear ends its municipalities' danger",
        ),
        pytest.param(
            [[THREAT], [says(Kind.ALL_CLEAR, CITY, hazards=DRONE)]],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="a city's clear does not end the region's danger",
        ),
        pytest.param(
            [
                [says(Kind.THREAT, CITY, DISTRICT, hazards=DRONE)],
                [says(Kind.ALL_CLEAR, CITY, hazards=DRONE)],
            ],
            {(DISTRICT, Hazard.DRONE, Level.DANGER)},
            id="a clear ends those it names only",
        ),
        pytest.param(
            [[THREAT], [says(Kind.THREAT, REGION, hazards=MISSILE)], [CLEAR]],
            {(REGION, Hazard.MISSILE, Level.DANGER)},
            id="a clear ends the hazard it names only",
        ),
        pytest.param(
            [
                [THREAT],
                [says(Kind.THREAT, REGION, hazards=MISSILE)],
                [says(Kind.ALL_CLEAR, REGION)],
            ],
            set(),
            id="a clear without a hazard ends all",
        ),
        pytest.param(
            [[says(Kind.THREAT, REGION)], [CLEAR]],
            {(REGION, None, Level.DANGER)},
            id="a drone clear does not end an unnamed danger",
        ),
        pytest.param(
            [
                [THREAT],
                [says(Kind.ATTACK, REGION, hazards=DRONE)],
                [says(Kind.ALL_CLEAR, REGION, hazards=DRONE, partial=True)],
            ],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="a partial clear eases",
        ),
        pytest.param(
            [
                [THREAT],
                [says(Kind.THREAT, REGION, hazards=MISSILE)],
                [
                    says(Kind.ALL_CLEAR, REGION, hazards=MISSILE, partial=True),
                    says(Kind.THREAT, REGION, hazards=DRONE, reminder=True),
                ],
            ],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="one hazard ends while another stays",
        ),
        pytest.param(
            [[THREAT], [says(Kind.THREAT, CITY, hazards=DRONE, continues=True)]],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="what goes on in a city is the region's danger",
        ),
        pytest.param(
            [
                [says(Kind.THREAT, CITY, hazards=DRONE)],
                [says(Kind.THREAT, REGION, hazards=DRONE, continues=True)],
            ],
            {(CITY, Hazard.DRONE, Level.DANGER)},
            id="what goes on in a region is its city's danger",
        ),
        pytest.param(
            [[THREAT], [UPPER]],
            {(REGION, Hazard.DRONE, Level.IMMEDIATE)},
            id="the upper level raises danger",
        ),
        pytest.param(
            [[THREAT], [UPPER], [UPPER_CLEAR]],
            {(REGION, Hazard.DRONE, Level.DANGER)},
            id="the end of the upper level leaves the lower one",
        ),
        pytest.param([[UPPER], [UPPER_CLEAR]], set(), id="and ends danger that had only that"),
        pytest.param([[THREAT], [UPPER], [CLEAR]], set(), id="a clear of all ends both levels"),
        pytest.param(
            [[THREAT], [says(Kind.ALL_CLEAR, REGION, hazards=DRONE, excepted=(CITY,))]],
            {(CITY, Hazard.DRONE, Level.DANGER)},
            id="what a region's clear excepts goes on",
        ),
        pytest.param(
            [
                [THREAT],
                [
                    says(Kind.ALL_CLEAR, REGION, hazards=DRONE, partial=True),
                    says(Kind.THREAT, CITY, hazards=DRONE, continues=True),
                ],
            ],
            {(CITY, Hazard.DRONE, Level.DANGER)},
            id="so does what the same post says goes on there",
        ),
        pytest.param(
            [
                [says(Kind.THREAT, CITY, hazards=MISSILE)],
                [
                    says(Kind.ALL_CLEAR, CITY, hazards=MISSILE, partial=True),
                    says(Kind.THREAT, DISTRICT, hazards=DRONE, continues=True),
                ],
            ],
            {(DISTRICT, Hazard.DRONE, Level.DANGER)},
            id="danger that stays elsewhere does not keep this one",
        ),
        pytest.param(
            [[IN_TOWN], [says(Kind.ALL_CLEAR, hazards=DRONE, parts=TOWN)]],
            set(),
            id="a town's clear ends what only the town opened",
        ),
        pytest.param(
            [
                [says(Kind.THREAT, DISTRICT, hazards=DRONE)],
                [says(Kind.ALL_CLEAR, hazards=DRONE, parts=TOWN)],
            ],
            {(DISTRICT, Hazard.DRONE, Level.DANGER)},
            id="a town's clear does not end its district's danger",
        ),
        pytest.param(
            [
                [IN_TOWN],
                [says(Kind.THREAT, DISTRICT, hazards=DRONE)],
                [says(Kind.ALL_CLEAR, hazards=DRONE, parts=TOWN)],
            ],
            {(DISTRICT, Hazard.DRONE, Level.DANGER)},
            id="nor once it has grown over the district",
        ),
        pytest.param(
            [[says(Kind.THREAT, "RU-KRS", hazards=DRONE)]],
            set(),
            id="a governor does not speak for the neighbours",
        ),
        pytest.param(
            [[says(Kind.AFTERMATH, CITY, hazards=DRONE)], [says(Kind.DRILL, CITY)]],
            set(),
            id="what is over and what is practised open nothing",
        ),
    ],
)
def test_table(
    posts: list[list[Statement]], expected: set[tuple[str, Hazard | None, Level]]
) -> None:
    """Each row of the situation's table holds."""
    assert open_after(*posts) == expected


def test_an_alert_remembers_its_posts() -> None:
    """An alert knows which posts opened, confirmed and ended it, and when."""
    (alert,) = history([THREAT], [THREAT], [CLEAR])
    assert (alert.opened_by, alert.ended_by) == (1, 3)
    assert alert.confirmed_at == EVENING + timedelta(minutes=2)
    assert alert.ended_at == EVENING + timedelta(minutes=3)


def test_the_defence_ministry_opens_nothing() -> None:
    """Who counts what was shot down does not ring, nor clear."""
    assert history([says(Kind.ATTACK, REGION, hazards=DRONE)], role=Role.DEFENCE) == []


@pytest.mark.parametrize("kind", [Kind.THREAT, Kind.ATTACK, Kind.ALL_CLEAR])
def test_an_unknown_place_never_widens(kind: Kind) -> None:
    """A village that nobody knows neither rings nor clears the whole region."""
    village = ("село Неведомое",)
    unknown = replace(says(kind, REGION, hazards=DRONE), places=village, unknown=village)
    assert history([unknown]) == []
    assert open_after([THREAT], [unknown]) == {(REGION, Hazard.DRONE, Level.DANGER)}


def test_a_mayor_ends_what_mayors_opened_unless_the_hazard_is_named() -> None:
    """A town hall's «отбой» without a hazard does not end what the region declared there."""
    region = report(1, [says(Kind.THREAT, CITY, hazards=MISSILE)])
    town = report(2, [says(Kind.THREAT, CITY, hazards=DRONE)], Role.MAYOR)
    both = {alert.key: alert for alert in fold([region, town])}
    any_clear = report(3, [says(Kind.ALL_CLEAR, CITY)], Role.MAYOR)
    named = report(3, [says(Kind.ALL_CLEAR, CITY, hazards=MISSILE)], Role.MAYOR)
    assert [alert.hazard for alert in after(both, any_clear)] == [Hazard.DRONE]
    assert [alert.hazard for alert in after(both, named)] == [Hazard.MISSILE]


def test_an_attack_told_of_a_place_in_danger_is_no_alert_apart() -> None:
    """What only was the worst of the region's alert is not counted beside it."""
    attack = says(Kind.ATTACK, CITY, hazards=DRONE)
    assert [a.area for a in apart(history([THREAT], [attack], [CLEAR]))] == [REGION]
    own_clear = says(Kind.ALL_CLEAR, CITY, hazards=DRONE)
    own = history([THREAT], [attack], [own_clear], [CLEAR])
    assert [alert.area for alert in apart(own)] == [REGION, CITY]
    assert [alert.area for alert in apart(history([attack], [own_clear]))] == [CITY]
