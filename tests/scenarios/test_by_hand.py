"""No timer ends danger; an operator may, by name, and whoever was alarmed hears that it was one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from alerts.areas import covers
from alerts.notices import Reason
from app.ending import Ender
from storage.engine import new_engine, parse
from storage.tables.told import AuditRow
from tests.scenarios.conftest import moment
from tests.scenarios.test_nights import DRONES, DRONES_OVER, MISSILES

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.situation import Alert
    from tests.scenarios.conftest import Night

OPERATOR = "@operator"


async def ends(night: Night, at: datetime, area: str) -> Alert | None:
    """Let an operator end the alert of an area by hand, and everybody be told."""
    alerts = await night.store.alerts_in_force([area])
    number = next(alert.id for alert in alerts if alert.area == area)
    assert number is not None
    ended = await Ender(night.store, lambda: None).end(number, OPERATOR, at)
    await night.drains(f"{at:%H:%M}")
    return ended


async def test_danger_without_a_word_for_days_is_still_danger(night: Night) -> None:
    """Nothing but a clear, or a person, ends an alert."""
    anna = await night.resident(7, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    for hour in range(1, 10):
        await night.publishes(f"0{hour}:00", "Доброе утро, дорогие жители области!")

    (alert,) = await night.store.alerts_in_force(["RU-BEL/belgorod"])
    assert (alert.opened_at, alert.confirmed_at) == (moment("22:00"), moment("22:00"))
    assert [told.what for told in night.heard(anna)] == [MISSILES]


async def test_an_operators_end_is_told_as_one_and_stands_in_the_journal(
    night: Night, database_url: str
) -> None:
    """It answers the alarm, says that no official ended it, and keeps the operator's name."""
    anna = await night.resident(7, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")

    ended = await ends(night, moment("07:30"), "RU-BEL")

    assert ended is not None
    assert covers(ended.area, "RU-BEL/belgorod")
    assert [(told.at, told.what, told.answers) for told in night.heard(anna)] == [
        ("22:00", DRONES, None),
        ("07:30", f"Больше не действует: {DRONES}", DRONES),
    ]
    assert "Официального отбоя не было" in night.last(anna)
    assert "Источник: оператор «Набата»" in night.last(anna)
    assert "Открыть сообщение" not in night.last(anna)
    assert await night.store.alerts_in_force(None) == []
    engine = new_engine(parse(database_url))
    async with engine.connect() as connection:
        journal = await connection.execute(select(AuditRow.who, AuditRow.action))
        assert [tuple(entry) for entry in journal] == [(OPERATOR, "alert ended by hand")]
    await engine.dispose()


async def test_an_operators_end_holds_when_history_is_read_anew(night: Night) -> None:
    """A late post leaves it in force; danger declared again is a new alert, and rings."""
    anna = await night.resident(7, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await ends(night, moment("04:00"), "RU-BEL")

    await night.publishes("23:00", "Опасность атаки БПЛА сохраняется.", late_minutes=400)
    assert await night.store.alerts_in_force(None) == []

    await night.publishes("06:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("06:40", "Отбой опасности атаки БПЛА в области.")
    assert [(told.at, told.what) for told in night.heard(anna)][2:] == [
        ("06:00", DRONES),
        ("06:40", DRONES_OVER),
    ]


async def test_an_operator_ends_one_alert_and_none_beside_it(night: Night) -> None:
    """A region's end by hand leaves its districts and its other dangers as they are."""
    await night.resident(7, "RU-BEL")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("22:10", "В Шебекинском округе непосредственная угроза удара БПЛА!")
    await night.publishes("22:20", "Ракетная опасность на территории Белгородской области!")
    drones = next(
        alert.id
        for alert in await night.store.alerts_in_force(None)
        if (alert.area, alert.hazard) == ("RU-BEL", "drone")
    )
    assert drones is not None

    await Ender(night.store, lambda: None).end(drones, OPERATOR, moment("03:00"))

    left = {(alert.area, alert.hazard) for alert in await night.store.alerts_in_force(None)}
    assert left == {("RU-BEL/shebekinsky", "drone"), ("RU-BEL", "missile")}


async def test_what_is_over_cannot_be_ended_again(night: Night) -> None:
    """A clear that was faster than the operator leaves nothing to do and nothing to tell."""
    anna = await night.resident(7, "RU-BEL")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    (alert,) = await night.store.alerts_in_force(None)
    await night.publishes("22:30", "Отбой опасности атаки БПЛА в области.")

    assert alert.id is not None
    ender = Ender(night.store, lambda: None)
    assert await ender.end(alert.id, OPERATOR, moment("22:31") + timedelta(seconds=9)) is None
    await night.drains("22:32")

    assert await night.reasons(anna) == [Reason.OPENED, Reason.ENDED]
