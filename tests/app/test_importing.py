from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pytest

from alerts.channels import Channel, Role
from alerts.posts import SourcePost
from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Kind
from app.history import TRIES
from app.importing import BATCH, Imported, import_posts
from app.pipeline import Pipeline
from listeners.export import ExportReader
from storage.engine import Database, new_engine, parse
from storage.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from pathlib import Path

    from alerts.situation import Alert
    from listeners.skipped import Skipped
    from storage.store import Transaction

BEGUN: Final = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LONG_AFTER: Final = BEGUN + timedelta(days=200)
CHAT: Final = 7
GOVERNOR: Final = Channel(
    username="governor_bel", title="Губернатор", role=Role.GOVERNOR, region="RU-BEL"
)
RESCUERS: Final = Channel(username="rescuers", title="Спасатели", role=Role.EMERGENCY, region=None)
WORDS: Final = (
    "Белгородская область: ракетная опасность!",
    "Работает система ПВО над Белгородом.",
    "Завтра школы работают дистанционно.",
    "Отбой ракетной опасности.",
    "В Шебекинском округе опасность атаки БПЛА.",
)


class BrokenOffError(Exception):
    """The import was killed."""


def told(count: int) -> list[str]:
    """Return the texts of a history, each different."""
    return [f"{WORDS[number % len(WORDS)]} Сообщение {number}." for number in range(count)]


def export(file: Path, texts: Iterable[str]) -> Path:
    """Write what Telegram Desktop would: a message a quarter of an hour."""
    messages: list[dict[str, Any]] = []
    for number, text in enumerate(texts, start=1):
        at = BEGUN + timedelta(minutes=15 * number)
        messages.append(
            {
                "id": number,
                "type": "message",
                "date": f"{at:%Y-%m-%dT%H:%M:%S}",
                "date_unixtime": str(int(at.timestamp())),
                "from": "Губернатор",
                "from_id": "channel31",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
        )
    chat = {"name": "Губернатор", "type": "public_channel", "id": 31, "messages": messages}
    file.write_text(json.dumps(chat, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def posts_of(file: Path, channel: Channel = GOVERNOR) -> list[SourcePost | Skipped]:
    """Return what the listener reads from an export, each post as fresh as if it were news."""
    with file.open("rb") as stream:
        items = list(ExportReader(stream, channel=channel.username, received_at=LONG_AFTER))
    return [
        replace(item, received_at=item.published_at) if isinstance(item, SourcePost) else item
        for item in items
    ]


@dataclass(frozen=True)
class Archive:
    """A database with a resident who would be told, and histories brought into it."""

    store: Store
    channel: Channel = GOVERNOR

    async def takes(self, items: Iterable[SourcePost | Skipped], *, batches: int = 0) -> Imported:
        """Import posts; killed after so many batches if a number is given."""
        done = 0

        def progress() -> None:
            """Count a batch, and break off when it is time."""
            nonlocal done
            done += 1
            if done == batches:
                raise BrokenOffError

        return await import_posts(items, self.channel, self.store, official_reader(), progress)

    async def hears(self, *posts: SourcePost) -> None:
        """Hear posts one after the other, as the relay does."""
        pipeline = Pipeline(
            store=self.store,
            reader=official_reader(),
            channels={self.channel.username: self.channel},
            age_limit=timedelta(minutes=15),
        )
        for post in posts:
            await pipeline.handle(post, post.received_at)

    async def alerts(self) -> list[tuple[Any, ...]]:
        """Return all alerts, ended or not, with the posts behind them by their numbers."""
        kept = await self.store.kept_reports(None, list(Kind), BEGUN, LONG_AFTER)
        number = {report.report.post: report.message_id for report in kept}
        found = await self.store.alerts_between(None, BEGUN, LONG_AFTER)
        return sorted((_told_by(alert, number) for alert in found), key=str)


def _told_by(alert: Alert, number: dict[int, int]) -> tuple[Any, ...]:
    """Return an alert without what the database numbers in its own order."""
    by = (alert.opened_by, alert.eased_by, alert.ended_by)
    plain = replace(alert, id=None, opened_by=0, eased_by=None, ended_by=None)
    return (plain, *(None if post is None else number[post] for post in by))


@pytest.fixture
async def archive(store: Store) -> Archive:
    """Return an archive of the governor, with a resident of the region."""
    await store.follow([GOVERNOR, RESCUERS])
    await store.import_subscribers([(Subscriber(chat_id=CHAT), [Subscription(area="RU-BEL")])])
    return Archive(store)


async def test_the_same_export_again_adds_nothing(archive: Archive, tmp_path: Path) -> None:
    """An export imported twice is kept once, with the same alerts, and nobody is told."""
    file = export(tmp_path / "result.json", told(BATCH + 30))
    first = await archive.takes(posts_of(file))
    alerts = await archive.alerts()
    second = await archive.takes(posts_of(file))

    assert (first.read, first.added, first.skipped) == (BATCH + 30, BATCH + 30, [])
    assert (second.read, second.added) == (BATCH + 30, 0)
    assert alerts
    assert await archive.alerts() == alerts
    assert await archive.store.outbox_counts() == {}


async def test_a_broken_off_import_is_taken_up(archive: Archive, tmp_path: Path) -> None:
    """Killed between two batches and run again: every post once, and the alerts of all of them."""
    posts = posts_of(export(tmp_path / "result.json", told(2 * BATCH + 30)))
    with pytest.raises(BrokenOffError):
        await archive.takes(posts, batches=1)
    assert await archive.alerts() == []
    again = await archive.takes(posts)

    assert (again.read, again.added) == (2 * BATCH + 30, BATCH + 30)
    assert again.added == len(posts) - BATCH
    assert await archive.store.newest_id(GOVERNOR.username) == len(posts)
    assert len({alert[1] for alert in await archive.alerts()}) > BATCH // len(WORDS)


async def test_torn_messages_are_passed_over(archive: Archive, tmp_path: Path) -> None:
    """A message that cannot be read is named and counted; those around it are kept."""
    file = export(tmp_path / "result.json", told(9))
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace('"id": 4,', '"id": 4, oops,'), encoding="utf-8")
    imported = await archive.takes(posts_of(file))

    assert (imported.read, imported.added) == (8, 8)
    assert [skipped.message_id for skipped in imported.skipped] == [4]


@pytest.mark.parametrize("channel", [GOVERNOR, RESCUERS], ids=["regional", "federal"])
async def test_older_history_under_newer_posts_is_as_if_heard_in_order(
    archive: Archive, tmp_path: Path, channel: Channel
) -> None:
    """History that comes after the live posts leads to the same alerts, and stays quiet."""
    archive = replace(archive, channel=channel)
    texts = [f"Белгородская область. {text}" for text in told(60)]
    items = posts_of(export(tmp_path / "result.json", texts), channel)
    posts = [item for item in items if isinstance(item, SourcePost)]
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'heard.db'}") as store:
        await store.follow([channel])
        heard = replace(archive, store=store)
        await heard.hears(*posts)
        in_order = await heard.alerts()

    await archive.hears(*posts[40:])
    early, waiting = await archive.alerts(), await archive.store.outbox_counts()
    imported = await archive.takes(items)

    assert imported.added == 40
    assert await archive.alerts() == in_order != early
    assert await archive.store.outbox_counts() == waiting


class BusyStore(Store):
    """A database in which something is heard whenever its history has just been read."""

    def __init__(self, database: Database, hear: Callable[[], Awaitable[None]]) -> None:
        """Take what happens after a reading."""
        super().__init__(database)
        self._hear = hear

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Transaction]:
        """Read as ever; then let something be heard."""
        async with super().snapshot() as past:
            yield past
        await self._hear()


