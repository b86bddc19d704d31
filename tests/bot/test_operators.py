"""What operators ask and are told, and that nobody else can."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.profiles import ChannelLook, Profile, Trait, TraitChange, UnseenError, trait_changes
from alerts.reader import official_reader
from alerts.verdicts import Kind, Statement, Verdict
from bot.callbacks import Watch
from bot.dispatcher import dispatcher_for
from bot.drain import Drain
from bot.operators import Desk
from bot.watching import Asked, Watching, start_watching
from storage.store import SourceHealth
from tests.bot.conftest import GOVERNOR, Resident
from tests.bot.outbox import until_counts
from tests.fakes.telegram import TOKEN

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Clock, Town
    from tests.fakes.telegram import FakeTelegram

IVAN = 500
PROFILE = Profile(
    channel_id=31,
    username="opershtab31",
    title="Оперштаб <31>",
    verified=True,
    scam=False,
    fake=False,
    subscribers=4321,
)
TEXTS = ("Белгородская область: ракетная опасность!", "Отбой ракетной опасности.", "С праздником!")


@dataclass(frozen=True)
class Known:
    """A channel of the list of known ones."""

    channel_id: int | None = 31
    follow: bool = True
    region: str | None = "RU-BEL"
    municipality: str | None = None
    role: Role = Role.HEADQUARTERS


@dataclass
class World:
    """Which channels can be looked at, and which are on the list; counts what was changed."""

    looks: dict[str, ChannelLook] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    changes: int = 0

    async def look(self, username: str) -> ChannelLook:
        """Look at a channel."""
        if username not in self.looks:
            raise UnseenError("nobody has this username")
        return self.looks[username]

    def change(self) -> None:
        """Note that something was changed."""
        self.changes += 1


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


@pytest.fixture
def world(now: Clock) -> World:
    """Return a world with one channel, on the list."""
    posts = tuple(
        SourcePost(
            channel="opershtab31",
            message_id=number,
            text=text,
            published_at=now() + timedelta(minutes=number),
            received_at=now(),
            source="telegram:main",
        )
        for number, text in enumerate(TEXTS, start=1)
    )
    look = ChannelLook(
        username="opershtab31", profile=PROFILE, posts=posts, through="telegram:main"
    )
    return World({"opershtab31": look}, {"opershtab31": Known()})


@pytest.fixture
def watching(world: World) -> Watching:
    """Return what operators' commands work with."""
    return Watching(
        chats=frozenset({IVAN}),
        reader=official_reader(),
        look=world.look,
        starter=world.known.get,
        changed=world.change,
    )


@pytest.fixture
def ivan(
    watching: Watching, town: Town, gazetteer: Gazetteer, texts: Texts, telegram: FakeTelegram
) -> Resident:
    """Return an operator."""
    bot = Bot(TOKEN, session=telegram, default=DefaultBotProperties(parse_mode="HTML"))
    dispatcher = dispatcher_for(town.store, gazetteer, texts, town.now, watching)
    return Resident(IVAN, dispatcher, bot, telegram)


async def followed(store: Store) -> dict[str, Channel]:
    """Return what operators have had followed."""
    return {
        one.channel.username: one.channel
        for one in await store.watched_channels()
        if one.added_by is not None
    }


