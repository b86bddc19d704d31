"""``tocsin channel``: an operator sees a channel before it is followed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from alerts.authority import needs_municipality
from alerts.channels import Role
from alerts.tables import load_gazetteer
from app.config import channel_name
from app.starter import starter_channel, starter_channels, starters_of
from storage.store import open_store

if TYPE_CHECKING:
    from tests.app.operator import Operator

ADD = ("channel", "add", "@Opershtab31", "--region", "RU-BEL", "--role", "headquarters")
THREAT = "Белгородская область: ракетная опасность!"
CLEAR = "Белгородская область: отбой ракетной опасности."


async def followed(operator: Operator) -> list[str]:
    """Return what the database says is followed."""
    async with open_store(operator.database) as store:
        return [channel.username for channel in await store.channels()]


async def test_a_channel_is_shown_by_the_account_and_followed(operator: Operator) -> None:
    """Before a channel is followed its facts and the meaning of its posts are shown."""
    channel = operator.server.world.channel(
        "opershtab31", title="Оперштаб", verified=True, subscribers=4321
    )
    channel.publish(THREAT)
    channel.publish(CLEAR)
    await operator.logs_in()

    refused = await operator.runs(*ADD, types="n\n")
    assert refused.code == 1
    assert await followed(operator) == []

    ended = await operator.runs(*ADD, types="y\n")
    assert (ended.code, ended.err) == (0, "")
    for fact in ("Оперштаб", str(channel.id), "verified     yes", "4321", "telegram:main"):
        assert fact in ended.out
    lines = [line.split() for line in ended.out.splitlines() if "Белгородская" in line]
    assert [line[2] for line in lines] == ["all_clear", "threat"]
    async with open_store(operator.database) as store:
        (watched,) = await store.watched_channels()
        pin = await store.pin("main", "opershtab31")
    assert watched.channel.channel_id == channel.id
    assert pin == (channel.id, operator.server.account("main").access_hash(channel.id))
    assert (watched.channel.role, watched.channel.region) == (Role.HEADQUARTERS, "RU-BEL")
    assert watched.added_by is not None

    again = await operator.runs(*ADD, "--yes")
    assert "followed already" in again.out


async def test_without_an_account_the_page_is_shown(operator: Operator) -> None:
    """An operator without accounts looks through the preview page."""
    operator.sandbox.telegram.add_channel("opershtab31", "Оперштаб")
    operator.sandbox.telegram.publish("opershtab31", THREAT)
    ended = await operator.runs(*ADD, "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert "seen by      preview" in ended.out
    assert "threat" in ended.out
    assert await followed(operator) == ["opershtab31"]


@pytest.mark.parametrize(
    ("arguments", "region", "municipality"),
    [
        pytest.param(
            ("Anapa_Mayor", "--region", "RU-KDA", "--municipality", "RU-KDA/anapa"),
            "RU-KDA",
            "RU-KDA/anapa",
            id="both",
        ),
        pytest.param(
            ("anapa_mayor", "--municipality", "ru-kda/Anapa"), "RU-KDA", "RU-KDA/anapa", id="alone"
        ),
        pytest.param(("anapa_mayor", "--region", "UA-40"), "UA-40", None, id="a region is a city"),
    ],
)
async def test_a_mayor_is_followed_for_the_city(
    operator: Operator, arguments: tuple[str, ...], region: str, municipality: str | None
) -> None:
    """A mayor speaks for a municipality, or for a region that is a city."""
    operator.writes_config(accounts=())
    operator.sandbox.telegram.add_channel("anapa_mayor", "Мэр")
    ended = await operator.runs("channel", "add", *arguments, "--role", "mayor", "--yes")
    assert (ended.code, ended.err) == (0, "")
    async with open_store(operator.database) as store:
        (channel,) = await store.channels()
    assert (channel.role, channel.region) == (Role.MAYOR, region)
    assert channel.municipality == municipality
    listed = (await operator.runs("channel", "list")).out
    assert f"(mayor, {municipality or region}; added by" in listed


@pytest.mark.parametrize("arguments", [ADD, ("channel", "list")], ids=["add", "list"])
async def test_a_mayor_of_a_region_is_not_followed_from_the_configuration(
    operator: Operator, arguments: tuple[str, ...]
) -> None:
    """No command lets a running program follow a mayor who would speak for a whole region."""
    operator.writes_config(
        '[[channels]]\nusername = "mayor"\nrole = "mayor"\nregion = "RU-BEL"', accounts=()
    )
    ended = await operator.runs(*arguments)
    assert ended.code == 2
    assert ended.err == (
        "tocsin: channels.0.municipality: a mayor speaks for a municipality; name it\n"
    )
    assert not (operator.folder / "tocsin.db").exists()


async def test_a_known_mayor_brings_the_city_along(operator: Operator) -> None:
    """What the starter list knows of a city's channel need not be said."""
    operator.writes_config(accounts=())
    operator.sandbox.telegram.add_channel("nvrskadm", "Новороссийск")
    add = ("channel", "add", "nvrskadm", "--region", "RU-KDA", "--yes")
    assert (await operator.runs(*add)).code == 0
    async with open_store(operator.database) as store:
        (channel,) = await store.channels()
    assert channel.municipality == "RU-KDA/novorossiysk"


async def test_a_channel_nobody_can_see_is_not_followed(operator: Operator) -> None:
    """A name that leads nowhere is told with what each source said."""
    await operator.logs_in()
    ended = await operator.runs(*ADD, "--yes")
    assert ended.code == 1
    assert "telegram:main: nobody has this username" in ended.err
    assert "preview: " in ended.err
    assert await followed(operator) == []


