"""For whom a channel speaks: what a post says, within the bounds of who says it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from alerts.channels import Role
from alerts.tables import read_toml
from alerts.verdicts import Kind, Statement, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.channels import Channel

CITY_REGIONS: Final = frozenset({"RU-MOW", "RU-SPE", "UA-40"})
"""Regions that are cities themselves: their mayor speaks for all of the region."""

_FEDERAL: Final = frozenset({Role.EMERGENCY, Role.DEFENCE, Role.AVIATION})
"""Offices that exist above the regions too: theirs alone may be channels of no region."""


class Reach(StrEnum):
    """How far the word of an office reaches; see ``data/authority.toml``."""

    NOTHING = "nothing"
    MUNICIPALITY = "municipality"
    REGION = "region"


@cache
def _reaches() -> Mapping[Role, Reach]:
    """Return the table of offices."""
    return {Role(role): Reach(reach) for role, reach in read_toml("authority.toml").items()}


def reach_of(role: Role) -> Reach:
    """Return how far the word of an office reaches."""
    return _reaches()[role]


def may_act(role: Role) -> bool:
    """Tell whether posts of an office open and end alerts."""
    return reach_of(role) is not Reach.NOTHING


def needs_municipality(role: Role, region: str | None) -> bool:
    """Tell whether whoever speaks must name a municipality, lest a town speak for its region."""
    return reach_of(role) is Reach.MUNICIPALITY and region not in CITY_REGIONS


def needs_region(role: Role) -> bool:
    """Tell whether whoever speaks must name a region, lest one region's office ring in others."""
    return role not in _FEDERAL


def spoken_by(channel: Channel, verdict: Verdict) -> Verdict:
    """Return a verdict as the channel may say it.

    A city's own channel speaks for the city: what it says of no place, or of its region, is said of
    the city, and it ends nothing elsewhere; if nobody has said which city it is, it ends nothing.
    All others speak for their region.
    """
    own = channel.municipality
    if own is None and not needs_municipality(channel.role, channel.region):
        return verdict
    statements = tuple(
        _of_municipality(statement, own, channel.region) for statement in verdict.statements
    )
    return replace(verdict, statements=statements)


def _of_municipality(statement: Statement, own: str | None, region: str | None) -> Statement:
    """Return a statement with the region narrowed to the municipality that speaks."""
    narrowed = (own if own and area == region else area for area in statement.areas)
    areas, parts = tuple(dict.fromkeys(narrowed)), statement.parts
    if statement.kind is Kind.ALL_CLEAR:
        areas = tuple(area for area in areas if area == own)
        parts = tuple(part for part in parts if part[0] == own)
    return replace(statement, areas=areas, parts=parts)
