"""What operators ask and are told of channels, and that nobody else can."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.channels import Channel, Role
from alerts.profiles import Profile, Trait, TraitChange, trait_changes
from alerts.verdicts import Kind, Statement, Verdict
from bot.drain import Drain
from bot.operators import Desk
from storage.store import SourceHealth
from tests.bot.conftest import GOVERNOR, Resident
from tests.bot.operators import IVAN, PROFILE, followed
from tests.bot.outbox import until_counts

if TYPE_CHECKING:
    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Clock, Town
    from tests.fakes.telegram import FakeTelegram


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


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
            "⚠️ Губернатор <Белгород> @governor_bel",
            "Последнее сообщение 08:00, слышен 13:00",
            "аккаунт main: опоздание обычно 1 с, худшее 2 мин",
            "страница канала: no preview",
            "Молчит дольше обычного (обычно до 10 мин)",
            "⚠️ Минобороны @defence",
        ),
        "en": (
            "Channels: 2, need attention: 2",
            "Last post 08:00, heard 13:00",
            "account main: delay usually 1 s, worst 2 min",
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
