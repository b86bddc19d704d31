"""From posts to alerts: they open, worsen, ease and end here and nowhere else.

================  ==================================  ============================================
a post says       where no such alert is open         where one is
================  ==================================  ============================================
threat            opens danger                        confirms it
threat, upper     opens immediate danger              confirms it and raises it to immediate
threat continues  opens danger                        confirms all it speaks of, opens none beside
attack            opens attack                        confirms it and raises it to attack
all_clear         nothing                             ends it where the clear reaches; eases it
                                                      where the same post says that danger stays
all_clear, upper  nothing                             eases it to the lower level declared before,
                                                      ends it if there was none
================  ==================================  ============================================

Posts act in the order of their publication, whenever they were heard. Time ends nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.areas import covers, region_of
from alerts.authority import may_act
from alerts.dangers import confirm
from alerts.ends import clear, left_by
from alerts.situation import unplaced
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alerts.situation import Alert, Key, Open, Report
    from alerts.verdicts import Statement


def after(open_alerts: Mapping[Key, Alert], report: Report) -> list[Alert]:
    """Return the alerts that a report touches, each as it is afterwards."""
    if not may_act(report.role):
        return []
    state = dict(open_alerts)
    clears = list(_statements(report, Kind.ALL_CLEAR))
    said = [*_statements(report, Kind.THREAT), *_statements(report, Kind.ATTACK)]
    dangers = [left_by(danger, clears) for danger in said]
    for statement in clears:
        clear(state, statement, dangers, report)
    for danger in dangers:
        confirm(state, danger, report)
    return [alert for key, alert in state.items() if open_alerts.get(key) != alert]


def fold(reports: Iterable[Report], before: Iterable[Alert] = ()) -> list[Alert]:
    """Return every alert that reports, in the order of their publication, leave behind.

    ``before`` are the alerts that were open when the first of them was published.
    """
    open_alerts: Open = {alert.key: alert for alert in before}
    ended: list[Alert] = []
    for report in reports:
        for alert in after(open_alerts, report):
            if alert.ended_at is None:
                open_alerts[alert.key] = alert
            else:
                open_alerts.pop(alert.key, None)
                ended.append(alert)
    return sorted([*ended, *open_alerts.values()], key=lambda alert: alert.opened_at)


def apart(alerts: Sequence[Alert]) -> list[Alert]:
    """Return alerts without those that were only the worst of another.

    An attack told of a place, while it or its region lived under the same danger or under a siren
    that named none, which was never declared or ended for that place by itself; or a place named
    beside its region in the same post.
    """

    def belongs(alert: Alert, other: Alert) -> bool:
        """Tell whether an alert began and ended with another, which it lies in."""
        return (
            other is not alert
            and covers(other.area, alert.area)
            and other.hazard in {alert.hazard, None}
            and other.opened_at <= alert.opened_at
            and (other.ended_at is None or other.ended_at >= alert.opened_at)
            and other.ended_by == alert.ended_by
        )

    return [
        alert
        for alert in alerts
        if not any(
            belongs(alert, other)
            and (alert.opened_by == other.opened_by or not (alert.regime or alert.immediate_at))
            for other in alerts
        )
    ]


def _statements(report: Report, kind: Kind) -> Iterator[Statement]:
    """Yield the statements of one kind, each with the areas its channel may speak for.

    An unknown place never widens an alert: who names only such a place does not mean the region.
    """
    for statement in report.verdict.statements:
        if statement.kind is kind and not unplaced(statement):
            yield replace(
                statement,
                areas=tuple(area for area in statement.areas if _at_home(area, report)),
                parts=tuple(part for part in statement.parts if _at_home(part[0], report)),
            )


def _at_home(area: str, report: Report) -> bool:
    """Tell whether a channel may speak for an area: a federal one for any."""
    return report.region is None or region_of(area) == report.region
