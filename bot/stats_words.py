"""What became of messages, in an operator's words: one bot, its last alarm, its last day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.verdicts import Kind
from bot.render import cut
from bot.texts import Html, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.voice import Voice
    from storage.store import Figures, KeptBot, LastAlarm, MirrorState, Stretch

_PLACES: Final = 60
_NAMED_PLACES: Final = 3
_SECONDS_TELL: Final = timedelta(minutes=10)
"""Up to here a delay is told in seconds."""

_TROUBLES: Final = ("deferred", "unreachable", "dropped", "failed", "doubled", "lost")
"""What is told of messages only where there were some."""


def bot_lines(
    name: str, bot: KeptBot, mirrors: Sequence[MirrorState], voice: Voice
) -> Iterator[Html]:
    """Give which bot it is, whom it tells, and whether it pays."""
    yield voice.say("stats-bot", bot=name, residents=number(bot.residents))
    if bot.paid_since is not None:
        yield voice.say("stats-paid")
    if mirrors:
        ill = [mirror.name for mirror in mirrors if mirror.trouble is not None]
        yield voice.say("stats-mirrors", count=number(len(mirrors)), ill=len(ill))
        if ill:
            yield escaped("⚠️ " + cut(", ".join(ill), _PLACES))


def alarm_lines(
    last: LastAlarm | None, voice: Voice, zone: ZoneInfo, now: datetime
) -> Iterator[Html]:
    """Give what became of the last alarm."""
    yield Html("")
    if last is None:
        yield voice.say("stats-no-alarm")
        return
    notice = last.notice
    kind = Kind.ATTACK if notice.kind is Kind.ATTACK else Kind.THREAT
    places = cut(voice.names(notice.areas, _NAMED_PLACES), _PLACES)
    yield voice.say("stats-last", time=voice.moment(notice.published_at, zone, now))
    yield escaped(f"{voice.what(kind, notice.hazards)}: {places}")
    yield from _figure_lines(last.figures, voice)


def day_lines(day: Stretch, voice: Voice) -> Iterator[Html]:
    """Give what became of everything of the last 24 hours."""
    yield Html("")
    yield voice.say("stats-day", alarms=number(day.alarms))
    yield from _figure_lines(day.figures, voice)
    if day.retired:
        yield voice.say("stats-retired", count=number(day.retired))


def number(count: int) -> str:
    """Return a count as it is read best: 12 345."""
    return f"{count:,}".replace(",", "\u202f")


def _figure_lines(figures: Figures, voice: Voice) -> Iterator[Html]:
    """Give each outcome that there was, with its figure."""
    if not figures.planned:
        yield voice.say("stats-nothing")
        return
    yield voice.say(
        "stats-delivered", count=number(figures.delivered), planned=number(figures.planned)
    )
    if figures.in_flight or figures.waiting:
        yield voice.say(
            "stats-under-way",
            flying=number(figures.in_flight),
            waiting=number(figures.waiting),
        )
    for name in _TROUBLES:
        if count := getattr(figures, name):
            yield voice.say("stats-outcome", outcome=name, count=number(count))
    delays = figures.delays
    if delays is not None:
        yield voice.say(
            "stats-delays",
            half=delay(delays.half, voice),
            most=delay(delays.most, voice),
            last=delay(delays.last, voice),
            ended="no" if figures.in_flight or figures.waiting else "yes",
        )


def delay(length: timedelta, voice: Voice) -> str:
    """Return how late a message was."""
    if length >= _SECONDS_TELL:
        return voice.duration(length)
    seconds = max(0.0, length.total_seconds())
    told = round(seconds, 1) if seconds < 10 else round(seconds)  # noqa: PLR2004 - ten is where tenths stop mattering
    return voice.plain("seconds", seconds=told)
