"""What changed between two states of a region's alerts, and what residents are told of it.

The same comparison serves a post in its turn, one that came late, an edit and a deletion: the old
alerts are what was kept, the new ones what the posts say now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from alerts.areas import covers
from alerts.notices import Reason
from alerts.situation import RANK, Alert, Key

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One alert that is no longer as it was; ``reason`` is None when nobody needs to know.

    ``left_out``: it was its region's danger, which ended everywhere but here.
    """

    alert: Alert
    reason: Reason | None
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The difference: alerts to keep, with reasons, and alerts that never should have been."""

    kept: tuple[Change, ...]
    withdrawn: tuple[Change, ...]


def changes(old: Iterable[Alert], new: Iterable[Alert]) -> Changes:
    """Compare alerts; those in ``new`` get the ids of the same alerts in ``old``."""
    was = list(old)
    now = list(new)
    rest: dict[Key, list[Alert]] = {}
    for alert in was:
        rest.setdefault(alert.key, []).append(alert)
    was_open = {alert.key for alert in was if alert.ended_at is None}
    is_open = {alert.key for alert in now if alert.ended_at is None}
    kept: list[Change] = []
    for alert in now:
        alike = rest.get(alert.key, [])
        before = _same(alike, alert)
        if before is not None:
            alike.remove(before)
        known = replace(alert, id=before.id if before else None)
        if known != before:
            left_out = before is None and any(_holds(other, known) for other in was)
            reason = None if left_out else _reason(before, known, was_open, is_open)
            kept.append(Change(alert=known, reason=reason, left_out=left_out))
    gone = {alert for alike in rest.values() for alert in alike}
    withdrawn = (
        Change(
            alert=alert,
            reason=Reason.CORRECTED
            if alert.ended_at is None and alert.key not in is_open
            else None,
        )
        for alert in was
        if alert in gone
    )
    return Changes(kept=tuple(kept), withdrawn=tuple(withdrawn))


def left_out(all_changes: Changes) -> tuple[str, ...]:
    """Return the areas in which danger goes on that ended around them."""
    return tuple(change.alert.area for change in all_changes.kept if change.left_out)


def by_reason(all_changes: Changes) -> list[tuple[Reason, list[Alert]]]:
    """Return the alerts to tell of, grouped by reason in the order of ``Reason``."""
    told = [
        (change.reason, change.alert)
        for change in (*all_changes.kept, *all_changes.withdrawn)
        if change.reason is not None
    ]
    order = list(Reason)
    told.sort(key=lambda item: order.index(item[0]))
    return [
        (reason, [alert for _, alert in group])
        for reason, group in groupby(told, key=lambda item: item[0])
    ]


def _same(alike: Iterable[Alert], alert: Alert) -> Alert | None:
    """Find the alert among those of its key: opened by the same post, or open then as it is now."""
    for before in alike:
        if before.opened_by == alert.opened_by:
            return before
    for before in alike:
        if before.ended_at is None and alert.ended_at is None:
            return before
    return None


def _holds(wide: Alert, alert: Alert) -> bool:
    """Tell whether an alert is what is left of a wider one, which was open."""
    return (
        wide.ended_at is None
        and wide.area != alert.area
        and covers(wide.area, alert.area)
        and (wide.hazard, wide.opened_by) == (alert.hazard, alert.opened_by)
    )


def _reason(
    before: Alert | None, now: Alert, was_open: set[Key], is_open: set[Key]
) -> Reason | None:
    """Return why residents are told of an alert, None if nothing they need has changed."""
    open_before = before is not None and before.ended_at is None
    if now.ended_at is not None:
        return Reason.ENDED if open_before and now.key not in is_open else None
    if before is None or not open_before:
        return None if now.key in was_open else Reason.OPENED
    if RANK[now.level] > RANK[before.level]:
        return Reason.WORSE
    if now.eased_by is not None and now.eased_by != before.eased_by:
        return Reason.EASED
    if RANK[now.level] < RANK[before.level]:  # no post lowered it: it never was so bad
        return Reason.LOWERED
    return Reason.REFRESHED if now.confirmed_at != before.confirmed_at else None
