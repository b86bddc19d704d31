from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.store import Store
    from tests.bot.conftest import Clock, Resident, Town
    from tests.fakes.telegram import FakeTelegram


async def own(store: Store, chat_id: int = 7) -> list[str]:
    """Return the areas a chat follows."""
    return [wanted.area for wanted in await store.subscriptions(chat_id)]


async def test_start_says_what_it_is_and_keeps_nothing(anna: Resident, store: Store) -> None:
    """A stranger is told honestly what the bot is, and is not written down for asking."""
    answer = await anna.sends("/start")

    assert "Набат" in answer
    assert "не замена сиренам, 112" in answer
    assert anna.buttons == ["Выбрать место", "Язык / Language"]
    assert await store.subscriber(7) is None


async def test_start_speaks_the_language_of_ones_telegram(
    resident: Callable[..., Resident], town: Town
) -> None:
    """An English Telegram is greeted in English."""
    assert town.now is not None
    assert "Tocsin" in await resident(8, "en").sends("/start")


async def test_a_link_offers_its_region(anna: Resident, store: Store) -> None:
    """A link made for a region needs one press."""
    answer = await anna.sends("/start region_bel")

    assert "Белгородская область?" in answer
    await anna.clicks("Да, присылать")
    assert await own(store) == ["RU-BEL"]


@pytest.mark.parametrize("payload", ["region_zzz", "region_", "x", "region_BEL<b>"])
async def test_a_broken_link_is_a_plain_start(anna: Resident, payload: str) -> None:
    """A link that names no region greets all the same."""
    await anna.sends(f"/start {payload}")
    assert len(anna.messages) == 1


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("Белгород", "RU-BEL/belgorod"),
        ("белгород", "RU-BEL/belgorod"),
        ("Belgorod", "RU-BEL/belgorod"),
        ("Белгородская область", "RU-BEL"),
        ("Грайворон", "RU-BEL/grayvoronsky"),
        ("кубань", "RU-KDA"),
    ],
)
async def test_a_place_that_is_clear_is_followed_at_once(
    anna: Resident, store: Store, written: str, area: str
) -> None:
    """A name that means one place needs no button."""
    answer = await anna.sends(f"/subscribe {written}")

    assert answer.startswith("✅")
    assert await own(store) == [area]


@pytest.mark.parametrize("written", ["Ростов", "Белгородский"])
async def test_a_place_that_is_not_clear_is_asked_for(
    anna: Resident, store: Store, written: str
) -> None:
    """A name of several places follows none of them before one is chosen."""
    assert await anna.sends(f"/subscribe {written}") == "Какое место?"
    assert await own(store) == []

    chosen = anna.buttons[0]
    await anna.clicks(chosen)
    assert len(await own(store)) == 1


async def test_the_answer_names_the_region(anna: Resident) -> None:
    """Whoever meant a place of the same name elsewhere sees which one was taken."""
    answer = await anna.sends("/subscribe Октябрьский")
    assert answer.startswith("✅ Октябрьский, Республика Башкортостан: ")


async def test_an_unknown_place_follows_nothing(anna: Resident, store: Store) -> None:
    """A wrong name is said to be unknown, as it was written."""
    assert "«<b>ыыы»" in await anna.sends("/subscribe <b>ыыы")
    assert await own(store) == []
    assert "Выбрать место" in anna.buttons


async def test_choosing_by_buttons(anna: Resident, store: Store) -> None:
    """Regions by pages, then districts, ticked as they are chosen, then put away."""
    await anna.sends("/subscribe")
    while "Белгородская область" not in anna.buttons:
        await anna.clicks("›")
    await anna.clicks("Белгородская область")
    await anna.clicks("Белгород")
    await anna.clicks("Белгородский округ")

    assert {"✅ Белгород", "✅ Белгородский округ", "Весь регион"} <= set(anna.buttons)
    assert await own(store) == ["RU-BEL/belgorod", "RU-BEL/belgorodsky"]

    await anna.clicks("✅ Белгородский округ")
    assert await own(store) == ["RU-BEL/belgorod"]

    assert (await anna.clicks("Готово")).startswith("✅ Белгород:")
    assert anna.buttons == []
    assert len(anna.messages) == 1


