"""What a post says: statements, counts and casualties, each resting on words of the post."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.members import plain_members

if TYPE_CHECKING:
    from collections.abc import Mapping


@plain_members
class Kind(StrEnum):
    """What a statement tells, most urgent first."""

    ATTACK = "attack"
    THREAT = "threat"
    ALL_CLEAR = "all_clear"
    AFTERMATH = "aftermath"
    SUMMARY = "summary"
    ADVISORY = "advisory"
    DRILL = "drill"
    OTHER = "other"


PRECEDENCE: Mapping[Kind, int] = {kind: rank for rank, kind in enumerate(Kind)}


@plain_members
class Hazard(StrEnum):
    """What threatens."""

    DRONE = "drone"
    MISSILE = "missile"
    SHELLING = "shelling"
    AVIATION = "aviation"
    SABOTAGE = "sabotage"
    FIRE = "fire"
    WEATHER = "weather"
    OTHER = "other"


@plain_members
class Doubt(StrEnum):
    """Why the rules are unsure of a statement; a person has to look at it."""

    PLACE_UNKNOWN = "place_unknown"
    DANGER_SET_ASIDE = "danger_set_aside"
    END_SET_ASIDE = "end_set_aside"
    END_DOUBTED = "end_doubted"
    TENSES_MIXED = "tenses_mixed"
    DANGER_DENIED = "danger_denied"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing a post says.

    ``hazards`` is empty when the words name none («воздушная тревога»). ``areas`` are the areas it
    speaks of as area ids; a statement that names no known area has the channel's home region, or
    nothing for a federal channel. ``places`` are the places below a region as the post words them,
    in the nominative; ``unknown`` are those among them that the gazetteer does not know.
    ``because`` quotes the words it rests on. ``partial``: one regime ends and another stays.
    ``reminder``: danger that was already declared is only said to be still in force.
    ``continues``: so it is here, though the post may have other news as well. ``excepted`` are
    areas that a statement about a wider one leaves out («на всей территории, кроме …»). ``parts``
    are pairs (area, place) of places inside an area that is not itself named: a town of a district.
    ``regional``: it says itself that it is about a region, and not by naming no place.
    ``exact``: it ends the alerts of its very areas and hazards alone, as an operator does by hand.
    ``immediate``: it speaks of the upper of two levels of danger («опасность непосредственного
    удара», «Опасное небо», the red level) and, where it ends one, of that level alone. ``unsure``
    says why a person should look at it, and ``doubted`` quotes the words that make it so.
    """

    kind: Kind
    hazards: tuple[Hazard, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    partial: bool = False
    reminder: bool = False
    immediate: bool = False
    continues: bool = False
    excepted: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    regional: bool = False
    exact: bool = False
    unsure: Doubt | None = None
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The time a tally covers, as clock times "HH:MM" in the words of the post."""

    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a post counts.

    ``total`` is the number the post states, or that of its only part; None where it names several
    parts and no total, for what a post does not state is not made up.
    """

    total: int | None = None
    by_region: Mapping[str, int] = field(default_factory=dict)
    by_place: Mapping[str, int] = field(default_factory=dict)
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that one post says; ``statements`` holds at least one, the headline first.

    ``places`` are all places below a region that the post is about, in the nominative: where the
    headline holds and where anything else is told. They are for people and other programs; what
    becomes of a place is decided by the statements alone.
    """

    statements: tuple[Statement, ...]
    places: tuple[str, ...] = ()
    tally: Tally | None = None
    killed: int | None = None
    injured: int | None = None

    @property
    def headline(self) -> Statement:
        """Return the statement that gives the post its kind."""
        return self.statements[0]

    @property
    def kind(self) -> Kind:
        """Return the kind of the headline."""
        return self.headline.kind

    @property
    def unsure(self) -> tuple[Statement, ...]:
        """Return the statements the rules are unsure of."""
        return tuple(statement for statement in self.statements if statement.unsure is not None)

    @property
    def also(self) -> tuple[Kind, ...]:
        """Return the other kinds the post holds, most urgent first, each once."""
        others = {statement.kind for statement in self.statements} - {self.kind}
        return tuple(sorted(others, key=PRECEDENCE.__getitem__))
