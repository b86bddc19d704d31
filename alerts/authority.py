"""For whom a channel speaks: what a post says, within the bounds of who says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from alerts.channels import Role
from alerts.verdicts import Kind, Statement, Verdict

if TYPE_CHECKING:
    from alerts.channels import Channel

CITY_REGIONS: Final = frozenset({"RU-MOW", "RU-SPE", "UA-40"})
"""Regions that are cities themselves: their mayor speaks for all of the region."""


def needs_municipality(role: Role, region: str | None) -> bool:
    """Tell whether whoever speaks must name a municipality, lest a town speak for its region."""
    return role is Role.MAYOR and region not in CITY_REGIONS


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
    areas = tuple(dict.fromkeys(narrowed))
    if statement.kind is Kind.ALL_CLEAR:
        areas = tuple(area for area in areas if area == own)
    return replace(statement, areas=areas)
