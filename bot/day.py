"""What happened over a stretch of time, in words: alerts, official numbers, casualties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.situation import Level
from alerts.verdicts import Kind
from bot.in_force import link
from bot.render import cut
from bot.texts import Html, escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from alerts.situation import Alert
    from alerts.verdicts import Verdict
    from bot.news import News
    from bot.voice import Voice
    from storage.store import KeptReport

_ALERTS: Final = 12
_NUMBERS: Final = 8
_AFTERMATH: Final = 5
_NAMED_PLACES: Final = 8
_SOURCE: Final = 60
_QUOTE: Final = 120


def day(news: News, voice: Voice, zone: ZoneInfo) -> Iterator[Html]:
    """Give the lines about a day: what was announced, then numbers, then aftermath."""
    yield from spans(news, voice)
    for block in (list(numbers(news, voice)), list(aftermath(news, voice, zone))):
        if block:
            yield Html("")
            yield from block


def spans(news: News, voice: Voice) -> Iterator[Html]:
    """Give the alerts by the clocks of their own places, alike ones in one line."""
    groups: dict[tuple[object, ...], list[Alert]] = {}
    for alert in news.alerts:
        clocks = [_minute(moment) for moment in (alert.opened_at, alert.ended_at)]
        key = alert.level, alert.hazard, voice.zone([alert.area]), *clocks
        groups.setdefault(key, []).append(alert)
    if not groups:
        yield voice.say("no-alerts")
    shown = list(groups.values())
    for alerts in shown[-_ALERTS:]:
        yield _span(alerts, news, voice)
    if len(shown) > _ALERTS:
        yield voice.say("and-more", count=len(shown) - _ALERTS)


def numbers(news: News, voice: Voice) -> Iterator[Html]:
    """Give what official tallies count in the regions concerned."""
    lines = [
        line for kept in reversed(news.reports) for line in _number_lines(kept, news.areas, voice)
    ]
    if lines:
        yield voice.say("numbers-title")
        yield from lines[:_NUMBERS]


def aftermath(news: News, voice: Voice, zone: ZoneInfo) -> Iterator[Html]:
    """Give casualties as stated and what attacks did, newest first, each with its source."""
    told = [kept for kept in reversed(news.reports) if _tells_aftermath(kept.report.verdict)]
    if told:
        yield voice.say("aftermath-title")
    for kept in told[:_AFTERMATH]:
        casualties = _casualties(kept.report.verdict, voice)
        what = casualties or cut(" ".join(kept.text.split()), _QUOTE)
        source = f"{cut(kept.channel.title, _SOURCE)}, " + voice.moment(
            kept.report.published_at, zone, news.until
        )
        yield Html(f"{escaped(what)} ({link(kept, source)})")


def _minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(second=0, microsecond=0)


def _span(alerts: Sequence[Alert], news: News, voice: Voice) -> Html:
    first = alerts[0]
    zone = voice.zone([first.area])
    attack = first.level is Level.ATTACK
    facts = {
        "since": voice.moment(first.opened_at, zone, news.until),
        "what": voice.what(
            Kind.ATTACK if attack else Kind.THREAT, [first.hazard] if first.hazard else []
        ),
    }
    if first.ended_at is None:
        line = voice.say("open-attack", **facts) if attack else voice.say("open-threat", **facts)
    else:
        facts["until"] = voice.moment(first.ended_at, zone, news.until)
        line = voice.say("span-attack", **facts) if attack else voice.say("span-threat", **facts)
    places = voice.names([alert.area for alert in alerts], _NAMED_PLACES)
    return Html(f"{line}: {escaped(places)}")


def _number_lines(kept: KeptReport, areas: Collection[str] | None, voice: Voice) -> Iterator[Html]:
    """Give what one tally counts in each region concerned; over all regions, its total."""
    tally = kept.report.verdict.tally
    if tally is None:
        return
    period = f" {tally.period.start}–{tally.period.end}" if tally.period else ""
    source = link(kept, cut(kept.channel.title, _SOURCE) + period)
    if areas is None:
        if tally.total is not None:
            counted = voice.say("targets", count=tally.total)
            yield voice.say("number-line", numbers=counted, source=source)
        return
    for region in sorted({region_of(area) for area in areas}):
        if region in tally.by_region:
            counted = voice.say("drones", count=tally.by_region[region])
            if tally.total is not None and tally.total != tally.by_region[region]:
                counted = voice.say("drones-of", drones=counted, total=tally.total)
        elif kept.report.region == region and tally.total is not None:
            counted = voice.say("targets", count=tally.total)
        else:
            continue
        line = voice.say("number-line", numbers=counted, source=source)
        yield Html(f"{escaped(voice.name(region))}: {line}")


def _tells_aftermath(verdict: Verdict) -> bool:
    if verdict.killed or verdict.injured:
        return True
    return any(statement.kind is Kind.AFTERMATH for statement in verdict.statements)


def _casualties(verdict: Verdict, voice: Voice) -> str:
    stated = [
        voice.plain("killed", count=verdict.killed) if verdict.killed else "",
        voice.plain("injured", count=verdict.injured) if verdict.injured else "",
    ]
    return ", ".join(each for each in stated if each)
