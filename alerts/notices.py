"""What residents are told, why, and how urgently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.standing import Standing


class Reason(StrEnum):
    """Why a message was made, or why it was not sent; stored with each delivery."""

    OPENED = "opened"
    WORSE = "worse"
    REFRESHED = "refreshed"
    EASED = "eased"
    ENDED = "ended"
    CORRECTED = "corrected"
    LOWERED = "lowered"
    DRILL = "drill"
    DIGEST = "digest"
    OPERATORS = "operators"
    IN_FORCE = "in_force"
    ENDED_BEFORE_SENT = "ended_before_sent"
    NOTHING_NEW = "nothing_new"
    TOO_OLD = "too_old"
    FILTERED = "filtered"
    SNOOZED = "snoozed"
    QUIET_HOURS = "quiet_hours"


ALARMS = frozenset({Reason.OPENED, Reason.WORSE})
"""What rings; whoever got one of these is told of its end."""


URGENCY = {
    Reason.EASED: 3,
    Reason.ENDED: 3,
    Reason.CORRECTED: 3,
    Reason.LOWERED: 3,
    Reason.OPERATORS: 3,
    Reason.IN_FORCE: 3,
    Reason.REFRESHED: 4,
    Reason.DRILL: 6,
}
"""The place in the queue of what is no alarm; all else comes last."""

SILENT = frozenset({Reason.LOWERED, Reason.DRILL, Reason.DIGEST, Reason.REFRESHED, Reason.IN_FORCE})
"""What never makes a sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell: the facts of a message, from which each language is rendered.

    ``since`` is when the alert was opened. ``excerpt`` is what the post says, unformatted.
    ``excepted`` are areas in which danger goes on that has ended around them. ``immediate``: the
    upper of two levels of danger. ``confirmed_at`` is when its source last said that it goes on, in
    an alarm that is shown anew. ``body`` is a ready text for one chat (a digest, a word to
    operators); all other facts are then about that. ``forwarded_from`` is whose words the source
    passes on; ``published_at`` is then when they were first said. ``by_operator``: the post had
    been read wrongly, and a person has put that right. ``by_hand``: an operator ended it, and no
    official clear did. ``standing`` is all that is in force in one's places, told after an outage.
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
    confirmed_at: datetime | None = None
    by_operator: bool = False
    by_hand: bool = False
    standing: tuple[Standing, ...] = ()

    @property
    def urgency(self) -> int:
        """Return the place in the queue: 0 goes first."""
        if self.reason in ALARMS:
            alarm = 1 if Hazard.MISSILE in self.hazards else 2
            return 0 if self.kind is Kind.ATTACK else alarm
        return URGENCY.get(self.reason, 9)

    @property
    def wakes(self) -> bool:
        """Tell whether it is heard in quiet hours and by who snoozes: where minutes count.

        An attack, an immediate threat and any danger from missiles, when they are new.
        """
        if self.reason not in ALARMS:
            return False
        return self.kind is Kind.ATTACK or self.immediate or Hazard.MISSILE in self.hazards

    @property
    def may_cost(self) -> bool:
        """Tell whether an operator's money may make it quicker: a new attack or threat alone."""
        return self.reason in ALARMS and self.kind in {Kind.ATTACK, Kind.THREAT}

    @property
    def silent(self) -> bool:
        """Tell whether the message arrives without a sound."""
        return self.reason in SILENT
