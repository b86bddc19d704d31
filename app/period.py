"""Reading a period from the database, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.figures import Period
from storage.store import open_store

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.areas import Area


async def read_period(url: str, area: Area | None, since: datetime, until: datetime) -> Period:
    """Return what a place, or the country, lived under; nothing in the database is changed."""
    async with open_store(url, migrate=False) as store:
        alerts = await store.alerts_between([area.id] if area else None, since, until)
    return Period(area=area, since=since, until=until, alerts=alerts)
