"""Why somebody was woken or not: each event of their places, and what came of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.notices import Reason
from alerts.verdicts import Kind
from bot.texts import Html, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from alerts.notices import Notice
    from bot.voice import Voice
    from storage.store import KeptEvent

_NAMED_PLACES: Final = 4
_ON_ITS_WAY: Final = frozenset({"pending", "claimed"})
_LOST: Final = frozenset({"failed", "unreachable"})


def woken_lines(
    events: Sequence[KeptEvent], voice: Voice, zone: ZoneInfo, now: datetime
) -> Iterator[Html]:
    """Give each event its line: when, what, where, and why it was heard or not."""
    yield voice.say("woken-title")
    if not events:
        yield voice.say("woken-none")
    for event in events:
        notice = event.notice
        time = voice.moment(notice.published_at, zone, now)
        places = escaped(voice.names(notice.areas, _NAMED_PLACES))
        yield Html("")
        yield Html(f"<b>{time}</b> {escaped(_what(notice, voice))}: {places}")
        yield _why(event, voice)


def _what(notice: Notice, voice: Voice) -> str:
    """Return what happened."""
    if notice.reason in {Reason.ENDED, Reason.CORRECTED}:
        return voice.what(Kind.ALL_CLEAR, notice.hazards)
    kind = Kind.ATTACK if notice.kind is Kind.ATTACK else Kind.THREAT
    return voice.what(kind, notice.hazards)


def _why(event: KeptEvent, voice: Voice) -> Html:
    """Return why this chat got it as it did, or did not."""
    if event.reason is None:
        return voice.say("woken-not-yours")
    if event.reason is Reason.TOO_OLD:
        delay = event.notice.received_at - event.notice.published_at
        return voice.say("woken-too-old", delay=voice.duration(delay))
    if event.status in _ON_ITS_WAY:
        return voice.say("woken-waiting")
    if event.status in _LOST:
        return voice.say("woken-lost")
    return voice.say("woken-why", reason=event.reason.value)
