"""Whole nights, from the governor's post to the resident's chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scenarios.conftest import Told, moment

if TYPE_CHECKING:
    from tests.scenarios.conftest import Night

DRONES = "Опасность атаки беспилотников"
DRONES_OVER = "Отбой опасности атаки беспилотников"
MISSILES = "Ракетная опасность"
MISSILES_OVER = "Отбой ракетной опасности"
ATTACK = "Атака беспилотников"


async def test_one_attack_is_told_once_and_its_end_once(night: Night) -> None:
    """Repeated posts about one attack do not wake a resident twice."""
    anna = await night.resident(7, "RU-BEL/belgorod")

    await night.publishes("23:12", "Дорогие жители! Массированная атака БПЛА на Белгород.")
    await night.publishes("23:20", "Атака БПЛА на Белгород продолжается, оставайтесь в укрытиях.")
    await night.publishes("00:40", "Белгород: отбой опасности атаки БПЛА.")

    assert night.heard(anna) == [
        Told(at="23:12", what=ATTACK, where="Белгород"),
        Told(at="00:40", what=DRONES_OVER, where="Белгород", answers=ATTACK),
    ]


async def test_each_hears_of_their_own_places(night: Night) -> None:
    """A district's alarm reaches its people and the region's, and nobody else."""
    in_belgorod = await night.resident(1, "RU-BEL/belgorod")
    in_shebekino = await night.resident(2, "RU-BEL/shebekinsky")
    everywhere = await night.resident(3, "RU-BEL")
    in_kursk = await night.resident(4, "RU-KRS")

    await night.publishes("22:00", "В Шебекинском округе опасность атаки БПЛА!")

    told = [Told(at="22:00", what=DRONES, where="Шебекинский округ")]
    assert night.heard(in_shebekino) == told
    assert night.heard(everywhere) == told
    assert night.heard(in_belgorod) == []
    assert night.heard(in_kursk) == []


async def test_a_missile_alert_opens_and_closes_inside_a_drone_alert(night: Night) -> None:
    """The end of one danger is not the end of the other."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("23:30", "Ракетная опасность на территории Белгородской области!")
    await night.publishes("23:50", "Отбой ракетной опасности. Опасность атаки БПЛА сохраняется.")
    await night.publishes("04:10", "Отбой опасности атаки БПЛА на территории области.")

    assert [(told.at, told.what, told.answers) for told in night.heard(anna)] == [
        ("22:00", DRONES, None),
        ("23:30", MISSILES, None),
        ("23:50", MISSILES_OVER, MISSILES),
        ("04:10", DRONES_OVER, DRONES),
    ]


async def test_words_of_waiting_end_nothing(night: Night) -> None:
    """«До отбоя» and «отбоя не было» are no all-clear."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    await night.publishes("22:10", "Оставайтесь в укрытиях до отбоя ракетной опасности.")
    await night.publishes("22:20", "Отбоя ракетной опасности не было. Ждите официального отбоя.")

    assert [told.what for told in night.heard(anna)] == [MISSILES]
    assert len(await night.store.alerts_in_force(["RU-BEL"])) == 1


async def test_what_is_passed_on_is_as_old_as_it_was(night: Night) -> None:
    """An old alarm that is forwarded rings no more, and an old end does not end a new danger."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    await night.publishes("23:00", "Отбой ракетной опасности.", said_at="21:30")
    await night.publishes("23:10", "Белгородская область: опасность атаки БПЛА.", said_at="22:30")
    await night.publishes("23:30", "Отбой ракетной опасности.", said_at="23:28")

    assert [(told.at, told.what) for told in night.heard(anna)] == [
        ("22:00", MISSILES),
        ("23:30", MISSILES_OVER),
    ]
    (drones,) = await night.store.alerts_in_force(["RU-BEL"])
    assert drones.opened_at == moment("22:30")


async def test_a_stale_post_does_not_ring_and_its_end_is_not_told(night: Night) -> None:
    """What reaches us after the age limit changes the situation and wakes nobody."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!", late_minutes=40)

    assert night.heard(anna) == []
    assert len(await night.store.alerts_in_force(["RU-BEL"])) == 1


async def test_a_late_end_reaches_who_was_alarmed(night: Night) -> None:
    """Whoever got the alarm gets its end, however late it is heard; others are left in peace."""
    anna = await night.resident(1, "RU-BEL")
    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    newcomer = await night.resident(2, "RU-BEL")

    await night.publishes("22:30", "Отбой ракетной опасности.", late_minutes=40)

    assert [told.what for told in night.heard(anna)] == [MISSILES, MISSILES_OVER]
    assert night.heard(newcomer) == []


async def test_a_false_all_clear_that_is_taken_back_rings_again(night: Night) -> None:
    """When a governor deletes an all-clear, the danger is in force again and is told."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    await night.publishes("22:30", "Отбой ракетной опасности.")
    await night.deletes("22:33", of="22:30")

    assert [told.what for told in night.heard(anna)] == [MISSILES, MISSILES_OVER, MISSILES]