async def test_a_channel_is_shown_and_then_followed(
    ivan: Resident, world: World, store: Store
) -> None:
    """An operator sees who it is and what its posts would be taken for, and confirms."""
    shown = await ivan.sends("/watch https://t.me/Opershtab31")
    for fact in (
        "Следить за @opershtab31? Роль: headquarters, место: Белгородская область",
        "Оперштаб <31>",
        "Номер 31, виден через telegram:main",
        "Подтверждён Telegram",
        "Подписчиков: 4321",
        "🟢 отбой: Отбой ракетной опасности.",
        "🟠 опасность: Белгородская область: ракетная опасность!",
        "прочее: С праздником!",
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


@pytest.mark.parametrize("language_code", ["ru", "en"])
async def test_channels_are_told_with_who_hears_them(
    ivan: Resident, town: Town, now: Clock, language_code: str
) -> None:
    """Each channel has its last post, its sources with their lags, and what is wrong with it."""
    ivan.language_code = language_code
    statement = Statement(kind=Kind.OTHER)
    for _ in range(12):
        now.pass_(minutes=10)
        await town.post(GOVERNOR, f"{now():%H:%M}", Verdict(statements=(statement,)))
    now.pass_(hours=5)
    heard = SourceHealth(
        channel="governor_bel",
        source="telegram:main",
        last_heard_at=now(),
        last_post_at=now(),
        last_lag=timedelta(seconds=1),
        trouble=None,
        lags_ms=(400, 1000, 95_000),
    )
    lost = replace(heard, source="preview", trouble="no preview", lags_ms=())
    await town.store.save_health([heard, lost])
    shown = await ivan.sends("/channels")
    expected = {
        "ru": (
            "Каналов: 2, требуют внимания: 2",
            "⚠️ @governor_bel Губернатор <Белгород>",
            "сообщение 08:00, слышен 13:00",
            "telegram:main: половина за 1.0 с, худшее 2 мин",
            "preview: no preview",
            "Молчит дольше обычного (обычно до 10 мин)",
            "⚠️ @defence",
        ),
        "en": (
            "Channels: 2, need attention: 2",
            "last post 08:00, heard 13:00",
            "telegram:main: half within 1.0 s, worst 2 min",
            "Silent longer than usual (usually up to 10 min)",
        ),
    }
    for fact in expected[language_code]:
        assert fact in shown


async def test_many_channels_are_turned_like_pages(
    ivan: Resident, town: Town, store: Store
) -> None:
    """A long list has pages; those that need attention come first."""
    many = [
        Channel(username=f"c{number:02}", title="К", role=Role.MAYOR, region="RU-BEL")
        for number in range(20)
    ]
    await town.follows(*many)
    ill = SourceHealth(
        channel="c19",
        source="preview",
        last_heard_at=None,
        last_post_at=None,
        last_lag=None,
        trouble="gone",
    )
    await store.save_health([ill])
    first = await ivan.sends("/channels")
    assert first.index("@c19") < first.index("@c00")
    assert "Ни один источник его не слышит" in first
    assert "@c18" in await ivan.clicks("‹")


async def test_residents_have_no_such_commands(
    ivan: Resident, bot: Bot, telegram: FakeTelegram, store: Store
) -> None:
    """To everybody else these are no commands, and their buttons do nothing."""
    anna = Resident(7, ivan.dispatcher, bot, telegram)
    for command in ("/watch @opershtab31 RU-BEL", "/unwatch @governor_bel", "/channels"):
        assert (await anna.sends(command)).startswith("Напишите название места")
    assert "/watch" not in await anna.sends("/help")
    await ivan.sends("/watch @opershtab31")
    await anna.presses(anna.messages[-1], ivan.messages[-1].buttons["Следить"])
    assert await followed(store) == {}
    assert "/watch" in await ivan.sends("/help")


async def test_operators_are_told_through_the_outbox(
    bot: Bot, telegram: FakeTelegram, texts: Texts, gazetteer: Gazetteer, town: Town
) -> None:
    """A change goes to every operators' chat, also one that never wrote, in its own language."""
    desk = Desk((IVAN, -100), texts, gazetteer)
    changes = [
        TraitChange(trait=Trait.USERNAME, before="governor_bel", after=None),
        TraitChange(trait=Trait.SCAM, before=False, after=True),
    ]
    async with town.store.transaction() as transaction:
        assert await desk.tell_changes(transaction, GOVERNOR, changes, town.now()) == 2
        assert await desk.tell_stranger(transaction, GOVERNOR, 666, town.now()) == 2
    drain = Drain(town.store, bot, texts, gazetteer, now=town.now, wake=asyncio.Event())
    draining = asyncio.create_task(drain.run())
    while len(telegram.of(IVAN)) < 2 or len(telegram.of(-100)) < 2:
        town.now.pass_(seconds=1)
        await asyncio.sleep(0.05)
    await until_counts(town.store, sent=4)
    draining.cancel()
    await asyncio.wait({draining})
    changed, stranger = (shown.text for shown in telegram.of(IVAN))
    assert "@governor_bel изменился" in changed
    assert "больше нет имени" in changed
    assert "мошенничество" in changed
    assert "666" in stranger


def test_what_a_source_does_not_say_has_not_changed() -> None:
    """A page that shows no mark takes none away; a username that is gone is a change."""
    silent = Profile(channel_id=None, username="opershtab31", title="Оперштаб <31>")
    assert trait_changes(PROFILE, silent) == []
    (change,) = trait_changes(PROFILE, replace(PROFILE, username=None))
    assert (change.trait, change.after) == (Trait.USERNAME, None)