@pytest.mark.parametrize("times", [1, TRIES + 2], ids=["once", "always"])
async def test_what_is_heard_while_history_is_read_counts(
    archive: Archive, tmp_path: Path, database_url: str, times: int
) -> None:
    """A clear that comes in while the alerts are being folded ends the alert it finds there."""
    danger, *clears = posts_of(export(tmp_path / "result.json", [WORDS[0], *[WORDS[3]] * times]))
    coming = iter(clears)

    async def hear() -> None:
        """Let the next clear be heard, if there is one."""
        for post in islice(coming, 1):
            assert isinstance(post, SourcePost)
            await archive.hears(post)

    database = Database(new_engine(parse(database_url)))
    try:
        await replace(archive, store=BusyStore(database, hear)).takes([danger])
    finally:
        await database.engine.dispose()
    ((alert, opened_by, _, ended_by),) = await archive.alerts()
    assert (opened_by, ended_by) == (1, 2)
    assert alert.ended_at == BEGUN + timedelta(minutes=30)


async def test_an_edit_in_an_export_takes_an_alert_back(archive: Archive, tmp_path: Path) -> None:
    """A post that opened an alert and was edited since opens none once the export is in."""
    (post,) = posts_of(export(tmp_path / "result.json", [WORDS[0]]))
    assert isinstance(post, SourcePost)
    await archive.hears(post)
    assert await archive.alerts()
    await archive.takes([replace(post, text=WORDS[2], edited_at=BEGUN + timedelta(days=1))])
    assert await archive.alerts() == []
