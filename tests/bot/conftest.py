"""A bot whose wire is a fake, its real store, and residents who talk with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.types import CallbackQuery, Chat, Message, Update, User

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.situation import Alert
from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard, Kind, Statement, Verdict
from app.pipeline import Pipeline
from bot.dispatcher import dispatcher_for
from bot.texts import Texts, load_texts
from storage.store import SourceHealth, Store
from tests.fakes.telegram import MOMENT, TOKEN, FakeTelegram, Shown, message_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from alerts.gazetteer import Gazetteer

    Publish = Callable[..., Awaitable[None]]

GOVERNOR = Channel(
    username="governor_bel", title="Губернатор <Белгород>", role=Role.GOVERNOR, region="RU-BEL"
)
DEFENCE = Channel(username="defence", title="Минобороны", role=Role.DEFENCE, region=None)


@dataclass
class Clock:
    """The moment of a test, moved by hand."""

    moment: datetime = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # 06:00 in Moscow

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_(self, **length: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**length)


@dataclass
class Resident:
    """Somebody who writes to the bot, presses its buttons and reads its answers."""

    chat_id: int
    dispatcher: Dispatcher
    bot: Bot
    telegram: FakeTelegram
    language_code: str = "ru"
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def sends(self, text: str) -> str:
        """Write a message; return what the bot answered, all messages together."""
        before = len(self.telegram.order)
        message = Message(
            message_id=next(self._numbers),
            date=MOMENT,
            chat=Chat(id=self.chat_id, type="private"),
            from_user=self._user(),
            text=text,
        )
        await self._feed(Update(update_id=next(self._numbers), message=message))
        return "\n".join(shown.text for shown in self.telegram.order[before:])

    async def clicks(self, label: str) -> str:
        """Press a button of the last message that has it; return what that message says then."""
        shown = next(each for each in reversed(self.messages) if label in each.buttons)
        await self.presses(shown, shown.buttons[label])
        return shown.text

    async def presses(self, shown: Shown, data: str) -> None:
        """Press what was a button of a message, be it still there or not."""
        query = CallbackQuery(
            id=str(next(self._numbers)),
            from_user=self._user(),
            chat_instance="1",
            message=message_of(self.bot, self.chat_id, shown.message_id, shown.text),
            data=data,
        )
        await self._feed(Update(update_id=next(self._numbers), callback_query=query))

    @property
    def messages(self) -> list[Shown]:
        """Return everything the bot wrote to this resident."""
        return self.telegram.of(self.chat_id)

    @property
    def buttons(self) -> list[str]:
        """Return the labels under the last message."""
        return list(self.messages[-1].buttons)

    def _user(self) -> User:
        return User(
            id=self.chat_id, is_bot=False, first_name="Anna", language_code=self.language_code
        )

    async def _feed(self, update: Update) -> None:
        await self.dispatcher.feed_update(self.bot, update)


@dataclass
class Town:
    """What happened, told straight to the store."""

    store: Store
    now: Clock
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def follows(self, *channels: Channel) -> None:
        """Follow these channels and hear them well."""
        await self.store.follow(channels)
        await self.store.save_health(
            [
                SourceHealth(
                    channel=channel.username,
                    source="preview",
                    last_heard_at=self.now(),
                    last_post_at=None,
                    last_lag=None,
                    trouble=None,
                )
                for channel in channels
            ]
        )

    async def post(self, channel: Channel, text: str, verdict: Verdict) -> int:
        """Keep a post with its verdict; return its id."""
        post = SourcePost(
            channel=channel.username,
            message_id=next(self._numbers),
            text=text,
            published_at=self.now(),
            received_at=self.now(),
            source="preview",
        )
        async with self.store.transaction() as transaction:
            kept = await transaction.add_post(post)
            assert kept is not None
            await transaction.add_verdict(kept, verdict)
        return kept.id

    async def danger(
        self, area: str, hazard: Hazard | None = Hazard.DRONE, *, attack: bool = False
    ) -> Alert:
        """Open an alert by a post of the governor's."""
        kind = Kind.ATTACK if attack else Kind.THREAT
        hazards = (hazard,) if hazard else ()
        statement = Statement(kind=kind, hazards=hazards, areas=(area,), because=("опасность",))
        post = await self.post(GOVERNOR, "Опасность!", Verdict(statements=(statement,)))
        moment = self.now()
        alert = Alert(
            area=area,
            hazard=hazard,
            opened_at=moment,
            opened_by=post,
            confirmed_at=moment,
            attacked_at=moment if attack else None,
        )
        async with self.store.transaction() as transaction:
            [saved] = await transaction.save_alerts([alert])
        return saved


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Return the real gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="session")
def texts() -> Texts:
    """Return the real texts."""
    return load_texts()


@pytest.fixture
def now() -> Clock:
    """Return a clock that stands at six in the morning in Moscow."""
    return Clock()


@pytest.fixture
def telegram() -> FakeTelegram:
    """Return a fake Telegram."""
    return FakeTelegram()


@pytest.fixture
def bot(telegram: FakeTelegram) -> Bot:
    """Return a bot whose wire is the fake."""
    return Bot(TOKEN, session=telegram, default=DefaultBotProperties(parse_mode="HTML"))


@pytest.fixture
async def town(store: Store, now: Clock) -> Town:
    """Return a town whose governor is followed."""
    town = Town(store, now)
    await town.follows(GOVERNOR, DEFENCE)
    return town


@pytest.fixture
def dispatcher(store: Store, gazetteer: Gazetteer, texts: Texts, now: Clock) -> Dispatcher:
    """Return the whole bot."""
    return dispatcher_for(store, gazetteer, texts, now)


@pytest.fixture
def resident(dispatcher: Dispatcher, bot: Bot, telegram: FakeTelegram) -> Callable[..., Resident]:
    """Return a maker of residents."""

    def make(chat_id: int = 7, language_code: str = "ru") -> Resident:
        return Resident(chat_id, dispatcher, bot, telegram, language_code)

    return make


@pytest.fixture
def anna(resident: Callable[..., Resident], town: Town) -> Resident:
    """Return a resident of a town whose governor is followed."""
    assert town.store is not None
    return resident()


@pytest.fixture
def publishes(town: Town, now: Clock) -> Publish:
    """Return what lets a channel publish, as the pipeline hears it."""
    pipeline = Pipeline(
        store=town.store,
        reader=official_reader(),
        channels={channel.username: channel for channel in (GOVERNOR, DEFENCE)},
        age_limit=timedelta(minutes=15),
    )

    async def publish(
        text: str, number: int = 1, channel: Channel = GOVERNOR, **facts: object
    ) -> None:
        post = SourcePost(
            channel=channel.username,
            message_id=number,
            text=text,
            published_at=now(),
            received_at=now() + timedelta(seconds=4),
            source="preview",
            **facts,  # type: ignore[arg-type]  # facts of a post, as each test needs them
        )
        await pipeline.handle(post, now())

    return publish
