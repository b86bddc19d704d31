"""One event is one message: it rings once, is changed while it goes on, and answered at its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard
from tests.scenarios.test_nights import DRONES, DRONES_OVER, MISSILES

if TYPE_CHECKING:
    from tests.scenarios.conftest import Night


async def test_reminders_change_the_alarm_and_ring_for_nobody(night: Night) -> None:
    """The hourly «опасность сохраняется» is an edit of the message that rang."""
    anna = await night.resident(7, "RU-BEL/belgorod")

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("23:00", "Опасность атаки БПЛА сохраняется.")
    await night.publishes("00:00", "Опасность атаки БПЛА в регионе сохраняется.")
    await night.publishes("04:10", "Отбой опасности атаки БПЛА на территории области.")

    assert [(told.at, told.what, told.answers) for told in night.heard(anna)] == [
        ("22:00", DRONES, None),
        ("04:10", DRONES_OVER, DRONES),
    ]
    assert [(at, what) for at, what, _ in night.changed(anna)] == [
        ("23:00", DRONES),
        ("00:00", DRONES),
    ]
    # moments are shown in the time of the place, three hours ahead of the night's
    assert "подтверждено в 02:00" in night.changed(anna)[0][2]
    assert "Источник: Губернатор Белгородской области, 01:00" in night.changed(anna)[0][2]


async def test_danger_that_grows_rings_where_it_comes_and_changes_what_the_region_saw(
    night: Night,
) -> None:
    """Who follows the region was woken once; a new district's own people are woken now."""
    in_belgorod = await night.resident(1, "RU-BEL/belgorod")
    in_shebekino = await night.resident(2, "RU-BEL/shebekinsky")
    everywhere = await night.resident(3, "RU-BEL")

    await night.publishes("22:00", "В Белгороде опасность атаки БПЛА!")
    await night.publishes("22:20", "В Шебекинском округе опасность атаки БПЛА!")

    assert night.rang(in_belgorod) == ["22:00"]
    assert night.rang(in_shebekino) == ["22:20"]
    assert night.rang(everywhere) == ["22:00"]
    ((at, what, text),) = night.changed(everywhere)
    assert (at, what, text.splitlines()[1]) == ("22:20", DRONES, "Белгород, Шебекинский округ")
    assert night.changed(in_belgorod) == []

    await night.publishes("23:00", "В Грайворонском округе ракетная опасность!")
    assert night.rang(everywhere) == ["22:00", "23:00"]


async def test_quiet_hours_take_the_sound_but_not_from_missiles_and_attacks(night: Night) -> None:
    """Nothing is withheld at night; what leaves minutes to act is heard all the same."""
    anna = await night.resident(7, "RU-BEL/belgorod")
    evening = Subscriber(chat_id=anna, quiet=(0, 24 * 60))
    await night.store.save_subscriber(evening)

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("22:30", "Атака БПЛА на Белгород! Пройдите в укрытие.")
    await night.publishes("23:00", "Ракетная опасность на территории Белгородской области!")
    await night.publishes("23:30", "Отбой ракетной опасности.")

    assert [told.at for told in night.heard(anna)] == ["22:00", "22:30", "23:00", "23:30"]
    assert night.rang(anna) == ["22:30", "23:00"]
    assert await night.reasons(anna) == [
        Reason.QUIET_HOURS,
        Reason.OPENED,
        Reason.OPENED,
        Reason.QUIET_HOURS,
    ]


async def test_who_snoozes_is_told_without_a_sound(night: Night) -> None:
    """A snooze ends by itself, and a resident who asked for other hazards has that said too."""
    anna = await night.resident(7, "RU-BEL/belgorod")
    boris = await night.resident(8, "RU-BEL/belgorod")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await night.store.save_subscriber(Subscriber(chat_id=anna, snoozed_until=tomorrow))
    only_missiles = Subscription(area="RU-BEL/belgorod", hazards=frozenset({Hazard.MISSILE}))
    await night.store.subscribe(boris, only_missiles)

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("22:10", "Ракетная опасность на территории Белгородской области!")

    assert night.rang(anna) == ["22:10"]
    assert [told.what for told in night.heard(boris)] == [MISSILES]
    assert await night.reasons(anna) == [Reason.SNOOZED, Reason.OPENED]
    assert await night.reasons(boris) == [Reason.FILTERED, Reason.OPENED]
