"""A night told end to end: posts go in where a source hands them over, messages come out in chats.

Everything between is real: the reader, the database, the drain, and aiogram over HTTP to the
sandbox's Bot API on 127.0.0.1.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from alerts.tables import load_gazetteer
from app.bots import open_bot
from app.config import BotConfig
from app.pipeline import Pipeline
from bot.drain import Drain
from bot.texts import load_texts
from sandbox.server import Sandbox, open_sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiogram import Bot

    from alerts.notices import Reason
    from storage.store import Store

EVENING: Final = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
"""The night's first hour; "23:00" is on that evening and "01:00" on the morning after."""

CHANNELS: Final = (
    Channel(
        username="governor_bel",
        title="Губернатор Белгородской области",
        role=Role.GOVERNOR,
        region="RU-BEL",
    ),
    Channel(username="hq_krs", title="Оперштаб Курской", role=Role.HEADQUARTERS, region="RU-KRS"),
    Channel(username="emergency", title="МЧС России", role=Role.EMERGENCY, region=None),
    Channel(username="defence", title="Минобороны", role=Role.DEFENCE, region=None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message as a resident sees it: its first two lines, and what it answers."""

    at: str
    what: str
    where: str
    answers: str | None = None


@dataclass(kw_only=True)
class Night:
    """A night in the making: ``publishes``, ``edits`` and ``deletes``, then ``heard`` in chats."""

    store: Store
    sandbox: Sandbox
    bot: Bot
    pipeline: Pipeline
    holds_back: bool = False
    _posts: dict[str, SourcePost] = field(default_factory=dict)
    _told: list[tuple[str, int, int, str, int | None]] = field(default_factory=list)
    _edits: list[tuple[str, int, int, str]] = field(default_factory=list)
    _silent: set[tuple[int, int]] = field(default_factory=set)
    _read: int = 0

    async def resident(self, chat_id: int, *areas: str) -> int:
        """Let somebody subscribe to areas."""
        wanted = [Subscription(area=area) for area in areas]
        await self.store.import_subscribers([(Subscriber(chat_id=chat_id), wanted)])
        return chat_id

    async def publishes(
        self,
        at: str,
        text: str,
        *,
        channel: str = "governor_bel",
        late_minutes: float = 0,
        said_at: str | None = None,
    ) -> None:
        """Let a channel publish, or pass on what the headquarters said, and everybody be told."""
        published_at = moment(at)
        post = SourcePost(
            channel=channel,
            message_id=len(self._posts) + 1,
            text=text,
            published_at=published_at,
            received_at=published_at + timedelta(minutes=late_minutes, seconds=1),
            source="night",
            forwarded_from="Оперштаб" if said_at else None,
            forwarded_at=moment(said_at) if said_at else None,
        )
        self._posts[at] = post
        await self.hears(at, post)

    async def edits(self, at: str, text: str, *, of: str) -> None:
        """Let the post of an earlier moment be edited."""
        await self._revises(at, of, text=text)

    async def deletes(self, at: str, *, of: str) -> None:
        """Let the post of an earlier moment be deleted."""
        await self._revises(at, of, deleted=True)

    async def hears(self, at: str, post: SourcePost) -> None:
        """Hand a post over and let the outbox run empty."""
        await self.pipeline.handle(post, datetime.now(UTC))
        if not self.holds_back:
            await self.drains(at)

    async def drains(self, at: str) -> None:
        """Send whatever waits, and note when it came."""
        async with draining(self.store, self.bot):
            while True:
                counts = await self.store.outbox_counts()
                if not counts.get("pending", 0) and not counts.get("claimed", 0):
                    break
                await asyncio.sleep(0.01)
        accepted = self.sandbox.telegram.accepted
        for one in accepted[self._read :]:
            if one.method == "editMessageText":
                self._edits.append((at, one.chat_id, one.message_id, one.text))
            else:
                self._told.append((at, one.chat_id, one.message_id, one.text, one.reply_to))
            if one.silent:
                self._silent.add((one.chat_id, one.message_id))
        self._read = len(accepted)

    def heard(self, chat_id: int) -> list[Told]:
        """Return what a resident was told, in order."""
        mine = [each for each in self._told if each[1] == chat_id]
        first_lines = {number: text.splitlines()[0] for _, _, number, text, _ in mine}
        return [
            Told(
                at=at,
                what=text.splitlines()[0].split(" ", 1)[1],
                where=text.splitlines()[1],
                answers=first_lines[answered].split(" ", 1)[1] if answered else None,
            )
            for at, _, _, text, answered in mine
        ]

    def rang(self, chat_id: int) -> list[str]:
        """Return when a resident's phone made a sound."""
        return [
            at
            for at, chat, number, _, _ in self._told
            if chat == chat_id and (chat, number) not in self._silent
        ]

    def changed(self, chat_id: int) -> list[tuple[str, str, str]]:
        """Return the edits a resident saw: when, what changed it, and the message as it is then."""
        first = {
            (chat, number): text.splitlines()[0].split(" ", 1)[1]
            for _, chat, number, text, _ in self._told
        }
        return [
            (at, first[chat, number], text)
            for at, chat, number, text in self._edits
            if chat == chat_id
        ]

    async def reasons(self, chat_id: int) -> list[Reason]:
        """Return why a resident got, or did not get, each message, the first one first."""
        kept = await self.store.deliveries_of(chat_id, 100)
        return [delivery.reason for delivery in reversed(kept)]

    def last(self, chat_id: int) -> str:
        """Return the newest message to a resident, whole."""
        return [text for _, chat, _, text, _ in self._told if chat == chat_id][-1]

    async def _revises(
        self, at: str, of: str, *, text: str | None = None, deleted: bool = False
    ) -> None:
        """Hand over a new state of an earlier post."""
        known = self._posts[of]
        await self.hears(
            at,
            SourcePost(
                channel=known.channel,
                message_id=known.message_id,
                text=text or "",
                published_at=known.published_at,
                received_at=moment(at),
                source=known.source,
                deleted=deleted,
            ),
        )


def moment(clock: str) -> datetime:
    """Return when a clock showed this in that night."""
    hour, minute = (int(part) for part in clock.split(":"))
    day = EVENING.replace(hour=hour, minute=minute)
    return day if hour >= EVENING.hour else day + timedelta(days=1)


@asynccontextmanager
async def draining(store: Store, bot: Bot) -> AsyncIterator[None]:
    """Run the real drain for a while."""
    drain = Drain(
        store,
        bot,
        load_texts(),
        load_gazetteer(),
        per_second=1000,
        now=lambda: datetime.now(UTC),
        wake=asyncio.Event(),
    )
    task = asyncio.create_task(drain.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def night(store: Store) -> AsyncIterator[Night]:
    """Begin a night without posts: its channels followed, any chat there to be written to."""
    await store.follow(CHANNELS)
    async with (
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        open_bot(BotConfig(token=sandbox.token, api_url=sandbox.url)) as bot,
    ):
        pipeline = Pipeline(
            store=store,
            reader=official_reader(),
            channels={channel.username: channel for channel in CHANNELS},
            age_limit=timedelta(minutes=15),
        )
        yield Night(store=store, sandbox=sandbox, bot=bot, pipeline=pipeline)
