from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.situation import Alert
from alerts.statistics import under_alert
from alerts.subscriptions import Subscriber, Subscription
from bot.digest import next_digest_at, plan_due_digests
from bot.render import plain
from tests.bot.conftest import DEFENCE, GOVERNOR
from tests.bot.test_questions import HURT, NIGHT

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Town

BERLIN = "Europe/Berlin"
MORNING = 8 * 60


def utc(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "zone", "minute", "due"),
    [
        ("2026-11-22 04:59", "Europe/Moscow", MORNING, "2026-11-22 05:00"),
        ("2026-11-22 05:00", "Europe/Moscow", MORNING, "2026-11-23 05:00"),
        ("2026-11-22 22:00", "Asia/Vladivostok", MORNING, "2026-11-23 22:00"),
        ("2026-03-28 10:00", BERLIN, MORNING, "2026-03-29 06:00"),
        ("2026-03-28 10:00", BERLIN, 150, "2026-03-29 01:30"),
        ("2026-10-24 10:00", BERLIN, 150, "2026-10-25 00:30"),
        ("2026-10-25 00:30", BERLIN, 150, "2026-10-26 01:30"),
    ],
    ids=["today", "tomorrow", "east", "spring", "skipped", "twice: first", "twice: once"],
)
def test_the_next_digest(after: str, zone: str, minute: int, due: str) -> None:
    """The digest comes at the local minute, once a day, also when clocks change."""
    assert next_digest_at(utc(after), zone, minute) == utc(due)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from([BERLIN, "Europe/Moscow", "America/New_York", "Asia/Kamchatka"]),
    st.integers(0, 1439),
)
def test_digests_are_about_a_day_apart(after: datetime, zone: str, minute: int) -> None:
    """No day is left out and none has two."""
    first = next_digest_at(after, zone, minute)
    second = next_digest_at(first, zone, minute)
    assert after < first <= after + timedelta(hours=25)
    assert timedelta(hours=23) <= second - first <= timedelta(hours=25)


def test_time_under_alert_counts_each_minute_once() -> None:
    """Overlapping alerts are not added up, and only the day itself counts."""
    day = utc("2026-11-22 00:00")

    def alert(opened: float, ended: float | None) -> Alert:
        return Alert(
            area="RU-BEL",
            hazard=None,
            opened_at=day + timedelta(hours=opened),
            opened_by=1,
            confirmed_at=day,
            ended_at=None if ended is None else day + timedelta(hours=ended),
        )

    alerts = [alert(-3, 1), alert(0.5, 2), alert(1, 1.5), alert(22, None)]
    assert under_alert(alerts, day, day + timedelta(hours=24)) == timedelta(hours=4)
    assert under_alert([], day, day + timedelta(hours=24)) == timedelta(0)


async def subscribed(store: Store, chat_id: int, due: datetime, language: str = "ru") -> Subscriber:
    """Keep a subscriber whose digest is due at a moment."""
    subscriber = Subscriber(
        chat_id=chat_id, language=language, digest_minute=MORNING, next_digest_at=due
    )
    await store.save_subscriber(subscriber)
    await store.subscribe(chat_id, Subscription(area="RU-BEL/belgorod"))
    return subscriber


async def bodies(town: Town) -> dict[int, str]:
    """Return what the outbox holds for each chat."""
    claimed = await town.store.claim(100, town.now(), timedelta(minutes=1))
    return {each.chat_id: plain(each.notice.body or "") for each in claimed}


async def test_a_digest_tells_the_day(town: Town, texts: Texts, gazetteer: Gazetteer) -> None:
    """Alerts, hours under alert, official numbers and casualties, each with its source."""
    await subscribed(town.store, 7, town.now() + timedelta(hours=2))
    alert = await town.danger("RU-BEL/belgorod", attack=True)
    town.now.pass_(hours=1, minutes=15)
    async with town.store.transaction() as transaction:
        ended = replace(alert, ended_at=town.now(), ended_by=alert.opened_by)
        await transaction.save_alerts([ended])
    await town.post(DEFENCE, "Сбиты 139 БПЛА", NIGHT)
    await town.post(GOVERNOR, "Погиб мирный житель", HURT)
    town.now.pass_(hours=1)

    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 1
    assert (await bodies(town))[7].splitlines() == [
        "Сводка за сутки, 22 ноября",
        "Белгород",
        "",
        "Под тревогой: 1 ч 15 мин",
        "🔴 06:00–07:15 Атака беспилотников: Белгород",
        "",
        "Числа из официальных сводок",
        "Белгородская область: 56 беспилотников (всего в сводке 139), Минобороны 20:00–07:00",
        "",
        "Последствия",
        "погибших: 1, пострадавших: 3 (Губернатор <Белгород>, 07:15)",
    ]


async def test_a_calm_day_has_a_short_digest(
    town: Town, texts: Texts, gazetteer: Gazetteer
) -> None:
    """A digest that was asked for comes also when nothing happened."""
    await subscribed(town.store, 7, town.now())
    await subscribed(town.store, 8, town.now(), "en")
    await plan_due_digests(town.store, texts, gazetteer, town.now(), 100)

    told = await bodies(town)
    assert told[7].endswith("Спокойные сутки: объявлений не было.")
    assert told[8].endswith("A calm day: nothing was announced.")


async def test_a_digest_is_planned_once_and_again_tomorrow(
    town: Town, texts: Texts, gazetteer: Gazetteer
) -> None:
    """The row and the next date are written together; ticks do not double."""
    subscriber = await subscribed(town.store, 7, town.now())
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 1
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 0

    assert await town.store.outbox_counts() == {"pending": 1}
    due = utc("2026-11-22 05:00")
    assert await town.store.subscriber(7) == replace(subscriber, next_digest_at=due)


async def test_after_days_of_silence_one_digest_comes(
    town: Town, texts: Texts, gazetteer: Gazetteer
) -> None:
    """A program that slept for days sends one digest, not one a day."""
    await subscribed(town.store, 7, town.now() - timedelta(days=5))
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 1
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 0


async def test_without_places_there_is_no_digest(
    town: Town, texts: Texts, gazetteer: Gazetteer
) -> None:
    """Nothing is said about nothing; the next day is planned all the same."""
    await subscribed(town.store, 7, town.now())
    await town.store.unsubscribe(7, None)
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 1
    assert await town.store.outbox_counts() == {}
    assert await plan_due_digests(town.store, texts, gazetteer, town.now(), 100) == 0
