from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard, Kind, Period, Statement, Tally, Verdict
from tests.bot.conftest import DEFENCE, GOVERNOR

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from tests.bot.conftest import Clock, Resident, Town

NIGHT = Verdict(
    statements=(Statement(kind=Kind.SUMMARY, areas=("RU-BEL", "RU-BRY")),),
    tally=Tally(
        total=139,
        by_region={"RU-BEL": 56, "RU-BRY": 22},
        period=Period(start="20:00", end="07:00"),
    ),
)
HURT = Verdict(statements=(Statement(kind=Kind.AFTERMATH, areas=("RU-BEL",)),), killed=1, injured=3)


async def end(town: Town, area: str, hazard: Hazard = Hazard.DRONE) -> None:
    """End the open alert on an area."""
    [alert] = [
        each
        for each in await town.store.alerts_in_force([area])
        if (each.area, each.hazard) == (area, hazard)
    ]
    clear = Statement(kind=Kind.ALL_CLEAR, hazards=(hazard,), areas=(area,))
    post = await town.post(GOVERNOR, "Отбой", Verdict(statements=(clear,)))
    async with town.store.transaction() as transaction:
        await transaction.save_alerts([replace(alert, ended_at=town.now(), ended_by=post)])


async def test_now_says_since_when_and_who_says_so(anna: Resident, town: Town, now: Clock) -> None:
    """What is in force carries its beginning, its last confirmation and its source."""
    await anna.sends("/subscribe Белгород")
    await town.danger("RU-BEL/belgorod", attack=True)
    now.pass_(minutes=40)

    assert (await anna.sends("/now")).splitlines() == [
        "Белгород",
        "🔴 Атака беспилотников с 06:00",
        "Подтверждено в 06:00 · Губернатор <Белгород>",
        "⚠️ С 06:00 источники региона не слышны. Тишина не значит отбой.",
        "",
        "Сирены и 112 важнее этого бота.",
    ]


async def test_now_tells_danger_first_of_many_places(
    anna: Resident, town: Town, now: Clock, gazetteer: Gazetteer
) -> None:
    """Whoever follows hundreds of quiet places sees the one in danger, and all in one message."""
    places = [
        area for region in gazetteer.regions() for area in gazetteer.municipalities(region.id)
    ]
    wanted = [Subscription(area=area.id) for area in places[:300]]
    last = places[299]
    await town.store.import_subscribers([(Subscriber(chat_id=7), wanted)])
    await town.danger(places[150].id)
    await town.danger(last.id, attack=True)
    answer = await anna.sends("/now")
    clock = now().astimezone(ZoneInfo(last.timezone)).strftime("%H:%M")
    assert answer.splitlines()[:2] == [last.name, f"🔴 Атака беспилотников с {clock}"]
    assert "🟠 Опасность атаки беспилотников" in answer
    assert "и ещё" in answer
    assert answer.endswith("Сирены и 112 важнее этого бота.")


async def test_now_asks_which_place_is_meant(anna: Resident) -> None:
    """The state of one place is never told for another of the same name."""
    assert await anna.sends("/now Белгородский") == "Какое место?"
    assert len(anna.buttons) > 1


async def test_now_tells_of_the_region_around(anna: Resident, town: Town) -> None:
    """An alert on the whole region is in force in the district too."""
    await anna.sends("/subscribe Белгород")
    await town.danger("RU-BEL", Hazard.MISSILE)
    await town.danger("RU-BEL/shebekinsky")

    answer = await anna.sends("/now")
    assert "🟠 Ракетная опасность с 06:00\nБелгородская область\n" in answer
    assert "Шебекинский" not in answer


async def test_quiet_is_never_called_safe(anna: Resident) -> None:
    """No alert means that none is known of, no more."""
    await anna.sends("/subscribe Белгород")
    answer = await anna.sends("/now")
    assert "Объявленной опасности, о которой мы знаем, нет." in answer
    assert "безопасно" not in answer.lower()


