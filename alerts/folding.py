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

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.areas import covers, region_of
from alerts.authority import may_act
from alerts.dangers import confirm
from alerts.ends import clear, left_by
from alerts.situation import acts, unplaced
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alerts.situation import Alert, Key, Open, Report
    from alerts.verdicts import Statement


def after(open_alerts: Mapping[Key, Alert], report: Report) -> list[Alert]:
    """Return the alerts that a report touches, each as it is afterwards."""
    if not may_act(report.role) or not acts(report.verdict):
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
    by_region: dict[str, Open] = defaultdict(dict)
    for alert in before:
        by_region[region_of(alert.area)][alert.key] = alert
    ended: list[Alert] = []
    for report in reports:
        around: Open = {}
        for region in regions_of(report):
            around |= by_region[region]
        for alert in after(around, report):
            state = by_region[region_of(alert.area)]
            if alert.ended_at is None:
                state[alert.key] = alert
            else:
                state.pop(alert.key, None)
                ended.append(alert)
    still_open = [alert for state in by_region.values() for alert in state.values()]
    return sorted([*ended, *still_open], key=lambda alert: alert.opened_at)


def regions_of(report: Report) -> set[str]:
    """Return the regions whose alerts a report may change: its own, or those it names."""
    if not acts(report.verdict):
        return set()
    if report.region is not None:
        return {report.region}
    return {
        region_of(area)
        for statement in report.verdict.statements
        for area in (*statement.areas, *(area for area, _ in statement.parts))
    }


def apart(alerts: Sequence[Alert]) -> list[Alert]:
    """Return alerts without those that were only the worst of another.

    An attack told of a place, while it or its region lived under the same danger or under a siren
    that named none, which was never declared or ended for that place by itself; or a place named
    beside its region in the same post, and not at a level above it.
    """
    alike: dict[tuple[str, int | None], list[Alert]] = defaultdict(list)
    for alert in alerts:
        alike[region_of(alert.area), alert.ended_by].append(alert)

    def belongs(alert: Alert, other: Alert) -> bool:
        """Tell whether an alert began and ended with another, which it lies in."""
        return (
            other is not alert
            and covers(other.area, alert.area)
            and other.hazard in {alert.hazard, None}
            and other.opened_at <= alert.opened_at
            and (other.ended_at is None or other.ended_at >= alert.opened_at)
        )

    return [
        alert
        for alert in alerts
        if not any(
            belongs(alert, other)
            and (
                not (alert.regime or alert.immediate_at)
                or (alert.opened_by == other.opened_by and _was_upper(alert) <= _was_upper(other))
            )
            for other in alike[region_of(alert.area), alert.ended_by]
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


def _was_upper(alert: Alert) -> bool:
    """Tell whether an alert is, or was before it eased, at the upper level."""
    return alert.immediate_at is not None or alert.eased_at is not None
