"""The word after an outage: what is in force now, since when, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.verdicts import PRECEDENCE, Kind
from bot.texts import Html, escaped
from bot.voice import MOST_DEMANDING, by_demand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alerts.notices import Notice
    from alerts.standing import Standing
    from alerts.verdicts import Hazard
    from bot.voice import Voice

_NAMED_PLACES: Final = 6
_DANGERS: Final = 15


def caught_up(notice: Notice, voice: Voice) -> Iterator[Html]:
    """Give the lines of the message, the worst danger first."""
    yield voice.say("caught-up")
    groups: dict[tuple[Kind, Hazard | None, datetime], list[Standing]] = {}
    for one in notice.standing:
        groups.setdefault((one.kind, one.hazard, one.since), []).append(one)
    alike = sorted(groups.values(), key=lambda group: _calm(group[0]))
    for group in alike[:_DANGERS]:
        first = group[0]
        areas = [one.area for one in group]
        zone = voice.zone(areas)
        what = voice.what(first.kind, [first.hazard] if first.hazard else [])
        since = voice.moment(first.since, zone, notice.published_at)
        if first.kind is Kind.ATTACK:
            line = voice.say("now-attack", what=what, since=since)
        else:
            line = voice.say("now-threat", what=what, since=since)
        yield Html(f"{line}: {escaped(voice.names(areas, _NAMED_PLACES))}")
    if len(alike) > _DANGERS:
        yield voice.say("and-more", count=len(alike) - _DANGERS)
    demanding = next(iter(by_demand(notice.hazards)), None)
    yield voice.advice(demanding, now=notice.kind is Kind.ATTACK)
    yield voice.say("caught-up-end")


def _calm(one: Standing) -> tuple[int, int]:
    """Return how little a danger is to be feared."""
    hazard = MOST_DEMANDING.index(one.hazard) if one.hazard else len(MOST_DEMANDING)
    return PRECEDENCE[one.kind], hazard
