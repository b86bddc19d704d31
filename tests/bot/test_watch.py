"""What operators do to follow a channel, and to follow it no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.channels import Role
from bot.callbacks import Watch
from bot.watching import Asked, Watching, start_watching
from tests.bot.operators import IVAN, PROFILE, Known, World, followed

if TYPE_CHECKING:
    from storage.store import Store
    from tests.bot.conftest import Clock, Resident


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


async def test_a_channel_is_shown_and_then_followed(
    ivan: Resident, world: World, store: Store
) -> None:
    """An operator sees who it is and what its posts would be taken for, and confirms."""
    shown = await ivan.sends("/watch https://t.me/Opershtab31")
    for fact in (
        "Следить за @opershtab31? Чей голос: оперативный штаб, место: Белгородская область",
        "Оперштаб <31>",
        "Номер 31, источник: аккаунт main",
        "Подтверждён Telegram",
        "Подписчиков: 4321",
        "🟢 отбой, 06:02, 22 ноября: Отбой ракетной опасности.",
        "🟠 опасность, 06:01, 22 ноября: Белгородская область: ракетная опасность!",
        "прочее, 06:03, 22 ноября: С праздником!",
    ):
        assert fact in shown
    assert "⚠️" not in shown
    assert await followed(store) == {}

    assert await ivan.clicks("Следить") == "✅ Следим за @opershtab31."
    channel = (await followed(store))["opershtab31"]
    assert (channel.channel_id, channel.role, channel.region) == (31, Role.HEADQUARTERS, "RU-BEL")
    assert channel.title == "Оперштаб <31>"
    assert world.changes == 1
    assert "уже следим" in await ivan.sends("/watch opershtab31")


@pytest.mark.parametrize(
    ("written", "region", "municipality", "place"),
    [
        pytest.param("RU-KDA/anapa mayor", "RU-KDA", "RU-KDA/anapa", "Анапа", id="a city"),
        pytest.param("MAYOR ru-kda/Anapa", "RU-KDA", "RU-KDA/anapa", "Анапа", id="any case"),
        pytest.param("RU-MOW mayor", "RU-MOW", None, "Москва", id="a region that is a city"),
        pytest.param("RU-BEL governor", "RU-BEL", None, "Белгородская область", id="a region"),
    ],
)
async def test_a_channel_is_followed_for_its_place(  # noqa: PLR0917 - what is written and meant
    ivan: Resident,
    store: Store,
    written: str,
    region: str,
    municipality: str | None,
    place: str,
) -> None:
    """A municipality stands where a region does, and means that the channel speaks for it alone."""
    assert f"место: {place}" in await ivan.sends(f"/watch @opershtab31 {written}")
    await ivan.clicks("Следить")
    channel = (await followed(store))["opershtab31"]
    assert (channel.region, channel.municipality) == (region, municipality)


async def test_a_known_mayor_brings_the_city_along(
    ivan: Resident, world: World, store: Store
) -> None:
    """The list knows the city of a mayor; in another region it is nobody's."""
    world.known["opershtab31"] = Known(municipality="RU-BEL/belgorod", role=Role.MAYOR)
    assert "Мэр говорит за" in await ivan.sends("/watch @opershtab31 RU-KRS")
    assert "место: Белгород." in await ivan.sends("/watch @opershtab31 RU-BEL")
    await ivan.clicks("Следить")
    assert (await followed(store))["opershtab31"].municipality == "RU-BEL/belgorod"


async def test_a_button_means_what_stood_above_it(ivan: Resident, store: Store) -> None:
    """Asked twice about one channel, each answer is to its own question."""
    await ivan.sends("/watch @opershtab31 RU-BEL/belgorod mayor")
    first = ivan.messages[-1]
    data = first.buttons["Следить"]
    await ivan.sends("/watch @opershtab31 RU-KRS governor")
    await ivan.presses(first, data)
    assert (await followed(store))["opershtab31"].municipality == "RU-BEL/belgorod"


async def test_a_channel_that_is_refused_is_not_followed(
    ivan: Resident, world: World, store: Store
) -> None:
    """Nothing happens before the button."""
    await ivan.sends("/watch @opershtab31 RU-KRS governor")
    assert "Курская область" in ivan.messages[-1].text
    assert await ivan.clicks("Не следить") == "Ничего не изменено."
    assert await followed(store) == {}
    assert world.changes == 0


