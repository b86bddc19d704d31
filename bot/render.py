"""A notice as a message: what, where, what to do, who says so and when; then the post itself."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.notices import Notice, Reason
from alerts.verdicts import Kind
from bot.caught_up import caught_up
from bot.texts import Html, escaped
from bot.voice import by_demand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from bot.voice import Voice

LIMIT: Final = 4096
"""Telegram's limit on a message, in characters after its entities are parsed."""

SHORT: Final = 360
"""So many characters at most come before the post itself: what a phone shows unopened."""

_EXCERPT: Final = 2000
_SOURCE: Final = 60
_PLACES: Final = 110
_NAMED_PLACES: Final = 5
_EXCEPTED: Final = 3
_EXCEPTED_ROOM: Final = 70
_NOTABLE_DELAY: Final = timedelta(minutes=1)
_TAG: Final = re.compile(r"<[^>]*>")


def render(notice: Notice, voice: Voice) -> Html:
    """Return the message of a notice; what comes from the post is escaped and cut to fit."""
    if notice.body is not None:
        return Html(notice.body)
    if notice.reason is Reason.IN_FORCE:
        return Html("\n".join(caught_up(notice, voice)))
    lines = list(_short(notice, voice))
    excerpt = cut(notice.excerpt, _EXCERPT)
    if excerpt:
        lines.append(f"\n<blockquote expandable>{escaped(excerpt)}</blockquote>")
    if notice.link:
        lines.append(f'<a href="{escaped(notice.link)}">{voice.say("open-post")}</a>')
    return Html("\n".join(lines))


def plain(text: str) -> str:
    """Return what a message of ours shows, without its markup."""
    return html.unescape(_TAG.sub("", text))


def cut(text: str, limit: int) -> str:
    """Return the text without outer space, shortened with an ellipsis to ``limit`` characters."""
    text = text.strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _short(notice: Notice, voice: Voice) -> Iterator[str]:
    """Give the lines that are read first."""
    zone = voice.zone(notice.areas)
    headline = _headline(notice, voice)
    others = [*_advice(notice, voice, zone), *_origin(notice, voice, zone)]
    if notice.by_operator and notice.reason not in {Reason.CORRECTED, Reason.LOWERED}:
        others.append(voice.say("misread"))
    yield headline
    if notice.areas:
        room = SHORT - len(plain("\n".join([headline, "", *others])))
        yield f"<b>{escaped(_places(notice, voice, min(room, _PLACES)))}</b>"
    yield from others


def _origin(notice: Notice, voice: Voice, zone: ZoneInfo) -> Iterator[str]:
    """Say who published it and when, and how late it is if that is worth a word."""
    time = voice.moment(notice.published_at, zone)
    if notice.by_hand:
        yield voice.say("source-operator", time=time)
        return
    if notice.forwarded_from is None:
        yield voice.say("source", source=cut(notice.source_name, _SOURCE), time=time)
    else:
        passed_on = cut(notice.source_name, _SOURCE // 2)
        origin = cut(notice.forwarded_from, _SOURCE // 2)
        yield voice.say("source-forwarded", source=passed_on, origin=origin, time=time)
    delay = notice.received_at - notice.published_at
    if delay > _NOTABLE_DELAY:
        yield voice.say("late", delay=voice.duration(delay))


def _places(notice: Notice, voice: Voice, room: int) -> str:
    """Name as many places as there is room for, and count the rest."""
    limit = _NAMED_PLACES
    while len(places := voice.names(notice.areas, limit)) > room and limit > 1:
        limit -= 1
    return cut(places, room)


def _headline(notice: Notice, voice: Voice) -> str:
    """Give what has happened, in one line."""
    match notice.reason:
        case Reason.ENDED:
            return _end(notice, voice)
        case Reason.EASED:
            return voice.say("headline-eased", what=voice.what(Kind.THREAT, notice.hazards))
        case Reason.LOWERED:
            return voice.say("headline-lowered", what=voice.what(notice.kind, notice.hazards))
        case Reason.CORRECTED:
            misread, corrected = voice.say("headline-misread"), voice.say("headline-corrected")
            return misread if notice.by_operator else corrected
        case Reason.DRILL:
            return voice.say("headline-drill")
        case _:
            return _alarm(notice, voice)


def _end(notice: Notice, voice: Voice) -> str:
    """Give what is over, and whether an official said so."""
    if notice.by_hand:
        what = voice.what(Kind.THREAT, notice.hazards)
        return voice.say("headline-ended-by-hand", what=what)
    return voice.say("headline-ended", what=voice.what(Kind.ALL_CLEAR, notice.hazards))


def _alarm(notice: Notice, voice: Voice) -> str:
    """Give what threatens, and how much."""
    if notice.kind is Kind.ATTACK:
        return voice.say("headline-attack", what=voice.what(Kind.ATTACK, notice.hazards))
    what = voice.what(Kind.THREAT, notice.hazards)
    if notice.immediate:
        return voice.say("headline-immediate", what=what)
    return voice.say("headline-threat", what=what)


def _advice(notice: Notice, voice: Voice, zone: ZoneInfo) -> Iterator[str]:
    """Give what to do, and what went before."""
    match notice.reason:
        case Reason.ENDED:
            if notice.by_hand:
                yield voice.say("no-official-clear")
            if notice.excepted:
                places = cut(voice.names(notice.excepted, _EXCEPTED), _EXCEPTED_ROOM)
                yield voice.say("excepted", places=places)
            elif notice.since is not None:
                yield voice.say(
                    "lasted",
                    duration=voice.duration(notice.published_at - notice.since),
                    since=voice.moment(notice.since, zone, notice.published_at),
                )
            yield voice.say("still-in-force")
        case Reason.EASED:
            yield voice.say("advice-eased")
        case Reason.CORRECTED | Reason.LOWERED:
            yield _mended(notice, voice)
        case Reason.DRILL:
            yield voice.say("advice-drill")
        case _:
            yield from _alarm_advice(notice, voice, zone)


def _mended(notice: Notice, voice: Voice) -> str:
    """Say what a correction came of: our reading, another text of the source, a deletion."""
    lowered = notice.reason is Reason.LOWERED
    if notice.by_operator:
        return voice.say("lowered-misread") if lowered else voice.say("corrected-misread")
    if notice.excerpt.strip():
        return voice.say("lowered-text") if lowered else voice.say("corrected-text")
    return voice.say("lowered-gone") if lowered else voice.say("corrected-gone")


def _alarm_advice(notice: Notice, voice: Voice, zone: ZoneInfo) -> Iterator[str]:
    """Give what to do now, since when there is danger, and that it goes on."""
    demanding = next(iter(by_demand(notice.hazards)), None)
    yield voice.advice(demanding, now=notice.kind is Kind.ATTACK or notice.immediate)
    if notice.confirmed_at is not None:
        time = voice.moment(notice.confirmed_at, zone, notice.published_at)
        yield voice.say("goes-on", time=time)
    elif notice.reason is Reason.WORSE and notice.since is not None:
        since = voice.moment(notice.since, zone, notice.published_at)
        yield voice.say("was-before", since=since)
