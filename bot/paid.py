"""What paid broadcasts cost, by Telegram's published terms.

A message costs 0.1 Star for each above the 30 a second that are free; up to 1,000 a second may
leave. A bot needs 10,000 Stars on its balance and 10,000 users a month
(https://core.telegram.org/bots/faq#broadcasting-to-users, the Bot API's ``allow_paid_broadcast``).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.deliveries import Deferred, Delivered, PaidRefused
from bot.delivery import FLOOD

if TYPE_CHECKING:
    from alerts.deliveries import Outcome

FREE_PER_SECOND: Final = 30
PAID_PER_SECOND: Final = 1000
PAID_IN_FLIGHT: Final = 240
STARS_A_MESSAGE: Final = 0.1
LEAST_STARS: Final = 10_000
_ANSWERS: Final = 30
_REFUSALS: Final = 10
"""So many refusals among so many answers, and paying is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one alarm to so many residents costs at most, and how long it takes either way."""

    residents: int
    stars: int
    free: timedelta
    paid: timedelta

    def alarms(self, balance: int) -> int | None:
        """Return for how many alarms a balance lasts before Telegram would refuse.

        None if they cost nothing.
        """
        return max(0, balance - LEAST_STARS) // self.stars if self.stars else None


def estimate(residents: int) -> Estimate:
    """Return what one alarm to everybody costs, rounded up to whole Stars."""
    seconds = max(1.0, residents / PAID_PER_SECOND)
    beyond = max(0.0, residents - FREE_PER_SECOND * seconds)
    tenths = round(beyond * STARS_A_MESSAGE * 10)
    return Estimate(
        residents=residents,
        stars=-(-tenths // 10),
        free=timedelta(seconds=residents / FREE_PER_SECOND),
        paid=timedelta(seconds=residents / PAID_PER_SECOND),
    )


class Honoured:
    """Whether Telegram lets paid messages pass: not if it refuses many of them as too many."""

    def __init__(self) -> None:
        """Begin without any answer."""
        self._refused: deque[bool] = deque(maxlen=_ANSWERS)

    def judged(self, outcome: Outcome) -> Outcome:
        """Return what an answer to a paid message means: too many floods refuse the payment."""
        flooded = isinstance(outcome, Deferred) and outcome.why == FLOOD
        if not flooded and not isinstance(outcome, Delivered):
            return outcome
        vain = self.fails(refused=flooded)
        return PaidRefused("too many requests, though they are paid for") if vain else outcome

    def fails(self, *, refused: bool) -> bool:
        """Note an answer to a paid message; tell whether they are paid for in vain."""
        self._refused.append(refused)
        if sum(self._refused) < _REFUSALS:
            return False
        self._refused.clear()
        return True
