"""/history PLACE: its last alerts, and how much of the last thirty days it was under one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.filters import Command, CommandObject

from alerts.statistics import by_hazard, length, statistics
from alerts.verdicts import Kind
from bot import keyboards
from bot.callbacks import Show
from bot.lookup import LONGEST_QUERY, look_up_region
from bot.screen import fitted, show
from bot.texts import Html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from aiogram.types import Message

    from alerts.areas import Area
    from alerts.situation import Alert
    from alerts.statistics import Statistics
    from bot.context import Visit
    from bot.voice import Voice

DAYS: Final = 30
_SHOWN: Final = 15


async def history(message: Message, command: CommandObject, visit: Visit) -> None:
    """Tell of the place that was named, or of one's first place."""
    query = (command.args or "").strip()
    if query:
        found = look_up_region(visit.gazetteer, query)
        if found.area is None and found.others:
            offers = keyboards.candidates(found.others, Show, visit.voice)
            await show(message, visit.voice.say("which-place"), offers)
            return
        area = found.area
    else:
        own = await visit.own()
        area = visit.gazetteer.area(own[0]) if own else None
    if area is None:
        text = visit.voice.say("not-found", query=query[:LONGEST_QUERY]) if query else None
        await show(message, text or visit.voice.say("history-ask"))
        return
    since = visit.now - timedelta(days=DAYS)
    alerts = await visit.store.alerts_between([area.id], since, visit.now)
    lines = history_lines(area, alerts, since, visit.now, visit)
    await show(message, fitted(lines, visit.voice))


def history_lines(
    area: Area, alerts: Sequence[Alert], since: datetime, until: datetime, visit: Visit
) -> Iterator[Html]:
    """Give the figures of a period, then its last alerts, newest first."""
    voice = visit.voice
    name = keyboards.full_name(area, voice)
    yield voice.say("history-title", place=name, days=DAYS)
    figures = statistics(alerts, since, until)
    if not figures.alerts:
        yield voice.say("no-alerts")
        return
    yield from _figures(figures, since, until, visit)
    yield from _hazards(alerts, since, until, visit.voice)
    yield Html("")
    for alert in reversed(alerts[-_SHOWN:]):
        yield _line(alert, since, until, visit)
    if len(alerts) > _SHOWN:
        yield voice.say("and-more", count=len(alerts) - _SHOWN)


def _figures(figures: Statistics, since: datetime, until: datetime, visit: Visit) -> Iterator[Html]:
    """Give how many alerts there were, for how long, and the longest."""
    voice, longest = visit.voice, figures.longest
    yield voice.say("history-alerts", count=figures.alerts, attacks=figures.attacks)
    yield voice.say("under-alert", duration=voice.duration(figures.under_alert))
    if longest is not None:
        yield voice.say(
            "history-longest",
            duration=voice.duration(length(longest, since, until)),
            what=voice.danger(longest),
            since=voice.moment(longest.opened_at, voice.zone([longest.area]), until),
        )


def _hazards(
    alerts: Sequence[Alert], since: datetime, until: datetime, voice: Voice
) -> Iterator[Html]:
    """Give how much there was of each danger, if there were several."""
    each = by_hazard(alerts, since, until)
    for hazard, own in each.items() if len(each) > 1 else ():
        yield voice.say(
            "history-hazard",
            what=voice.what(Kind.THREAT, [hazard] if hazard else []),
            count=own.alerts,
            duration=voice.duration(own.under_alert),
        )


def _line(alert: Alert, since: datetime, until: datetime, visit: Visit) -> Html:
    """Return one alert: since when, for how long, what, and where."""
    voice = visit.voice
    begun = voice.moment(alert.opened_at, voice.zone([alert.area]), until)
    facts = {"since": begun, "what": voice.danger(alert), "place": voice.name(alert.area)}
    if alert.ended_at is None:
        return voice.say("history-open", **facts)
    return voice.say("history-line", **facts, duration=voice.duration(length(alert, since, until)))


def router() -> Router:
    """Return the router of /history."""
    routes = Router(name="history")
    routes.message.register(history, Command("history", ignore_case=True))
    return routes
