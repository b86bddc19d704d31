"""The table of the situation, and the laws no history may break."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels import Role
from alerts.situation import Alert, Level, Report, fold
from alerts.verdicts import Hazard, Kind, Statement, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

REGION, CITY, DISTRICT = "RU-BEL", "RU-BEL/belgorod", "RU-BEL/belgorodsky"
EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
DRONE, MISSILE = (Hazard.DRONE,), (Hazard.MISSILE,)


def says(
    kind: Kind,
    *areas: str,
    hazards: tuple[Hazard, ...] = (),
    partial: bool = False,
    reminder: bool = False,
) -> Statement:
    """Make a statement about areas."""
    return Statement(kind=kind, areas=areas, hazards=hazards, partial=partial, reminder=reminder)


def history(*posts: Sequence[Statement], role: Role = Role.GOVERNOR) -> list[Alert]:
    """Fold posts of the Belgorod governor, a minute apart, numbered from 1."""
    return fold(
        Report(
            post=number,
            role=role,
            region=REGION,
            published_at=EVENING + timedelta(minutes=number),
            verdict=Verdict(statements=tuple(statements)),
        )
        for number, statements in enumerate(posts, start=1)
    )


def open_after(*posts: Sequence[Statement]) -> set[tuple[str, Hazard | None, Level]]:
    """Return what is in force after posts."""
    return {(a.area, a.hazard, a.level) for a in history(*posts) if a.ended_at is None}


THREAT = says(Kind.THREAT, REGION, hazards=DRONE)
CLEAR = says(Kind.ALL_CLEAR, REGION, hazards=DRONE)


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


STATEMENTS = st.builds(
    lambda kind, area, hazards, partial: says(kind, area, hazards=hazards, partial=partial),
    st.sampled_from(Kind),
    st.sampled_from([REGION, CITY, DISTRICT]),
    st.sampled_from([(), DRONE, MISSILE, (*DRONE, *MISSILE)]),
    st.booleans(),
)
POSTS = st.lists(st.lists(STATEMENTS, min_size=1, max_size=3), max_size=12)


@given(POSTS)
def test_only_a_clear_ends_danger(posts: list[list[Statement]]) -> None:
    """No alert ends but by a post that holds an all-clear for its hazard and its place."""
    for alert in history(*posts):
        if alert.ended_by is not None:
            clears = [s for s in posts[alert.ended_by - 1] if s.kind is Kind.ALL_CLEAR]
            assert any(
                (not clear.hazards or alert.hazard in clear.hazards)
                and (alert.area in clear.areas or REGION in clear.areas)
                for clear in clears
            )


@given(POSTS)
def test_no_two_open_alerts_are_about_the_same(posts: list[list[Statement]]) -> None:
    """One area lives under one alert for one hazard."""
    keys = [alert.key for alert in history(*posts) if alert.ended_at is None]
    assert len(keys) == len(set(keys))


@given(POSTS)
def test_declared_danger_without_a_clear_stays(posts: list[list[Statement]]) -> None:
    """What was declared is in force until something clears it."""
    harmless = [[s for s in post if s.kind is not Kind.ALL_CLEAR] for post in posts]
    still_open = {alert.key for alert in history(*harmless) if alert.ended_at is None}
    for post in harmless:
        for statement in post:
            if statement.kind is Kind.THREAT:
                for hazard in statement.hazards or (None,):
                    assert (statement.areas[0], hazard) in still_open
