"""The daily digest: what it says, when it is due, and its planning as outbox rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from alerts.notices import Notice, Reason
from alerts.statistics import under_alert
from alerts.verdicts import Kind
from bot.day import aftermath, numbers, spans
from bot.news import gather_news
from bot.screen import fitted
from bot.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.gazetteer import Gazetteer
    from alerts.subscriptions import Subscriber
    from bot.news import News
    from bot.texts import Html, Texts
    from storage.store import Store

DAY: Final = timedelta(hours=24)
_NAMED_PLACES: Final = 8


def next_digest_at(after: datetime, timezone: str, minute: int) -> datetime:
    """Return the next moment after ``after`` at which local clocks show ``minute`` of the day.

    Once a day, also when clocks change: a time that comes twice is taken the first time, one that
    is skipped comes as much later as the clocks were put forward.
    """
    zone = ZoneInfo(timezone)
    clock = time(minute // 60, minute % 60, tzinfo=zone)
    date = after.astimezone(zone).date()
    while (moment := datetime.combine(date, clock).astimezone(UTC)) <= after:
        date += timedelta(days=1)
    return moment


def compose_digest(news: News, zone: ZoneInfo, voice: Voice) -> Html:
    """Return the digest of a day for the areas of one resident."""
    return fitted(_lines(news, zone, voice), voice)


async def plan_due_digests(
    store: Store, texts: Texts, gazetteer: Gazetteer, now: datetime, limit: int
) -> int:
    """Plan the digests that are due at ``now``, at most ``limit``; return how many were due."""
    due = await store.due_digests(now, limit)
    for subscriber in due:
        areas = [wanted.area for wanted in await store.subscriptions(subscriber.chat_id)]
        voice = Voice(texts, gazetteer, subscriber.language)
        news = await gather_news(store, areas, now - DAY, now)
        body = compose_digest(news, ZoneInfo(subscriber.timezone), voice)
        if await store.subscriber(subscriber.chat_id) != subscriber:
            continue  # changed or forgotten meanwhile; the next tick sees it as it is
        async with store.transaction() as transaction:
            if areas:
                await transaction.tell_one(_notice(areas, body, now), subscriber.chat_id, now)
            await transaction.save_subscriber(_again(subscriber, now))
    return len(due)


def _again(subscriber: Subscriber, now: datetime) -> Subscriber:
    """Return the subscriber with the next digest after ``now``."""
    minute = subscriber.digest_minute
    return replace(
        subscriber,
        next_digest_at=(
            None if minute is None else next_digest_at(now, subscriber.timezone, minute)
        ),
    )


def _notice(areas: list[str], body: Html, now: datetime) -> Notice:
    return Notice(
        reason=Reason.DIGEST,
        kind=Kind.SUMMARY,
        areas=tuple(areas),
        hazards=(),
        published_at=now,
        received_at=now,
        source_name="",
        link=None,
        excerpt="",
        body=body,
    )


def _lines(news: News, zone: ZoneInfo, voice: Voice) -> Iterator[str]:
    yield voice.say("digest-title", date=voice.date(news.until, zone))
    areas = news.areas or ()
    yield voice.say("digest-places", places=voice.names(areas, _NAMED_PLACES))
    yield ""
    if news.alerts:
        length = under_alert(news.alerts, news.since, news.until)
        yield voice.say("under-alert", duration=voice.duration(length))
        yield from spans(news, voice)
    else:
        yield voice.say("digest-calm")
    for block in (list(numbers(news, voice)), list(aftermath(news, voice, zone))):
        if block:
            yield ""
            yield from block