async def test_an_old_danger_is_said_to_be_unconfirmed(
    anna: Resident, town: Town, now: Clock
) -> None:
    """After hours without news the bot says so, and that there was no all-clear."""
    await anna.sends("/subscribe Белгород")
    await town.danger("RU-BEL")
    now.pass_(hours=7)
    assert "Отбоя не было. Подтверждений нет с 06:00" in await anna.sends("/now")


async def test_an_eased_attack_is_a_danger(anna: Resident, town: Town, now: Clock) -> None:
    """What has eased is shown as the danger it still is."""
    alert = await town.danger("RU-BEL", attack=True)
    async with town.store.transaction() as transaction:
        eased = replace(alert, attacked_at=None, eased_at=now(), eased_by=alert.opened_by)
        await transaction.save_alerts([eased])
    assert "🟠 Опасность атаки беспилотников с 06:00" in await anna.sends("/now Белгород")


async def test_an_attack_after_it_had_eased_is_one_again(
    anna: Resident, town: Town, now: Clock
) -> None:
    """That it was once downgraded does not make light of what goes on now."""
    alert = await town.danger("RU-BEL", attack=True)
    async with town.store.transaction() as transaction:
        await transaction.save_alerts([replace(alert, eased_at=now(), eased_by=alert.opened_by)])
    assert "🔴 Атака беспилотников с 06:00" in await anna.sends("/now Белгород")


async def test_the_upper_level_is_told_apart_from_the_lower(
    anna: Resident, town: Town, now: Clock
) -> None:
    """Who lives under the red level is not told only of the yellow one around."""
    await town.danger("RU-BEL")
    alert = await town.danger("RU-BEL/shebekinsky")
    now.pass_(minutes=5)
    async with town.store.transaction() as transaction:
        await transaction.save_alerts([replace(alert, immediate_at=now())])

    told = (await anna.sends("/now Шебекинский округ")).splitlines()

    assert told[1] == "🔴 Непосредственная угроза. Опасность атаки беспилотников с 06:05"
    assert "🟠 Опасность атаки беспилотников с 06:00" in told


async def test_now_of_a_named_place(anna: Resident, town: Town) -> None:
    """Any place can be asked for without following it."""
    await town.danger("RU-BEL/belgorod")
    assert "🟠" in await anna.sends("/now Белгород")
    assert "Не знаю места" in await anna.sends("/now ыыыы")


async def test_now_without_places_offers_them(anna: Resident) -> None:
    """Nothing followed is said so."""
    assert "не выбраны" in await anna.sends("/now")
    assert "Выбрать место" in anna.buttons


async def test_today_tells_alerts_numbers_and_casualties(
    anna: Resident, town: Town, now: Clock
) -> None:
    """The day holds its alerts with their times, official numbers and casualties with sources."""
    await anna.sends("/subscribe Белгород")
    await town.danger("RU-BEL/belgorod")
    now.pass_(hours=1, minutes=28)
    await end(town, "RU-BEL/belgorod")
    await town.danger("RU-BEL", Hazard.MISSILE)
    await town.post(DEFENCE, "Сбиты 139 БПЛА", NIGHT)
    await town.post(GOVERNOR, "Погиб мирный житель", HURT)

    assert (await anna.sends("/today")).splitlines() == [
        "С полуночи, 22 ноября",
        "",
        "🟠 06:00–07:28 Опасность атаки беспилотников: Белгород",
        "🟠 с 07:28 Ракетная опасность, не закончилась: Белгородская область",
        "",
        "Числа из официальных сводок",
        "Белгородская область: 56 беспилотников (всего в сводке 139), Минобороны 20:00–07:00",
        "",
        "Последствия",
        "погибших: 1, пострадавших: 3 (Губернатор <Белгород>, 07:28)",
    ]


async def test_today_begins_at_local_midnight(anna: Resident, town: Town, now: Clock) -> None:
    """An alert that ended before midnight belongs to yesterday."""
    await anna.sends("/subscribe Белгород")
    now.moment = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # 23:30 in Moscow
    await town.danger("RU-BEL/belgorod")
    now.pass_(minutes=20)
    await end(town, "RU-BEL/belgorod")

    assert "🟠" in await anna.sends("/today")
    now.pass_(hours=1)
    assert "Объявлений не было." in await anna.sends("/today")


