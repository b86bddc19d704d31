"""What is known about some areas: asked of the store once, shown by many screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.confirmation import patience
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from alerts.confirmation import Patience
    from alerts.situation import Alert
    from storage.store import Hearing, KeptReport, Store

_AHEAD: Final = timedelta(minutes=1)
"""How far a source's clock may be ahead of ours."""

_FEW: Final = 5
"""So many places at most are asked about as one is."""

_TOLD: Final = frozenset({Kind.AFTERMATH, Kind.SUMMARY})
_DANGERS: Final = frozenset({Kind.ATTACK, Kind.THREAT})
"""Of these only what they count is told: the rest is in the alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Alerts and reports of some areas (None: of all) between two moments.

    ``in_force`` are the open alerts, whenever they began, and ``announced`` the posts that opened
    them; ``alerts`` were open at some time in between, ``reports`` were published then and tell
    more than alerts do. ``hearing`` is by region.
    """

    areas: tuple[str, ...] | None
    since: datetime
    until: datetime
    in_force: Sequence[Alert]
    announced: Mapping[int, KeptReport]
    alerts: Sequence[Alert]
    reports: Sequence[KeptReport]
    hearing: Mapping[str, Hearing]
    patience: Patience

    def announced_by(self, alert: Alert) -> KeptReport | None:
        """Return the post that opened an alert in force, unless it was deleted."""
        return self.announced.get(alert.opened_by)

    def hearing_of(self, area: str) -> Hearing | None:
        """Return how the region of an area is heard, None if no channel speaks for it."""
        return self.hearing.get(region_of(area))


async def gather_news(
    store: Store,
    areas: Collection[str] | None,
    since: datetime,
    until: datetime,
    after: Patience | None = None,
) -> News:
    """Ask the store what is known about these areas, or about all.

    ``after`` is when danger counts as unconfirmed; the usual times if not given.
    """
    wanted = None if areas is None else tuple(areas)
    few = wanted is not None and len(wanted) <= _FEW
    async with store.one_moment(few_places=few) as kept:
        alerts = await kept.alerts_between(wanted, since, None)
        in_force = [alert for alert in alerts if alert.ended_at is None]
        announced = await kept.reports_of({alert.opened_by for alert in in_force})
        regions = None if wanted is None else set(map(region_of, wanted))
        return News(
            areas=wanted,
            since=since,
            until=until,
            in_force=in_force,
            announced={each.report.post: each for each in announced},
            alerts=[alert for alert in alerts if alert.opened_at <= until + _AHEAD],
            reports=await _told(kept, wanted, since, until),
            hearing=await kept.hearing(regions),
            patience=after or patience({}),
        )


async def _told(
    kept: Store, areas: Collection[str] | None, since: datetime, until: datetime
) -> list[KeptReport]:
    """Return the reports that tell more than alerts do; who asks about a moment is told none."""
    if since == until:
        return []
    return await kept.kept_reports(areas, _TOLD, since, until + _AHEAD, counting=_DANGERS)
