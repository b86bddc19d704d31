"""«Why was I (not) woken»: each resident finds the reason of each event of their places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard
from bot.texts import load_texts
from bot.voice import HOME_ZONE, Voice
from bot.woken_words import woken_lines
from tests.scenarios.conftest import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.scenarios.conftest import Night

BELGOROD = "RU-BEL/belgorod"


async def why(night: Night, chat_id: int) -> Sequence[str]:
    """Return what /why tells a resident, the first event first: its reason in words."""
    since = min(moment("20:00"), datetime.now(UTC) - timedelta(hours=1))
    resident = await night.store.subscriber(chat_id)
    assert resident is not None
    wanted = await night.store.subscriptions(chat_id)
    events = await night.store.events_for(resident, wanted, since, 100)
    voice = Voice(load_texts(), load_gazetteer(), "ru")
    lines = list(woken_lines(events, voice, HOME_ZONE, datetime.now(UTC)))
    return lines[3::3][::-1]


async def test_every_event_has_its_reason(night: Night) -> None:
    """Woken, changed in place, heard too late, over: each is told as what it was."""
    anna = await night.resident(7, BELGOROD)
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("23:00", "Опасность атаки БПЛА сохраняется.")
    await night.publishes("23:30", "Ракетная опасность в Белгородской области!", late_minutes=40)
    await night.publishes("00:20", "Отбой опасности атаки БПЛА в области.")

    assert await why(night, anna) == [
        "Прислали со звуком: опасность объявлена.",
        "Изменили прежнее сообщение без звука: опасность сохраняется или стала шире.",
        "Не присылали: узнали через 40 мин, это слишком поздно для тревоги.",
        "Прислали ответом на тревогу: опасность закончилась.",
    ]


async def test_filters_quiet_hours_and_snoozes_are_named(night: Night) -> None:
    """Who was spared a sound, or a message, finds that it was by their own wish."""
    now = datetime.now(UTC)
    missiles = Subscription(area=BELGOROD, hazards=frozenset({Hazard.MISSILE}))
    whole = Subscription(area=BELGOROD)
    await night.store.import_subscribers(
        [
            (Subscriber(chat_id=1, quiet=(0, 24 * 60)), [whole]),
            (Subscriber(chat_id=2, snoozed_until=now + timedelta(hours=9)), [whole]),
            (Subscriber(chat_id=3), [missiles]),
        ]
    )
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("23:00", "Отбой опасности атаки БПЛА в области.")

    assert (await why(night, 1))[0] == "Прислали без звука: у вас тихие часы."
    assert (await why(night, 2))[0] == "Прислали без звука: вы отложили уведомления."
    assert await why(night, 3) == 2 * ["Не прислали: о такой опасности вы не просили."]


async def test_who_came_later_is_told_so(night: Night) -> None:
    """What happened before one followed a place was never planned for one."""
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    newcomer = await night.resident(9, BELGOROD)
    await night.publishes("22:30", "Опасность атаки БПЛА сохраняется.")

    assert await why(night, newcomer) == [
        "Не присылали: тогда вы не следили за этим местом.",
        "Не беспокоили: ничего нового, опасность уже была объявлена.",
    ]


async def test_an_alarm_that_was_over_before_its_turn_is_neither_sent_nor_ended(
    night: Night,
) -> None:
    """Nobody gets the end of an alarm that never reached them, and both are explained."""
    anna = await night.resident(7, BELGOROD)
    night.holds_back = True
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("22:01", "Отбой опасности атаки БПЛА в области.")
    night.holds_back = False
    await night.drains("22:02")

    assert night.heard(anna) == []
    assert await night.reasons(anna) == [Reason.ENDED_BEFORE_SENT]
    assert (await why(night, anna))[0] == "Не прислали: закончилось раньше, чем дошла очередь."
