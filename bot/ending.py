"""What operators end alerts with: who carries it out, and when danger counts as unconfirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.confirmation import Patience
    from alerts.situation import Alert


class Ender(Protocol):
    """Whoever ends an alert by hand, with all that follows from it."""

    async def end(self, alert_id: int, who: str, now: datetime) -> Alert | None:
        """End one alert; None if it is over already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How alerts are ended by hand."""

    ender: Ender
    patience: Patience