async def test_an_all_clear_taken_back_after_the_next_alarm_changes_nothing(night: Night) -> None:
    """Two alerts become one when the clear between them is deleted; its end is told once."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    await night.publishes("22:30", "Отбой ракетной опасности.")
    await night.publishes("23:00", "Белгородская область: снова ракетная опасность!")
    await night.deletes("23:05", of="22:30")
    await night.publishes("23:40", "Отбой ракетной опасности.")

    assert [told.what for told in night.heard(anna)] == [
        MISSILES,
        MISSILES_OVER,
        MISSILES,
        MISSILES_OVER,
    ]
    assert await night.store.alerts_in_force(["RU-BEL"]) == []


async def test_an_alarm_edited_away_is_corrected_not_cleared(night: Night) -> None:
    """An alarm that never should have been is taken back as a correction, in reply to it."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:00", "Белгородская область: ракетная опасность!")
    await night.edits("22:04", "Завтра в области плановая проверка сирен.", of="22:00")

    assert [(told.at, told.what, told.answers) for told in night.heard(anna)] == [
        ("22:00", MISSILES, None),
        ("22:04", "Исправление источника", MISSILES),
    ]
    assert await night.store.alerts_in_force(["RU-BEL"]) == []


async def test_posts_heard_out_of_order_act_by_their_time(night: Night) -> None:
    """A danger that is heard after its own end is over, and does not ring."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("22:30", "Отбой ракетной опасности.")
    await night.publishes("22:25", "Белгородская область: ракетная опасность!", late_minutes=6)

    assert night.heard(anna) == []
    assert await night.store.alerts_in_force(["RU-BEL"]) == []


async def test_the_ministry_counts_and_does_not_ring(night: Night) -> None:
    """The morning's table wakes nobody and ends nothing."""
    anna = await night.resident(7, "RU-BEL")

    await night.publishes("23:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes(
        "07:40",
        "В течение ночи дежурными средствами ПВО уничтожены 78 беспилотников: "
        "56 над Белгородской областью и 22 над Брянской областью.",
        channel="defence",
    )

    assert [told.what for told in night.heard(anna)] == [DRONES]
    assert len(await night.store.alerts_in_force(["RU-BEL"])) == 1


async def test_a_federal_post_rings_where_it_names_a_region(night: Night) -> None:
    """The emergency ministry speaks for the regions it names, each of them once."""
    in_belgorod = await night.resident(1, "RU-BEL")
    in_kursk = await night.resident(2, "RU-KRS")
    in_bryansk = await night.resident(3, "RU-BRY")

    await night.publishes(
        "22:00",
        "В Белгородской и Курской областях объявлена ракетная опасность.",
        channel="emergency",
    )

    assert [told.what for told in night.heard(in_belgorod)] == [MISSILES]
    assert [told.what for told in night.heard(in_kursk)] == [MISSILES]
    assert night.heard(in_bryansk) == []
    assert len(await night.store.alerts_in_force(None)) == 2


async def test_a_post_heard_twice_is_told_once(night: Night) -> None:
    """The same post from a second source, or again from the first, changes nothing."""
    anna = await night.resident(7, "RU-BEL")
    await night.publishes("22:00", "Белгородская область: ракетная опасность!")

    await night.edits("22:01", "Белгородская область: ракетная опасность!", of="22:00")

    assert len(night.heard(anna)) == 1


async def test_an_all_clear_with_an_exception_says_where_danger_stays(night: Night) -> None:
    """«Кроме» in a region's clear: there the alert goes on, and the next clear ends it."""
    in_grayvoron = await night.resident(1, "RU-BEL/grayvoronsky")
    in_belgorod = await night.resident(2, "RU-BEL/belgorod")

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes(
        "23:00", "Отбой опасности атаки БПЛА на территории области, кроме Грайворонского округа."
    )

    (alert,) = await night.store.alerts_in_force(None)
    assert (alert.area, alert.opened_at) == ("RU-BEL/grayvoronsky", moment("22:00"))
    assert "Кроме: Грайворонский округ. Там опасность сохраняется." in night.last(in_belgorod)
    assert "Кроме: Грайворонский округ. Там опасность сохраняется." in night.last(in_grayvoron)

    await night.publishes("23:40", "Отбой опасности атаки БПЛА в Грайворонском округе.")
    assert await night.store.alerts_in_force(None) == []


async def test_the_upper_level_rings_and_its_end_is_no_all_clear(night: Night) -> None:
    """When the immediate threat is lifted, the danger declared before stays in force."""
    anna = await night.resident(7, "RU-BEL/belgorod")

    await night.publishes("22:00", "Белгородская область: объявлена опасность атаки БПЛА.")
    await night.publishes(
        "22:40", "На территории Белгородской области опасность непосредственного удара БПЛА!"
    )
    await night.publishes("23:10", "Отменена опасность непосредственного удара БПЛА.")
    await night.publishes("04:10", "Отбой опасности атаки БПЛА на территории области.")

    assert [(told.at, told.what, told.answers) for told in night.heard(anna)] == [
        ("22:00", DRONES, None),
        ("22:40", f"Непосредственная угроза. {DRONES}", None),
        ("23:10", f"{DRONES} сохраняется", f"Непосредственная угроза. {DRONES}"),
        ("04:10", DRONES_OVER, f"Непосредственная угроза. {DRONES}"),
    ]
