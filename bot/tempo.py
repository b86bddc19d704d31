"""How closely messages may follow one another over all chats, learnt from Telegram's answers.

What Telegram allows is published as "about 30 a second" and no closer. So the tempo begins a hair
below that, evenly; it makes up for moments lost as long as nobody minds; and every sign of being
too quick makes it stricter and a little slower, until the signs stop. Time is an argument.
"""

from __future__ import annotations

from collections import deque
from typing import Final

MARGIN: Final = 0.012
"""By so much the tempo stays below what the operator has set: two clocks are never the same."""

_CLOSEST: Final = 0.34
"""Neighbours may come this much closer than the even step to make up for a lost moment."""

_SPARE: Final = 0.8 * MARGIN
_SPARED: Final = 0.9
"""What Telegram would still allow: what each message leaves, and of a stretch at most, as at first.

It is spent on what Telegram refused for another reason, which it may have counted.
"""

_LOST: Final = 1.0
"""Seconds of lost moments that are made up for."""

_CLOCK: Final = 0.002
"""Below this many seconds a timer cannot be relied on."""

_GRAIN: Final = 0.005
"""So many seconds of messages that are closer than that leave together."""

_SLOWER: Final = 0.04
_SLOWEST_STEP: Final = 0.25
_LATELY: Final = 20.0
"""A sign of being too quick so soon after the last one makes the next step twice as big."""

_CALM: Final = 20.0
_QUICKER: Final = 0.01
_FORGOTTEN: Final = 180.0
"""Seconds after which a tempo that was too quick may be tried again."""

_SIGNS: Final = (
    (12, 4, 0.04, 9.0),
    (60, 5, 0.02, 9.0),
    (200, 12, 0.02, 0.25),
    (200, 7, 0.02, 0.08),
)
"""So many refusals among so many answers are no accident: by how much to be slower, and how far.

A few refusals that go on however slow it is are the network's unevenness, and cheaper than waiting.
"""


class Tempo:
    """When the next message may leave: so many in any stretch, evenly, and what was learnt.

    ``strict`` makes up for nothing: no two messages closer than the step.
    """

    def __init__(self, per_second: float) -> None:
        """Begin close to ``per_second``."""
        if per_second <= 0:
            raise ValueError("a pace must be above zero")
        self._count = max(1, int(per_second))
        self._stretch = self._count / per_second
        self._given: deque[float] = deque(maxlen=self._count)
        self._due = 0.0
        self._margin = MARGIN
        self._least = MARGIN
        self.strict = False
        self._most_spare = self._spare = _SPARED * self._count
        self._step_up = _SLOWER
        self._slowed_at = float("-inf")
        self._eased_at = float("-inf")
        self._answers: deque[bool] = deque(maxlen=_SIGNS[-1][0])

    @property
    def per_second(self) -> float:
        """Return how many a second leave at this tempo."""
        return self._count / self._window

    @property
    def grain(self) -> float:
        """Return for how long to gather messages closer than a timer can tell apart, 0 for none."""
        return _GRAIN if self._step < _CLOCK and not self.strict else 0.0

    @property
    def _window(self) -> float:
        return self._stretch * (1 + self._margin)

    @property
    def _step(self) -> float:
        return self._window / self._count

    def next(self, now: float) -> float:
        """Return the earliest moment of the next message."""
        earliest = max(now, self._due)
        if self._given:
            if not self.strict and not self.grain:
                earliest = max(earliest, self._given[-1] + self._step * _CLOSEST)
            if len(self._given) == self._count:
                earliest = max(earliest, self._given[0] + self._window)
        return earliest

    def take(self, now: float) -> None:
        """Count a message that leaves."""
        step = self._step
        lost = _LOST if not self.strict else _CLOCK if step < _CLOCK else 0.0
        self._due = max(self._due, now - lost) + step
        self._given.append(now)
        self._spare = min(self._spare + _SPARE, self._most_spare)

    def give_back(self, at: float, *, surely: bool = True) -> None:
        """Count no more what left then, as Telegram did not take it.

        Where that is not sure no more is risked than is spare.
        """
        if self.strict or at not in self._given:
            return
        if not surely:
            if self._spare < 1:
                return
            self._spare -= 1
        self._given.remove(at)
        self._due -= self._step

    def begin(self, now: float) -> None:
        """Begin anew: nobody wanted to send until now, so nothing is made up for."""
        self._due = max(self._due, now)

    def make_up(self, now: float) -> None:
        """Make up for a second in which nothing could be sent, for no fault of the tempo."""
        if not self.strict:
            self._due = min(self._due, now - self._stretch)
            self._spare = self._most_spare

    def too_quick(self, now: float) -> None:
        """Be stricter and slower: Telegram refuses everything."""
        again = now - self._slowed_at < _LATELY
        self._step_up = min(self._step_up * 2, _SLOWEST_STEP) if again else _SLOWER
        self._slow_down(now, self._step_up)

    def _slow_down(self, now: float, step: float) -> None:
        slower = (1 + self._margin) * (1 + step) - 1
        self._least, self._margin = (self._margin + slower) / 2, slower
        self.strict = True
        self._slowed_at = self._eased_at = now
        self._due = max(self._due, now)
        self._answers.clear()

    def answered(self, now: float, *, refused: bool) -> bool:
        """Note an answer; tell whether there have been so many refusals that it became slower."""
        self._answers.append(refused)
        if not refused:
            self._ease(now)
            return False
        lately = list(self._answers)
        for answers, refusals, step, at_most in _SIGNS:
            if sum(lately[-answers:]) >= refusals and self._margin < at_most:
                self._slow_down(now, step)
                return True
        return False

    def _ease(self, now: float) -> None:
        """Grow quicker again, step by step, while all is calm."""
        if self._margin <= MARGIN or now - self._eased_at < _CALM:
            return
        if now - self._slowed_at > _FORGOTTEN:
            self._least = MARGIN
        self._eased_at = now
        least = min(self._least, self._margin)
        self._margin = max(least, min(self._margin - _QUICKER, (self._margin + least) / 2))
        if self._margin <= MARGIN:
            self.strict = False
