"""What befell people, and one telling of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

from alerts.members import plain_members


@plain_members
class Harm(IntEnum):
    """What befell people."""

    KILLED = auto()
    INJURED = auto()


@dataclass(slots=True)
class Event:
    """One telling of a harm; ``value`` is None when people are told of without a number.

    ``whole``: the number stands for all. ``weak``: only treatment is told. ``generic``: «человек»,
    who may be told of again. ``follows``: the same sentence tells of more people.
    """

    harm: Harm
    value: int | None
    whole: bool = False
    more: bool = False
    weak: bool = False
    generic: bool = False
    later: bool = False
    follows: bool = False


@dataclass(slots=True)
class Deed:
    """A word that tells a harm."""

    at: int
    harm: Harm
    weak: bool = False
    hurts: bool = False
