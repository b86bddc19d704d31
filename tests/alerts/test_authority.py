"""Who may say what of which place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.authority import needs_municipality, needs_region, spoken_by
from alerts.channels import Channel, Role
from alerts.verdicts import Hazard, Kind, Statement, Verdict

REGION, CITY, DISTRICT = "RU-BEL", "RU-BEL/belgorod", "RU-BEL/belgorodsky"
MAYOR = Channel(username="mayor", title="Мэр", role=Role.MAYOR, region=REGION, municipality=CITY)
GOVERNOR = Channel(username="governor", title="Губернатор", role=Role.GOVERNOR, region=REGION)


@pytest.mark.parametrize(
    ("channel", "kind", "said", "meant"),
    [
        pytest.param(MAYOR, Kind.THREAT, (REGION,), (CITY,), id="a mayor's danger is the city's"),
        pytest.param(MAYOR, Kind.ALL_CLEAR, (REGION,), (CITY,), id="so is the end of it"),
        pytest.param(MAYOR, Kind.THREAT, (CITY, DISTRICT), (CITY, DISTRICT), id="named beside it"),
        pytest.param(MAYOR, Kind.ALL_CLEAR, (CITY, DISTRICT), (CITY,), id="ends its own only"),
        pytest.param(MAYOR, Kind.ALL_CLEAR, (DISTRICT,), (), id="ends nothing elsewhere"),
        pytest.param(GOVERNOR, Kind.ALL_CLEAR, (REGION,), (REGION,), id="a governor's is all"),
    ],
)
def test_a_channel_speaks_for_its_own(
    channel: Channel, kind: Kind, said: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    """A city's channel raises no alarm in the whole region, and above all ends none."""
    statement = Statement(kind=kind, hazards=(Hazard.DRONE,), areas=said)
    (heard,) = spoken_by(channel, Verdict(statements=(statement,))).statements
    assert heard.areas == meant


@pytest.mark.parametrize(
    ("role", "region", "needs"),
    [
        (Role.MAYOR, REGION, True),
        (Role.MAYOR, None, True),
        (Role.MAYOR, "RU-MOW", False),
        (Role.MAYOR, "RU-SPE", False),
        (Role.MAYOR, "UA-40", False),
        (Role.GOVERNOR, REGION, False),
    ],
)
def test_a_mayor_needs_a_municipality(role: Role, region: str | None, *, needs: bool) -> None:
    """A mayor speaks for a municipality, but where the region is the city."""
    assert needs_municipality(role, region) is needs


def test_only_a_federal_office_is_of_no_region() -> None:
    """A governor's or a town's word must not ring wherever it happens to name a region."""
    without = {role for role in Role if not needs_region(role)}
    assert without == {Role.EMERGENCY, Role.DEFENCE, Role.AVIATION}


def test_a_mayor_of_an_unknown_city_ends_nothing() -> None:
    """Danger is never dropped, and no region is cleared by a channel of some town in it."""
    somewhere = replace(MAYOR, municipality=None)
    danger = Statement(kind=Kind.THREAT, areas=(REGION,))
    clear = Statement(kind=Kind.ALL_CLEAR, areas=(REGION,))
    heard = spoken_by(somewhere, Verdict(statements=(danger, clear))).statements
    assert [statement.areas for statement in heard] == [(REGION,), ()]
