"""An operator at the desk, and the channels there are to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.profiles import ChannelLook, Profile, UnseenError
from alerts.reader import official_reader
from bot.dispatcher import dispatcher_for
from bot.watching import Watching
from tests.bot.conftest import Resident
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