async def test_another_channel_under_a_followed_name(operator: Operator) -> None:
    """A channel that took over a name can be followed, if the operator says so, as another one."""
    world = operator.server.world
    world.channel("opershtab31", title="Старый")
    await operator.logs_in()
    await operator.runs(*ADD, "--yes")
    world.move_username("opershtab31", world.channel("opershtab31_new", title="Новый"))
    now = datetime.now(UTC)
    async with open_store(operator.database) as store, store.transaction() as transaction:
        await transaction.save_stranger("opershtab31", 5, now)

    refused = await operator.runs(*ADD, "--yes")
    assert "this name was another channel's before" in refused.out
    assert "not added: decide without --yes" in refused.err
    ended = await operator.runs(*ADD, types="y\n")
    assert ended.code == 0, ended.err
    async with open_store(operator.database) as store:
        (watched,) = await store.watched_channels()
    assert watched.channel.title == "Новый"


async def test_list_and_remove(operator: Operator) -> None:
    """What is followed is listed with how it is heard; what an operator added can be removed."""
    operator.writes_config(
        '[[channels]]\nusername = "mayor"\nrole = "mayor"\nregion = "RU-BEL"\n'
        'municipality = "RU-BEL/belgorod"',
        accounts=(),
    )
    operator.sandbox.telegram.add_channel("opershtab31", "Оперштаб")
    await operator.runs(*ADD, "--yes")
    listed = (await operator.runs("channel", "list")).out
    assert "@mayor" in listed
    assert "(mayor, RU-BEL/belgorod; from the configuration)" in listed
    assert "@opershtab31  Оперштаб  (headquarters, RU-BEL; added by" in listed

    assert (await operator.runs("channel", "remove", "opershtab31")).code == 0
    assert await followed(operator) == ["mayor"]
    for name, said in (("opershtab31", "is not followed"), ("mayor", "stands in config.toml")):
        ended = await operator.runs("channel", "remove", f"@{name}")
        assert ended.code == 2
        assert said in ended.err


async def test_starters_of_a_region(operator: Operator) -> None:
    """The known channels of regions are shown one by one, with what is not verified."""
    channel = operator.server.world.channel("operativno31", title="Оперштаб")
    await operator.logs_in()
    starter = ("channel", "add", "--starter", "RU-BEL")
    refused = await operator.runs(*starter, "--yes")
    assert "NOT VERIFIED" in refused.out
    assert "the starter list knows another channel here, number 1623943359" in refused.out
    assert str(channel.id) in refused.out
    assert await followed(operator) == []

    ended = await operator.runs(*starter, types="y\n")
    assert ended.out.endswith("1 of 1 added\n")
    assert await followed(operator) == ["operativno31"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("add",), "give either NAME or --starter", id="nothing"),
        pytest.param(("add", "a", "--starter", "RU-BEL"), "give either NAME", id="both"),
        pytest.param(("add", "новости"), "must be a channel's username", id="no name"),
        pytest.param(("add", "abc_news"), "--role: is needed", id="no role"),
        pytest.param(
            ("add", "abc", "--region", "RU-XX"), "RU-XX is not a known region", id="region"
        ),
        pytest.param(("add", "--starter", "RU-XX"), "RU-XX is not a known region", id="starter"),
        pytest.param(
            ("add", "abc", "--role", "mayor", "--region", "RU-KDA"),
            "--municipality: a mayor speaks for a municipality",
            id="mayor of a region",
        ),
        pytest.param(
            ("add", "abc", "--role", "mayor"), "--municipality: a mayor", id="mayor of nowhere"
        ),
        pytest.param(
            ("add", "anapaofficial", "--region", "RU-BEL"),
            "--municipality: a mayor",
            id="known mayor elsewhere",
        ),
        pytest.param(
            ("add", "abc", "--role=mayor", "--region=RU-BEL", "--municipality=RU-KDA/anapa"),
            "RU-KDA/anapa is not a known municipality of RU-BEL",
            id="municipality elsewhere",
        ),
        pytest.param(
            ("add", "abc", "--role=mayor", "--municipality=RU-KDA/london"),
            "RU-KDA/london is not a known municipality of RU-KDA",
            id="no such municipality",
        ),
        pytest.param(
            ("add", "--starter=RU-KDA", "--municipality=RU-KDA/anapa"),
            "leave --municipality out",
            id="municipality of starters",
        ),
        pytest.param(("add", "abc", "--role", "blogger"), "'blogger' is not one of", id="role"),
    ],
)
async def test_a_mistake_is_told(operator: Operator, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be meant is exit 2 and a line that says what."""
    ended = await operator.runs("channel", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_the_starter_list_can_be_followed() -> None:
    """Every channel has a name, a known place and a role, each once; mayors have their cities."""
    gazetteer = load_gazetteer()
    regions = {region.id for region in gazetteer.regions()}
    names = [one.username for one in starter_channels()]
    assert len(set(names)) == len(names) > 100
    for one in starter_channels():
        assert channel_name(one.username) == one.username
        assert one.region is None or one.region in regions
        below = {area.id for area in gazetteer.municipalities(one.region or "")}
        assert one.municipality is None or one.municipality in below
        assert one.municipality is not None or not needs_municipality(one.role, one.region)


def test_a_former_governor_is_not_followed_by_default() -> None:
    """A channel whose owner left the office stays on the list as a warning only."""
    former = starter_channel("vvgladkov")
    assert former is not None
    assert not former.follow
    assert former not in starters_of({"RU-BEL"})
    assert [one.username for one in starters_of({"RU-BEL"})] == ["operativno31"]
    assert {one.role for one in starters_of({"RU"})} >= {Role.EMERGENCY, Role.DEFENCE}
