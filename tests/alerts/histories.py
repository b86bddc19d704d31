"""Made-up histories of one region: statements of every kind, folded a minute apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from alerts.channels import Role
from alerts.folding import fold
from alerts.situation import Alert, Report
from alerts.verdicts import Hazard, Kind, Statement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REGION: Final = "RU-BEL"
CITY: Final = "RU-BEL/belgorod"
DISTRICT: Final = "RU-BEL/starooskolsky"
TOWN: Final = ((DISTRICT, "Старый Оскол"),)
EVENING: Final = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
DRONE: Final = (Hazard.DRONE,)
MISSILE: Final = (Hazard.MISSILE,)


def says(kind: Kind, *areas: str, **more: Any) -> Statement:  # noqa: ANN401 - any field of a statement
    """Make a statement about areas."""
    return Statement(kind=kind, areas=areas, **more)


def report(number: int, statements: Iterable[Statement], role: Role = Role.GOVERNOR) -> Report:
    """Make a post of the governor, or of another office, so many minutes into the night."""
    return Report(
        post=number,
        role=role,
        region=REGION,
        published_at=EVENING + timedelta(minutes=number),
        verdict=Verdict(statements=tuple(statements)),
    )


def history(*posts: Sequence[Statement], role: Role = Role.GOVERNOR) -> list[Alert]:
    """Fold posts a minute apart, numbered from 1."""
    return fold(report(number, post, role) for number, post in enumerate(posts, start=1))


STATEMENTS: Final = st.builds(
    Statement,
    kind=st.sampled_from(Kind),
    areas=st.sampled_from([(REGION,), (CITY,), (DISTRICT,), (CITY, DISTRICT)]),
    hazards=st.sampled_from([(), DRONE, MISSILE, (*DRONE, *MISSILE)]),
    partial=st.booleans(),
    reminder=st.booleans(),
    continues=st.booleans(),
    immediate=st.booleans(),
    excepted=st.sampled_from([(), (), (CITY,), (DISTRICT,)]),
    parts=st.sampled_from([(), (), TOWN]),
)
POSTS: Final = st.lists(st.lists(STATEMENTS, min_size=1, max_size=3), max_size=12)
ROLES: Final = [Role.GOVERNOR, Role.HEADQUARTERS, Role.MAYOR]
