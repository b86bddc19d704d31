"""What a place lives under now, in words: since when, last confirmed, announced by whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from alerts.areas import covers
from alerts.confirmation import unconfirmed_since
from alerts.situation import RANK, Level
from alerts.verdicts import Kind
from bot.texts import Html, escaped
from bot.voice import MOST_DEMANDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from alerts.situation import Alert
    from bot.news import News
    from bot.voice import Voice
    from storage.store import KeptReport

_LONG_UNHEARD: Final = timedelta(minutes=10)
_NAMED_PLACES: Final = 12


def situation(area: str, news: News, voice: Voice) -> Iterator[Html]:
    """Give the lines about one place; quiet is only the absence of announcements."""
    yield Html(f"<b>{escaped(voice.name(area))}</b>")
    yield from state(area, news, voice)


def situations(areas: Sequence[str], news: News, voice: Voice) -> Iterator[Html]:
    """Give the lines about several places, places alike together.

    The worst comes first: whatever does not fit into a message must not be a danger.
    """
    alike: dict[tuple[Html, ...], list[str]] = {}
    for area in areas:
        alike.setdefault(tuple(state(area, news, voice)), []).append(area)
    for lines, places in sorted(alike.items(), key=lambda group: _calm(group[1][0], news)):
        yield Html(f"<b>{escaped(voice.names(places, _NAMED_PLACES))}</b>")
        yield from lines
        yield Html("")


def _calm(area: str, news: News) -> int:
    """Return how little a place has to fear; the least for an attack."""
    return min((-RANK[alert.level] for alert in _concerning(area, news)), default=1)


def _concerning(area: str, news: News) -> list[Alert]:
    """Return the alerts in force in a place, in one around it or within it."""
    return [a for a in news.in_force if covers(a.area, area) or covers(area, a.area)]


def state(area: str, news: News, voice: Voice) -> Iterator[Html]:
    """Give what a place lives under, without its name."""
    concerning = _concerning(area, news)
    zone = voice.zone([area])
    for alike in _alike(concerning):
        yield from _in_force(alike, area, news, voice, zone)
    if not concerning:
        yield voice.say("quiet")
    yield from _doubts(area, news, voice, zone)


def link(kept: KeptReport, text: str) -> Html:
    """Return a link to a post."""
    address = f"{kept.channel.address}/{kept.message_id}"
    return Html(f'<a href="{escaped(address)}">{escaped(text)}</a>')


def _began(alert: Alert) -> datetime:
    """Return since when an alert is as bad as it is."""
    match alert.level:
        case Level.ATTACK:
            return alert.attacked_at or alert.opened_at
        case Level.IMMEDIATE:
            return alert.immediate_at or alert.opened_at
        case Level.DANGER:
            return alert.opened_at


def _alike(alerts: Sequence[Alert]) -> list[list[Alert]]:
    """Group alerts of one level, hazard and beginning, the worst first."""
    groups: dict[tuple[int, int, datetime], list[Alert]] = {}
    for alert in alerts:
        hazard = MOST_DEMANDING.index(alert.hazard) if alert.hazard else len(MOST_DEMANDING)
        groups.setdefault((-RANK[alert.level], hazard, _began(alert)), []).append(alert)
    return [groups[key] for key in sorted(groups)]


def _in_force(
    alerts: Sequence[Alert], area: str, news: News, voice: Voice, zone: ZoneInfo
) -> Iterator[Html]:
    first = alerts[0]
    level = first.level
    kind = Kind.ATTACK if level is Level.ATTACK else Kind.THREAT
    what = voice.what(kind, [first.hazard] if first.hazard else [])
    since = voice.moment(_began(first), zone, news.until)
    match level:
        case Level.ATTACK:
            yield voice.say("now-attack", what=what, since=since)
        case Level.IMMEDIATE:
            yield voice.say("now-immediate", what=what, since=since)
        case Level.DANGER:
            yield voice.say("now-threat", what=what, since=since)
    if [alert.area for alert in alerts] != [area]:
        yield escaped(voice.names([alert.area for alert in alerts], _NAMED_PLACES))
    confirmed_at = max(alert.confirmed_at for alert in alerts)
    confirmed = voice.moment(confirmed_at, zone, news.until)
    if all(unconfirmed_since(alert, news.patience, news.until) for alert in alerts):
        state = voice.say("unconfirmed", time=confirmed)
    else:
        state = voice.say("confirmed", time=confirmed)
    post = news.announced_by(first)
    yield state if post is None else Html(f"{state} · {link(post, post.channel.title)}")


def _doubts(area: str, news: News, voice: Voice, zone: ZoneInfo) -> Iterator[Html]:
    """Say when our own ears may be closed."""
    hearing = news.hearing_of(area)
    if hearing is None:
        yield voice.say("unfollowed")
    elif hearing.last_heard_at is None:
        if hearing.sources:
            yield voice.say("unheard-ever")
    elif news.until - hearing.last_heard_at > _LONG_UNHEARD:
        yield voice.say("unheard", time=voice.moment(hearing.last_heard_at, zone, news.until))
