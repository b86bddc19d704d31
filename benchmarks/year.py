"""A year of 200 channels: ``python -m benchmarks.year [URL | postgresql] [CHANNELS] [DAYS]``.

Keeps the posts of ``make_year.py`` (2 million) in a fresh database, folds the history of every
region from its beginning as ``tocsin import`` does at its end, and then asks /region 2,000 times
through the bot's own dispatcher at the last moment of the year, for regions and municipalities at
random, and /now as often; whoever asks follows a place. Keeping is not what is measured here (see
import_posts.py): each text is read once.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, Message
from sqlalchemy import insert, select

from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscription
from alerts.tables import load_gazetteer
from app.history import catch_up
from benchmarks.databases import database
from benchmarks.make_year import BEGINNING, CHANNELS, DAYS, Said, channels, year
from bot.dispatcher import dispatcher_for
from bot.texts import load_texts
from storage.revisions import post_facts, region_facts, revision_facts, verdict_facts
from storage.store import Store, open_store
from storage.tables.heard import ChannelRow, PostRow, RevisionRow, VerdictRegionRow, VerdictRow

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from alerts.channels import Channel
    from alerts.verdicts import Verdict
    from storage.tables.base import Row

QUESTIONS: Final = 2000
ASKER: Final = 7
TEN: Final = 10
TOKEN: Final = "42:benchmark-token-of-no-bot-at-all-0000"  # noqa: S105 - nobody's


class Answers(BaseSession):
    """A Telegram that takes every answer at once, and notes how long it is."""

    def __init__(self) -> None:
        """Begin with no answer."""
        super().__init__()
        self.characters: list[int] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Take a message."""
        if not isinstance(method, SendMessage):
            raise NotImplementedError(type(method))
        self.characters.append(len(method.text))
        chat = Chat(id=ASKER, type="private")
        return Message(message_id=1, date=datetime.now(UTC), chat=chat, text=method.text).as_(bot)

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:  # noqa: ANN401 - aiogram's signature
        """Have no files."""
        yield b""

    async def close(self) -> None:
        """Hold nothing open."""


async def main() -> None:
    """Fill, fold and ask."""
    target = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    asked = [int(argument) for argument in sys.argv[2:]]
    count, days = [*asked, *(CHANNELS, DAYS)[len(asked) :]]
    followed = channels(count)
    regions = sorted({channel.region or "" for channel in followed})
    with database(target) as url:
        async with open_store(url) as store:
            await store.follow(followed)
            began = time.monotonic()
            kept = await keep(store, followed, days)
            print(f"{kept} posts kept in {time.monotonic() - began:.0f} s", flush=True)
            began = time.monotonic()
            for region in regions:
                await catch_up(store, region, BEGINNING)
            took = time.monotonic() - began
            end = BEGINNING + timedelta(days=days)
            alerts = await store.alerts_between(None, BEGINNING, end)
            in_force = await store.alerts_in_force(None)
            print(
                f"folded in {took:.1f} s: {kept / took:.0f} posts/s into {len(alerts)} alerts,"
                f" {len(in_force)} of them never cleared",
                flush=True,
            )
            await store.subscribe(ASKER, Subscription(area=regions[0]))
            for command in ("region", "now"):
                await ask(store, command, regions, end)


async def keep(store: Store, followed: Sequence[Channel], days: int) -> int:
    """Keep the year, ten days at a time, as rows: how fast posts are kept is another benchmark."""
    reader = official_reader()
    read: dict[tuple[str | None, str], Verdict] = {}
    rows = Rows({each.username: each.id for each in await _kept_channels(store)})
    for number, posts in enumerate(year(followed, days), start=1):
        for one in posts:
            key = one.channel.region, one.says
            if key not in read:
                read[key] = reader.read(one.says, one.channel.region)
            rows.add(_post(one), read[key])
        if number % TEN == 0 or number == days:
            await rows.write(store)
    return rows.posts


class Rows:
    """Posts as rows of the four tables they are kept in."""

    def __init__(self, channel_ids: Mapping[str, int]) -> None:
        """Begin with none."""
        self.posts = 0
        self._channel_ids = channel_ids
        self._waiting: dict[type[Row], list[dict[str, Any]]] = {}

    def add(self, post: SourcePost, verdict: Verdict) -> None:
        """Add a post, its only revision and its verdict, all by the same id."""
        self.posts += 1
        number = self.posts
        rows = self._waiting
        channel_id = self._channel_ids[post.channel]
        rows.setdefault(PostRow, []).append({"id": number, **post_facts(channel_id, post, 1)})
        rows.setdefault(RevisionRow, []).append({"id": number, **revision_facts(number, 1, post)})
        rows.setdefault(VerdictRow, []).append({"id": number, **verdict_facts(number, verdict)})
        rows.setdefault(VerdictRegionRow, []).extend(
            region_facts(number, verdict, post.published_at)
        )

    async def write(self, store: Store) -> None:
        """Write what waits, table by table."""
        async with store.transaction() as transaction:
            for table, rows in self._waiting.items():
                await transaction._connection.execute(insert(table), rows)  # noqa: SLF001 - in bulk, past what the store offers
        self._waiting.clear()


async def _kept_channels(store: Store) -> Sequence[Any]:
    """Return the ids of the channels."""
    async with store.snapshot() as snapshot:
        query = select(ChannelRow.id, ChannelRow.username)
        return (await snapshot._connection.execute(query)).all()  # noqa: SLF001 - as above


def _post(said: Said) -> SourcePost:
    """Return a post as a source hands it over."""
    return SourcePost(
        channel=said.channel.username,
        message_id=said.number,
        text=said.text,
        published_at=said.at,
        received_at=said.at + timedelta(seconds=2),
        source="benchmark",
    )


async def ask(store: Store, command: str, regions: Sequence[str], now: datetime) -> None:
    """Ask about places through the dispatcher; print how long each answer took."""
    gazetteer = load_gazetteer()
    dice = random.Random(2)  # noqa: S311 - made-up questions
    bot = Bot(TOKEN, session=(answers := Answers()))
    dispatcher = dispatcher_for(store, gazetteer, load_texts(), lambda: now)
    user = {"id": ASKER, "is_bot": False, "first_name": "A"}
    chat = {"id": ASKER, "type": "private"}
    gc.collect()
    gc.freeze()  # as ``tocsin run`` does when all is loaded; the year that was read is not in it
    took, busy = [], []
    for number in range(QUESTIONS + 50):
        region = gazetteer.area(dice.choice(regions))
        inside = gazetteer.municipalities(region.id)
        area = dice.choice(inside) if inside and dice.random() < 0.5 else region  # noqa: PLR2004 - half of them
        message = {
            "message_id": number + 1,
            "date": int(now.timestamp()),
            "chat": chat,
            "from": user,
            "text": f"/{command} {area.name}",
        }
        began, worked = time.perf_counter(), time.process_time()
        await dispatcher.feed_raw_update(bot, {"update_id": number + 1, "message": message})
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    for what, measured in (("by the clock", took), ("of processor time", busy)):
        kept = sorted(measured[50:])  # the first ones fill caches
        print(
            f"{len(kept)} times /{command} {what}: median {statistics.median(kept):.1f} ms,"
            f" p99 {kept[int(len(kept) * 0.99)]:.1f} ms, worst {kept[-1]:.1f} ms"
        )
    print(f"an answer has {statistics.median(answers.characters):.0f} characters")


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name} {' '.join(sys.argv[1:])}")
    asyncio.run(main())
