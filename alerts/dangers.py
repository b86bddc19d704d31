"""What a statement of danger opens, confirms and makes worse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.areas import covers
from alerts.authority import reach_of
from alerts.situation import Alert
from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.situation import Key, Open, Report
    from alerts.verdicts import Statement


def confirm(state: Open, danger: Statement, report: Report) -> None:
    """Open the alerts a statement is about, or note that they go on and how bad they are."""
    for key, opens in _meant(state, danger).items():
        parts = tuple(place for area, place in danger.parts if area == key[0])
        alert = state.get(key) or _opened(key, parts, report)
        state[key] = _raised(_widened(alert, parts, opens=opens), danger, report, declares=opens)


def _meant(state: Mapping[Key, Alert], danger: Statement) -> dict[Key, bool]:
    """Return what a statement is about; True for what it declares, False for what it confirms.

    What only continues is danger known before, whether it was declared for the very area, for its
    region or for places in it; it opens an alert only where no such danger is known. An attack
    without a hazard («работает ПВО») is of the dangers declared around. A new danger without a name
    is a hazard of its own.
    """
    meant: dict[Key, bool] = {}
    for area in danger.areas:
        near = [
            key for key, alert in state.items() if alert.ended_at is None and _near(key[0], area)
        ]
        for hazard in _hazards(danger, area, near):
            known = [key for key in near if key[1] == hazard]
            if hazard is Hazard.DRONE and not known:
                known = [key for key in near if state[key].was_unnamed_upper]
            if danger.immediate:  # of the upper level only the very area is known to be
                known = [key for key in known if key[0] == area]
            if _goes_on(danger) and known:
                meant |= {key: meant.get(key, False) for key in known}
            else:
                meant[area, hazard] = True
    return meant


def _hazards(danger: Statement, area: str, near: Sequence[Key]) -> Sequence[Hazard | None]:
    """Return the hazards that a statement about an area means, None for one without a name.

    A level without a hazard («Опасное небо», «красный уровень») is above the drones declared there.
    """
    over = [hazard for around, hazard in near if covers(around, area)]
    if danger.hazards:
        return danger.hazards
    if near and (danger.kind is Kind.ATTACK or _goes_on(danger)):
        return list(dict.fromkeys(over or [hazard for _, hazard in near]))
    return [Hazard.DRONE] if danger.immediate and Hazard.DRONE in over else [None]


def _goes_on(danger: Statement) -> bool:
    """Tell whether a statement declares nothing new."""
    return danger.kind is Kind.THREAT and (danger.continues or danger.reminder)


def _near(one: str, other: str) -> bool:
    """Tell whether two areas are the same, or one lies in the other."""
    return covers(one, other) or covers(other, one)


def _opened(key: Key, parts: tuple[str, ...], report: Report) -> Alert:
    """Return a new alert."""
    area, hazard = key
    moment = report.published_at
    return Alert(
        area=area,
        hazard=hazard,
        opened_at=moment,
        opened_by=report.post,
        confirmed_at=moment,
        reach=reach_of(report.role),
        parts=parts,
    )


def _widened(alert: Alert, parts: tuple[str, ...], *, opens: bool) -> Alert:
    """Return an alert over all its area, or some more of its places, if more is in danger now."""
    if not opens or not alert.parts:
        return alert
    return replace(alert, parts=tuple(dict.fromkeys((*alert.parts, *parts))) if parts else ())


def _raised(alert: Alert, danger: Statement, report: Report, *, declares: bool) -> Alert:
    """Return an alert that was spoken of just now, as bad as the statement says."""
    moment = report.published_at
    alert = replace(alert, confirmed_at=max(alert.confirmed_at, moment))
    if danger.immediate:
        alert = replace(alert, immediate_at=alert.immediate_at or moment)
    elif declares and danger.kind is Kind.THREAT:
        alert = replace(alert, regime=True)
    if danger.kind is Kind.ATTACK:
        alert = replace(alert, attacked_at=alert.attacked_at or moment)
    return alert