async def test_the_pages_turn_round(anna: Resident) -> None:
    """Before the first page comes the last, and every region is on one of them."""
    await anna.sends("/subscribe")
    first = anna.buttons
    seen = set(first)
    await anna.clicks("›")
    while anna.buttons != first:
        seen |= set(anna.buttons)
        await anna.clicks("›")
    await anna.clicks("‹")
    assert "Ярославская область" in anna.buttons
    assert {"Республика Крым", "Курская область", "Москва"} <= seen


async def test_the_region_takes_the_place_of_its_districts(
    anna: Resident, store: Store, telegram: FakeTelegram
) -> None:
    """Nothing is followed twice, and a district of a chosen region says that it is included."""
    await anna.sends("/subscribe Белгород")
    await anna.sends("/subscribe Белгородская область")
    assert await own(store) == ["RU-BEL"]

    await anna.sends("/subscribe")
    while "✅ Белгородская область" not in anna.buttons:
        await anna.clicks("›")
    await anna.clicks("✅ Белгородская область")
    await anna.clicks("Белгород")
    assert telegram.alerts[-1] == "Уже входит: выбран весь регион"
    assert await own(store) == ["RU-BEL"]


async def test_a_button_pressed_twice_does_what_it_said(anna: Resident, store: Store) -> None:
    """A second press of a stale button does not undo the first."""
    await anna.sends("/subscribe")
    while "Белгородская область" not in anna.buttons:
        await anna.clicks("›")
    await anna.clicks("Белгородская область")
    button = anna.messages[-1].buttons["Белгород"]
    await anna.presses(anna.messages[-1], button)
    await anna.presses(anna.messages[-1], button)
    assert await own(store) == ["RU-BEL/belgorod"]


async def test_what_is_in_force_is_told_with_the_subscription(anna: Resident, town: Town) -> None:
    """Whoever subscribes during an alert learns of it at once."""
    await town.danger("RU-BEL", Hazard.MISSILE)

    answer = await anna.sends("/subscribe Белгород")

    assert "🟠 Ракетная опасность с 06:00" in answer
    assert "Белгородская область" in answer


async def test_what_is_in_force_is_told_at_a_button(anna: Resident, town: Town) -> None:
    """The same by buttons: a message of its own."""
    await town.danger("RU-BEL/belgorod", attack=True)
    await anna.sends("/subscribe")
    while "Белгородская область" not in anna.buttons:
        await anna.clicks("›")
    await anna.clicks("Белгородская область")
    await anna.clicks("Белгород")

    assert "🔴 Атака беспилотников с 06:00" in anna.messages[-1].text


async def test_the_first_place_gives_the_time_zone(anna: Resident, store: Store) -> None:
    """A resident of Samara lives by Samara's clock."""
    await anna.sends("/subscribe Самарская область")
    kept = await store.subscriber(7)
    assert kept == Subscriber(chat_id=7, language="ru", timezone="Europe/Samara")


async def test_a_region_without_sources_is_said_to_have_none(anna: Resident) -> None:
    """Nobody relies on a region that nobody listens to."""
    assert "пока не слушаем" in await anna.sends("/subscribe Пермский край")


async def test_unsubscribe_by_buttons(anna: Resident, store: Store) -> None:
    """One's places go one by one or all at once."""
    for place in ("Белгород", "Курская область", "Москва"):
        await anna.sends(f"/subscribe {place}")
    await anna.sends("/unsubscribe")
    await anna.clicks("✖ Москва")
    assert await own(store) == ["RU-BEL/belgorod", "RU-KRS"]

    assert "Больше мест нет" in await anna.clicks("Убрать все")
    assert await own(store) == []


async def test_unsubscribe_without_places(anna: Resident) -> None:
    """Nothing to remove is said so."""
    assert await anna.sends("/unsubscribe") == "Места пока не выбраны."


async def test_coming_back_after_a_block(anna: Resident, town: Town, now: Clock) -> None:
    """/start makes a retired resident reachable again, with the places they had."""
    await anna.sends("/subscribe Белгород")
    await town.store.retire(7, now())
    await anna.sends("/start")

    [(_, subscriptions)] = await town.store.export_subscribers()
    assert subscriptions == [Subscription(area="RU-BEL/belgorod")]
