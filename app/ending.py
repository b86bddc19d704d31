"""An alert ended by hand: only a person may do that, and everybody is told that it was a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.verdicts import Kind, Statement, Verdict
from app.pipeline import change_situation
from app.telling import Heard

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.situation import Alert
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Ender:
    """Ends alerts; ``planned`` is called when messages wait to be sent."""

    store: Store
    planned: Callable[[], None]

    async def end(self, alert_id: int, who: str, now: datetime) -> Alert | None:
        """End one alert, with the operator's name in the journal; None if it is over already.

        Like a post it stands in the region's history, so posts that come late, edits and deletions
        leave it in force; a post that declares the danger again opens a new alert.
        """
        async with self.store.transaction() as transaction:
            alert = await transaction.open_alert(alert_id)
            if alert is None:
                return None
            region = region_of(alert.area)
            verdict = Verdict(statements=(_ends(alert),))
            hazard = alert.hazard.value if alert.hazard else "any"
            detail = f"{alert.area}, {hazard}, open since {alert.opened_at.isoformat()}"
            kept = await transaction.add_word_of_operator(region, verdict, detail, now)
            heard = Heard(kept=kept, verdict=verdict, fresh=True, now=now)
            await change_situation(transaction, heard, region)
            await transaction.audit(who, "alert ended by hand", detail, now)
        self.planned()
        return alert


def _ends(alert: Alert) -> Statement:
    """Return what an operator says: this very alert is over."""
    return Statement(
        kind=Kind.ALL_CLEAR,
        areas=(alert.area,),
        hazards=(alert.hazard,) if alert.hazard else (),
        exact=True,
    )
