"""Danger of which nothing has been heard for a while: it goes on, and that is said."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from alerts.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alerts.situation import Alert

ANY: Final = "any"
"""What the table calls a danger for which no post named a hazard."""

Patience = dict[str, timedelta]
"""By hazard: for how long a danger goes without saying."""


@cache
def usual_hours() -> Mapping[str, float]:
    """Return the hours by hazard where nobody has set others."""
    hours: dict[str, float] = read_toml("unconfirmed.toml")
    return hours


def patience(hours: Mapping[str, float]) -> Patience:
    """Return the times by hazard; the usual one for each hazard that ``hours`` do not name."""
    return {hazard: timedelta(hours=each) for hazard, each in {**usual_hours(), **hours}.items()}


def unconfirmed_since(alert: Alert, after: Patience, now: datetime) -> datetime | None:
    """Return when an open alert was last confirmed, if that is too long ago; None otherwise."""
    if alert.ended_at is not None:
        return None
    waited = now - alert.confirmed_at
    return alert.confirmed_at if waited > after[alert.hazard or ANY] else None
