"""Whether a 429 is one chat's or the whole bot's: what is known until a later message tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_SECONDS: Final = 1.0
"""So long after the last refusal it is decided by what is known."""

_REFUSALS: Final = 2
_OWN_REFUSALS: Final = 3
"""So many chats one after another are refused, and it can hardly be one chat's."""

_FAR: Final = 2.0


@dataclass(slots=True, kw_only=True)
class Doubt:
    """Refusals after which no message was accepted; ``number`` is the last one's turn.

    ``own``: each of these chats had more than its share. ``until`` is the end of the rest.
    """

    until: float
    own: bool
    number: int = 0
    refusals: int = 0
    decided_by: float = 0.0

    def refuse(self, number: int, until: float, now: float, *, own: bool) -> None:
        """Note one more refusal."""
        self.number = max(self.number, number)
        self.own = self.own and own
        self.until = one_rest(self.until, until)
        self.refusals += 1
        self.decided_by = now + _SECONDS

    @property
    def is_serious(self) -> bool:
        """Tell whether it can hardly be one chat's."""
        return self.refusals >= (_OWN_REFUSALS if self.own else _REFUSALS)


def one_rest(until: float, other: float) -> float:
    """Return the end of a rest that was asked for twice; a far longer one is a chat's own."""
    return max(until, other) if abs(other - until) < _FAR else min(until, other)
