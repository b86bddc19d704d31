"""What places live under: alerts, one for each area and hazard; quiet is the absence of one.

A municipality lives under its own alerts and its region's. Time never ends anything; what posts do
to alerts is ``folding`` (the table), ``dangers`` and ``ends`` (the rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from alerts.authority import Reach
from alerts.verdicts import Hazard, Kind, Statement, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alerts.channels import Role

URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
"""The kinds of statements that change a situation."""


class Level(StrEnum):
    """How bad it is while an alert is open: possible, imminent, going on."""

    DANGER = "danger"
    IMMEDIATE = "immediate"
    ATTACK = "attack"


RANK: Final[Mapping[Level, int]] = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One stretch of danger over one area for one hazard, from its opening to its end.

    ``hazard`` is None when no post named one. ``opened_by``, ``eased_by`` and ``ended_by`` are ids
    of kept posts. ``confirmed_at`` is when a post last said that it goes on. ``parts`` are the
    places in the area that it is about, none if it is about all of it. ``reach`` is that of the
    office that opened it. ``regime``: the lower of two levels of danger was declared, and stays
    when the upper one is lifted. ``immediate_at`` and ``attacked_at`` are since when it has been
    so bad, None if it is not; ``eased_at`` is when it was last downgraded. ``id`` is given by the
    database.
    """

    area: str
    hazard: Hazard | None
    opened_at: datetime
    opened_by: int
    confirmed_at: datetime
    reach: Reach = Reach.REGION
    parts: tuple[str, ...] = ()
    regime: bool = False
    immediate_at: datetime | None = None
    attacked_at: datetime | None = None
    eased_at: datetime | None = None
    eased_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    id: int | None = None

    @property
    def key(self) -> tuple[str, Hazard | None]:
        """Return what no two open alerts share."""
        return self.area, self.hazard

    @property
    def level(self) -> Level:
        """Return how bad it is now."""
        if self.attacked_at is not None:
            return Level.ATTACK
        return Level.DANGER if self.immediate_at is None else Level.IMMEDIATE

    @property
    def was_unnamed_upper(self) -> bool:
        """Tell whether it was the upper level without a hazard («Опасное небо»), and has eased.

        What such a level is above is danger from drones: that is the name of what is left of it.
        """
        return self.hazard is None and self.regime and self.eased_at is not None


Key = tuple[str, Hazard | None]
Open = dict[Key, Alert]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A kept post as it acts on the situation: who said what, and when it was published."""

    post: int
    role: Role
    region: str | None
    published_at: datetime
    verdict: Verdict


def acts(verdict: Verdict) -> bool:
    """Tell whether a verdict can open, worsen, ease or end anything."""
    return any(statement.kind in URGENT for statement in verdict.statements)


def unplaced(statement: Statement) -> bool:
    """Tell whether all the places a statement names are unknown, so that it can act nowhere."""
    return bool(statement.unknown) and set(statement.places) <= set(statement.unknown)