async def test_today_shows_the_clocks_of_each_place(anna: Resident, town: Town) -> None:
    """Places of two zones: each line says what the clocks there showed, as the alarm itself did."""
    await anna.sends("/subscribe Белгород")
    await anna.sends("/subscribe Самарская область")
    await town.danger("RU-BEL/belgorod")
    await town.danger("RU-SAM")
    answer = await anna.sends("/today")
    assert "с 06:00 Опасность атаки беспилотников, не закончилась: Белгород" in answer
    assert "с 07:00 Опасность атаки беспилотников, не закончилась: Самарская область" in answer


async def test_today_without_places_is_the_whole_country(anna: Resident, town: Town) -> None:
    """Whoever follows nothing yet sees everything."""
    await town.danger("RU-KRS")
    await town.post(DEFENCE, "Сбиты 139 БПЛА", NIGHT)

    answer = await anna.sends("/today")
    assert answer.startswith("Вся страна с полуночи")
    assert "Курская область" in answer
    assert "139 целей, Минобороны" in answer


@pytest.mark.parametrize(
    "written", ["/region Belgorod", "/region белгород", "/region БЕЛГОРОТ", "Белгород", "belgorod"]
)
async def test_region_is_found_however_it_is_written(
    anna: Resident, town: Town, written: str
) -> None:
    """English or Russian, any case, small typos; as a command or the bare name."""
    await town.post(DEFENCE, "Сбиты 139 БПЛА", NIGHT)
    answer = await anna.sends(written)
    assert answer.startswith("Белгородская область\n")
    assert "56 беспилотников" in answer


async def test_region_in_english(anna: Resident, town: Town) -> None:
    """The same numbers in the reader's language."""
    anna.language_code = "en"
    await town.post(DEFENCE, "Сбиты 139 БПЛА", NIGHT)
    answer = await anna.sends("/region Belgorod")
    assert answer.startswith("Belgorod Region\nNo danger is announced that we know of.")
    assert "56 drones (of 139 in the report)" in answer


async def test_region_leads_to_its_namesakes_and_to_following(anna: Resident, town: Town) -> None:
    """Under a region lie the city of its name and the button to follow it."""
    await town.danger("RU-BEL/belgorod")
    await anna.sends("/region Белгород")
    assert anna.buttons[:2] == ["Присылать тревоги", "Белгород, Белгородская область"]

    answer = await anna.clicks("Белгород, Белгородская область")
    assert answer.startswith("Белгород, Белгородская область\n🟠")
    await anna.clicks("Присылать тревоги")
    await anna.sends("/region Белгород")
    await anna.clicks("Белгород, Белгородская область")
    assert "✅ Приходят, убрать" in anna.buttons


async def test_region_without_a_name_or_with_an_unknown_one(anna: Resident) -> None:
    """A missing name is asked for; an unknown one is said to be so."""
    assert "/region Белгород" in await anna.sends("/region")
    assert "Не знаю места «ыыы»" in await anna.sends("/region ыыы")


@pytest.mark.parametrize("written", ["привет", "/nonsense", "x" * 4000, "?"])
async def test_what_is_no_place_gets_a_hint(anna: Resident, written: str) -> None:
    """Any other message is answered with how to ask."""
    assert "/help" in await anna.sends(written)


async def test_a_long_day_fits_a_message(anna: Resident, town: Town, now: Clock) -> None:
    """Hundreds of alerts are cut to one message that says how many are left out."""
    for municipality in ("belgorod", "belgorodsky", "shebekinsky", "grayvoronsky"):
        for _ in range(10):
            await town.danger(f"RU-BEL/{municipality}")
            now.pass_(minutes=1)
            await end(town, f"RU-BEL/{municipality}")
    answer = await anna.sends("/region Белгородская область")
    assert len(answer) <= 4096
    assert "и ещё 28" in answer
