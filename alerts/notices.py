"""What residents are told, why, and how urgently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from datetime import datetime


class Reason(StrEnum):
    """Why a message was made, or why it was not sent; stored with each delivery."""

    OPENED = "opened"
    WORSE = "worse"
    EASED = "eased"
    ENDED = "ended"
    CORRECTED = "corrected"
    DRILL = "drill"
    DIGEST = "digest"
    OPERATORS = "operators"
    ENDED_BEFORE_SENT = "ended_before_sent"


ALARMS = frozenset({Reason.OPENED, Reason.WORSE})
"""What rings; whoever got one of these is told of its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell: the facts of a message, from which each language is rendered.

    ``since`` is when the alert was opened. ``excerpt`` is what the post says, unformatted.
    ``excepted`` are areas in which danger goes on that has ended around them. ``immediate``: the
    upper of two levels of danger. ``body`` is a ready text for one chat (a digest, a word to
    operators); all other facts are then about that. ``forwarded_from`` is whose words the source
    passes on; ``published_at`` is then when they were first said.
    """

    reason: Reason
    kind: Kind
    areas: tuple[str, ...]
    hazards: tuple[Hazard, ...]
    published_at: datetime
    received_at: datetime
    source_name: str
    link: str | None
    excerpt: str
    since: datetime | None = None
    body: str | None = None
    excepted: tuple[str, ...] = ()
    immediate: bool = False
    forwarded_from: str | None = None

    @property
    def urgency(self) -> int:
        """Return the place in the queue: 0 goes first."""
        match self.reason:
            case Reason.OPENED | Reason.WORSE if self.kind is Kind.ATTACK:
                return 0
            case Reason.OPENED | Reason.WORSE:
                return 1 if Hazard.MISSILE in self.hazards else 2
            case Reason.EASED | Reason.ENDED | Reason.CORRECTED | Reason.OPERATORS:
                return 3
            case Reason.DRILL:
                return 6
            case _:
                return 9

    @property
    def silent(self) -> bool:
        """Tell whether the message arrives without a sound."""
        return self.reason in {Reason.DRILL, Reason.DIGEST}
