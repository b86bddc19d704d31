"""An event loop whose waits take no time: its clock leaps to the next thing that is due.

For code that waits on timers alone; a loop that waits for sockets or threads needs a real clock.
"""

from __future__ import annotations

import asyncio
import selectors


class _Leap(selectors.SelectSelector):
    """Instead of waiting, tells the loop how long it would have waited."""

    leapt = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now; the time asked for passes on the loop's clock."""
        if timeout:
            self.leapt += timeout
        return super().select(0)


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop with such a clock, which begins at zero."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        """Return the time waited so far."""
        return self._leap.leapt
