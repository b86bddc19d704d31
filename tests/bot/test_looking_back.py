"""/history and /why: what a place went through, and what of that reached the one who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.statistics import length, statistics
from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from alerts.situation import Alert
    from tests.bot.conftest import Clock, Resident, Town


async def ends(town: Town, alert: Alert, post: int) -> None:
    """Let an alert end now."""
    async with town.store.transaction() as transaction:
        await transaction.save_alerts([replace(alert, ended_at=town.now(), ended_by=post)])


async def test_history_tells_the_alerts_of_a_place_and_their_figures(
    anna: Resident, town: Town, now: Clock
) -> None:
    """How many, for how long together, the longest; then each, the newest first."""
    assert "Объявлений не было." in await anna.sends("/history Белгород")
    first = await town.danger("RU-BEL/belgorod")
    now.pass_(hours=2)
    await ends(town, first, first.opened_by)
    now.pass_(hours=1)
    await town.danger("RU-BEL", Hazard.MISSILE, attack=True)
    now.pass_(minutes=30)

    told = (await anna.sends("/history Белгород")).splitlines()

    assert told[0].startswith("Белгород")
    assert told[1:4] == [
        "Тревог: 2, из них с атакой: 1",
        "Под тревогой: 2 ч 30 мин",
        "Самая долгая: 2 ч 0 мин, Опасность атаки беспилотников, с 06:00",
    ]
    assert told[4:6] == [
        "· Опасность атаки беспилотников: 1, 2 ч 0 мин",
        "· Ракетная опасность: 1, 30 мин",
    ]
    assert told[7:] == [
        "09:00, ещё действует: Ракетная опасность, Белгородская область",
        "06:00, 2 ч 0 мин: Опасность атаки беспилотников, Белгород",
    ]


async def test_history_asks_for_a_place(anna: Resident) -> None:
    """Without a place of one's own it has to be named."""
    assert await anna.sends("/history") == "Напишите место после команды: /history Белгород"
    assert "Не знаю места" in await anna.sends("/history Нигде")


async def test_why_needs_a_place_of_ones_own(anna: Resident) -> None:
    """Who follows nothing is shown how to begin; who does, that nothing happened."""
    assert await anna.sends("/why") == "Места пока не выбраны."
    await anna.sends("/subscribe Белгород")
    assert "В ваших местах ничего не объявляли." in await anna.sends("/why")


async def test_figures_count_what_lies_within_the_period(town: Town, now: Clock) -> None:
    """An alert that began before counts from the beginning, one that goes on until the end."""
    alert = await town.danger("RU-BEL")
    begin = now() + timedelta(hours=1)
    end = begin + timedelta(hours=3)
    figures = statistics([alert], begin, end)
    assert figures.under_alert == length(alert, begin, end) == timedelta(hours=3)
    assert figures.alerts == 1
    assert figures.longest == alert
    nothing = statistics([alert], begin - timedelta(hours=9), begin - timedelta(hours=2))
    assert (nothing.alerts, nothing.longest) == (0, None)
