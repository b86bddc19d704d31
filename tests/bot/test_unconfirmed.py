"""Operators see the danger nobody confirms, and end it in two steps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.confirmation import patience
from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard
from app.ending import Ender
from bot.dispatcher import dispatcher_for
from bot.ending import Ending
from bot.texts import load_texts
from tests.bot.conftest import Resident
from tests.bot.operators import IVAN

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.watching import Watching
    from storage.store import Store
    from tests.bot.conftest import Clock, Town
    from tests.fakes.telegram import FakeTelegram


@pytest.fixture
def ivan(town: Town, bot: Bot, telegram: FakeTelegram, watching: Watching) -> Resident:
    """Return an operator of a bot that waits two hours for confirmation of drones."""
    ending = Ending(ender=Ender(town.store, lambda: None), patience=patience({"drone": 2}))
    dispatcher = dispatcher_for(
        town.store, load_gazetteer(), load_texts(), town.now, watching, ending=ending
    )
    return Resident(IVAN, dispatcher, bot, telegram, "ru")


async def test_only_what_is_long_unconfirmed_is_listed(
    ivan: Resident, town: Town, now: Clock
) -> None:
    """An alert is in the list after the time of its hazard, the longest silence first."""
    assert await ivan.sends("/unconfirmed") == "Давно не подтверждённых тревог нет."
    await town.danger("RU-BEL/belgorod")
    now.moment += timedelta(hours=1, minutes=30)
    await town.danger("RU-BEL", Hazard.WEATHER)
    now.moment += timedelta(hours=1)

    listed = await ivan.sends("/unconfirmed")

    assert "Давно не подтверждены: 1" in listed
    assert "1. Опасность атаки беспилотников, Белгород, Белгородская область" in listed
    assert "подтверждений нет с 06:00" in listed
    assert "погода" not in listed
    assert "Подтверждений нет с 06:00" in await ivan.sends("/region Белгород")


async def test_an_alert_is_ended_after_a_second_question(
    ivan: Resident, town: Town, now: Clock, store: Store
) -> None:
    """The first button asks, the second ends it, and it is over."""
    await town.danger("RU-BEL/belgorod")
    now.moment += timedelta(hours=3)
    await ivan.sends("/unconfirmed")

    assert "Официального отбоя не было" in await ivan.clicks("Снять 1")
    assert await store.alerts_in_force(None) != []
    assert (await ivan.clicks("Снять: опасности нет")).startswith("Снято:")
    assert await store.alerts_in_force(None) == []


async def test_an_alert_can_be_left(ivan: Resident, town: Town, now: Clock, store: Store) -> None:
    """Who thinks better of it leaves the alert in force."""
    await town.danger("RU-BEL/belgorod")
    now.moment += timedelta(hours=3)
    await ivan.sends("/unconfirmed")
    await ivan.clicks("Снять 1")

    assert await ivan.clicks("Оставить") == "Тревога действует по-прежнему."
    assert len(await store.alerts_in_force(None)) == 1


async def test_residents_have_no_such_command(anna: Resident) -> None:
    """To all others it is no command."""
    assert "подтвержд" not in await anna.sends("/unconfirmed")
