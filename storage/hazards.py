"""A set of hazards as one number, so that the database can compare two sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

BITS: Final[Mapping[Hazard, int]] = {
    Hazard.DRONE: 1,
    Hazard.MISSILE: 2,
    Hazard.SHELLING: 4,
    Hazard.AVIATION: 8,
    Hazard.SABOTAGE: 16,
    Hazard.FIRE: 32,
    Hazard.WEATHER: 64,
    Hazard.OTHER: 128,
}
"""Kept in databases: a bit never changes its meaning."""


def mask_of(hazards: Collection[Hazard]) -> int:
    """Return the number of a set of hazards; 0, like the empty set, stands for all."""
    return sum(BITS[hazard] for hazard in set(hazards))


def hazards_of(mask: int) -> frozenset[Hazard]:
    """Return the set behind a number."""
    return frozenset(hazard for hazard, bit in BITS.items() if mask & bit)
