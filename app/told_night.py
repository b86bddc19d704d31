"""A recorded night as a timeline to read: what each post changed, and what was left open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts.areas import region_of
from alerts.folding import fold
from alerts.notices import Reason
from alerts.situation import Level
from alerts.tables import load_gazetteer
from alerts.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

    from alerts.situation import Alert
    from alerts.timeline import Turn
    from app.replaying import Recording

_WORDS = 60


def night_lines(night: Recording) -> Iterator[str]:
    """Yield a line for each change, under the day it was on, and at last what never ended."""
    reports = list(night.reports())
    day = ""
    for turn in timeline(reports):
        if turn.reason is Reason.REFRESHED:
            continue
        for alerts in _alike(turn.alerts):
            at = _local(turn.report.published_at, alerts[0])
            if (today := f"{at:%d.%m.%Y}") != day:
                yield from ([""] if day else [])
                yield (day := today)
            yield f"  {at:%H:%M}  {_turn(turn, alerts, night)}"
    left = [alert for alert in fold(reports) if alert.ended_at is None]
    if left:
        yield "\nno end was told of"
    for alert in left:
        since, confirmed = _local(alert.opened_at, alert), _local(alert.confirmed_at, alert)
        yield (
            f"  {_what(alert)} in {_where(alert, night)}, since {since:%d.%m %H:%M}; "
            f"no confirmation since {confirmed:%d.%m %H:%M}"
        )


def _alike(alerts: Sequence[Alert]) -> Iterator[Sequence[Alert]]:
    """Yield the alerts of one hazard, level and beginning together."""
    groups: dict[tuple[str, datetime], list[Alert]] = {}
    for alert in alerts:
        groups.setdefault((_what(alert), alert.opened_at), []).append(alert)
    yield from groups.values()


def _turn(turn: Turn, alerts: Sequence[Alert], night: Recording) -> str:
    """Return one change: what, where, after how long, by which post."""
    first = alerts[0]
    what = {Reason.OPENED: "OPENED", Reason.WORSE: "WORSE"}.get(turn.reason, turn.reason.value)
    where = ", ".join(_where(alert, night) for alert in alerts)
    after = ""
    if turn.reason is not Reason.OPENED:
        after = f" after {_length(turn.report.published_at - first.opened_at)}"
    post = night.posts[turn.report.post]
    words = " ".join(post.text.split())
    quote = words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
    return f"{what:<7} {_what(first)} in {where}{after}  | @{post.channel} {post.id}: {quote}"


def _what(alert: Alert) -> str:
    """Return the danger and how bad it is."""
    hazard = alert.hazard.value if alert.hazard else "any hazard"
    return hazard if alert.level is Level.DANGER else f"{hazard} ({alert.level.value})"


def _where(alert: Alert, night: Recording) -> str:
    """Return the places of an alert, or its region."""
    named = [place for place in night.places(alert) if place is not None]
    return ", ".join(named) or load_gazetteer().area(alert.area).name


def _local(at: datetime, alert: Alert) -> datetime:
    """Return a moment as residents of an alert's region read it."""
    zone = ZoneInfo(load_gazetteer().area(region_of(alert.area)).timezone)
    return at.astimezone(zone)


def _length(lasted: timedelta) -> str:
    """Return a length of time in hours and minutes."""
    hours, minutes = divmod(round(lasted.total_seconds() / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
