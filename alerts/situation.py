"""What places live under: alerts open, worsen, ease and end in this file and nowhere else.

The state is the set of open alerts, one for each area and hazard; quiet is the absence of one.
A municipality lives under its own alerts and its region's. Time never ends anything.

==============  ==========================================  =====================================
a post says     where no alert is open                      where one is
==============  ==========================================  =====================================
threat          opens danger                                confirms it
attack          opens attack                                confirms it and raises it to attack
all_clear       nothing                                     ends it, or eases it where the same
                                                            post says that the danger stays
==============  ==========================================  =====================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from alerts.areas import covers, region_of
from alerts.channels import Role
from alerts.verdicts import Hazard, Kind, Statement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

ACTING: Final = frozenset(Role) - {Role.DEFENCE, Role.AVIATION}
"""Whose posts open and end alerts. The defence ministry counts, the aviation agency restricts."""

URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
"""The kinds of statements that change a situation."""


class Level(StrEnum):
    """How bad it is while an alert is open."""

    DANGER = "danger"
    ATTACK = "attack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One stretch of danger over one area for one hazard, from its opening to its end.

    ``hazard`` is None when no post named one. ``opened_by``, ``eased_by`` and ``ended_by`` are ids
    of kept posts. ``confirmed_at`` is when a post last said that it goes on. ``id`` is given by
    the database.
    """

    area: str
    hazard: Hazard | None
    opened_at: datetime
    opened_by: int
    confirmed_at: datetime
    attacked_at: datetime | None = None
    eased_at: datetime | None = None
    eased_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    id: int | None = None

    @property
    def key(self) -> tuple[str, Hazard | None]:
        """Return what no two open alerts share."""
        return self.area, self.hazard

    @property
    def level(self) -> Level:
        """Return attack once an attack was announced, until it eases."""
        return Level.ATTACK if self.attacked_at is not None else Level.DANGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A kept post as it acts on the situation: who said what, and when it was published."""

    post: int
    role: Role
    region: str | None
    published_at: datetime
    verdict: Verdict


Key = tuple[str, Hazard | None]
Open = dict[Key, Alert]


def acts(verdict: Verdict) -> bool:
    """Tell whether a verdict can open, worsen, ease or end anything."""
    return any(statement.kind in URGENT for statement in verdict.statements)


def unplaced(statement: Statement) -> bool:
    """Tell whether all the places a statement names are unknown, so that it can act nowhere."""
    return bool(statement.unknown) and set(statement.places) <= set(statement.unknown)


def after(open_alerts: Mapping[Key, Alert], report: Report) -> list[Alert]:
    """Return the alerts that a report touches, each as it is afterwards."""
    if report.role not in ACTING:
        return []
    state = dict(open_alerts)
    for clear in _statements(report, Kind.ALL_CLEAR):
        _clear(state, clear, report)
    for threat in _statements(report, Kind.THREAT):
        for key in _meant(state, threat):
            _confirm(state, key, report)
    for attack in _statements(report, Kind.ATTACK):
        for key in _meant(state, attack):
            _confirm(state, key, report)
            state[key] = replace(
                state[key],
                attacked_at=state[key].attacked_at or report.published_at,
                eased_at=None,
                eased_by=None,
            )
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


def _statements(report: Report, kind: Kind) -> Iterator[Statement]:
    """Yield the statements of one kind, each with the areas its channel may speak for.

    An unknown place never widens an alert: who names only such a place does not mean the region.
    """
    for statement in report.verdict.statements:
        if statement.kind is kind and not unplaced(statement):
            areas = tuple(
                area
                for area in statement.areas
                if report.region is None or region_of(area) == report.region
            )
            yield replace(statement, areas=areas)


def _meant(state: Mapping[Key, Alert], danger: Statement) -> list[Key]:
    """Return what a statement of danger is about.

    Where it names no hazard, an attack («работает ПВО») is of the dangers declared there, and a
    reminder («ждите отбоя») is about them. A new danger without a name is a hazard of its own.
    """
    keys: list[Key] = []
    for area in danger.areas:
        over = [key for key in state if covers(key[0], area) and state[key].ended_at is None]
        if danger.hazards:
            keys += [(area, hazard) for hazard in danger.hazards]
        elif danger.kind is Kind.ATTACK and over:
            keys += [(area, hazard) for hazard in dict.fromkeys(hazard for _, hazard in over)]
        elif danger.reminder and over:
            keys += over
        else:
            keys.append((area, None))
    return keys


def _confirm(state: Open, key: Key, report: Report) -> None:
    """Open an alert, or note that it goes on."""
    alert = state.get(key)
    moment = report.published_at
    if alert is None:
        area, hazard = key
        state[key] = Alert(
            area=area, hazard=hazard, opened_at=moment, opened_by=report.post, confirmed_at=moment
        )
    else:
        state[key] = replace(alert, confirmed_at=max(alert.confirmed_at, moment))


def _clear(state: Open, clear: Statement, report: Report) -> None:
    """End what a clear names; ease what the same post says is still in force."""
    for key, alert in list(state.items()):
        named = not clear.hazards or alert.hazard in clear.hazards
        if not named or not any(covers(area, alert.area) for area in clear.areas):
            continue
        if _stays(alert, clear, report):
            state[key] = replace(
                alert, attacked_at=None, eased_at=report.published_at, eased_by=report.post
            )
        else:
            state[key] = replace(alert, ended_at=report.published_at, ended_by=report.post)


def _stays(alert: Alert, clear: Statement, report: Report) -> bool:
    """Tell whether a clear leaves an alert in force, by its own words or another statement's."""
    staying = [
        statement
        for statement in (*_statements(report, Kind.THREAT), *_statements(report, Kind.ATTACK))
        if any(covers(area, alert.area) for area in statement.areas)
    ]
    if clear.partial and not staying:
        return True
    return any(not s.hazards or alert.hazard in s.hazards for s in staying)
