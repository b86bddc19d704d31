"""A history told in its order: what each post changed, for going through a night afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.changes import by_reason, changes
from alerts.folding import after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.notices import Reason
    from alerts.situation import Alert, Open, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one post did to some alerts, and how they are afterwards."""

    report: Report
    reason: Reason
    alerts: Sequence[Alert]


def timeline(reports: Iterable[Report]) -> Iterator[Turn]:
    """Yield what reports, in the order of their publication, change one after the other."""
    state: Open = {}
    for report in reports:
        touched = after(state, report)
        before = [state[alert.key] for alert in touched if alert.key in state]
        for alert in touched:
            if alert.ended_at is None:
                state[alert.key] = alert
            else:
                state.pop(alert.key, None)
        for reason, alerts in by_reason(changes(before, touched)):
            yield Turn(report=report, reason=reason, alerts=alerts)