async def test_what_speaks_against_a_channel_is_said(ivan: Resident, world: World) -> None:
    """A warning of Telegram's, another number than the list's, and an unknown name stand out."""
    look = world.looks["opershtab31"]
    world.looks["opershtab31"] = replace(
        look, posts=(), profile=replace(PROFILE, channel_id=666, verified=False, scam=True)
    )
    shown = await ivan.sends("/watch @opershtab31")
    assert "⚠️ В списке под этим именем другой канал, номер 31" in shown
    assert "Telegram предупреждает" in shown
    assert "Не подтверждён" in shown
    world.known["opershtab31"] = Known(channel_id=666, follow=False)
    shown = await ivan.sends("/watch @opershtab31")
    assert "номер 31" not in shown
    assert "Список не советует его" in shown
    world.known.clear()
    assert "Его нет в нашем списке" in await ivan.sends("/watch @opershtab31 RU-BEL")


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        pytest.param("/watch", "Напишите: /watch @name", id="nothing"),
        pytest.param("/watch новости", "Напишите: /watch @name", id="no name"),
        pytest.param("/watch @opershtab31 Марс", "«Марс» не регион, не муниц", id="no region"),
        pytest.param(
            "/watch @opershtab31 RU-BEL/paris mayor", "«RU-BEL/paris» не регион", id="no city"
        ),
        pytest.param(
            "/watch @opershtab31 RU-BEL mayor", "Мэр говорит за муниципалитет", id="mayor of all"
        ),
        pytest.param("/watch @opershtab31 mayor", "Мэр говорит за", id="mayor without a place"),
        pytest.param(
            "/watch @abc governor", "Для роли governor нужен регион", id="governor of all"
        ),
        pytest.param("/watch @abc", "Для роли government нужен регион", id="nothing known of it"),
        pytest.param("/watch @nobody RU-BEL", "посмотреть не удалось: nobody has", id="unseen"),
        pytest.param("/unwatch", "Напишите, за каким каналом", id="unwatch nothing"),
        pytest.param("/unwatch @opershtab31", "Напишите, за каким", id="unwatch another"),
        pytest.param("/unwatch @governor_bel", "записан в настройках", id="unwatch config"),
    ],
)
async def test_what_cannot_be_done_is_said(
    ivan: Resident, store: Store, written: str, answer: str
) -> None:
    """A mistake is answered with how to write it."""
    assert answer in await ivan.sends(written)
    assert await followed(store) == {}


async def test_a_channel_is_followed_no_more(ivan: Resident, world: World, store: Store) -> None:
    """What an operator added an operator removes, after one question."""
    await start_watching(
        store,
        world.looks["opershtab31"],
        role=Role.MAYOR,
        region="RU-BEL",
        municipality="RU-BEL/belgorod",
        who="@olga",
        now=world.looks["opershtab31"].posts[0].published_at,
    )
    assert "Больше не следить за @opershtab31?" in await ivan.sends("/unwatch @opershtab31")
    assert await ivan.clicks("Больше не следить") == "За @opershtab31 больше не следим."
    assert await followed(store) == {}
    assert world.changes == 1


async def test_another_channel_under_a_followed_name_is_pointed_out(
    ivan: Resident, world: World, store: Store, now: Clock
) -> None:
    """Whoever wants to follow the new owner of a name sees that it was another's."""
    look = world.looks["opershtab31"]
    await start_watching(
        store,
        look,
        role=Role.HEADQUARTERS,
        region="RU-BEL",
        municipality=None,
        who="@olga",
        now=now(),
    )
    async with store.transaction() as transaction:
        await transaction.save_stranger("opershtab31", 666, now())
    world.looks["opershtab31"] = replace(look, profile=replace(PROFILE, channel_id=666))
    assert "Раньше это имя было у другого канала, номер 31" in await ivan.sends(
        "/watch @opershtab31"
    )
    await ivan.clicks("Следить")
    assert (await followed(store))["opershtab31"].channel_id == 666


async def test_an_old_question_is_not_answered_blindly(ivan: Resident, store: Store) -> None:
    """A button whose look is forgotten follows nothing: the channel may be another by now."""
    await ivan.sends("/help")
    asked = Watch(username="opershtab31", question="0" * 12)
    await ivan.presses(ivan.messages[-1], asked.pack())
    assert "слишком давно" in ivan.messages[-1].text
    assert await followed(store) == {}


def test_the_longest_name_fits_a_button(world: World, watching: Watching) -> None:
    """Telegram allows a button 64 bytes."""
    question = Asked(
        look=world.looks["opershtab31"],
        role=Role.MAYOR,
        region="RU-KAM",
        municipality="RU-KAM/petropavlovsk-kamchatsky",
    )
    asked = Watch(username="a" * 32, question=watching.remember(IVAN, question))
    assert len(asked.pack().encode()) <= 64
