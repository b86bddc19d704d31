"""Who asked to be told, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, select

from alerts.areas import region_of
from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from storage.addresses import Addressed, chat_of
from storage.chats import hold_outbox, keep_chat, messages_of, remove_chat, retire_chat
from storage.engine import insert
from storage.hazards import hazards_of, mask_of
from storage.tables.told import NoticeRow, OutboxRow, SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database

IMPORTED: Final = ("language",)
"""What an import changes of a chat that is here already; the rest it chose itself."""

_SETTINGS = select(
    SubscriberRow.chat_id,
    SubscriberRow.language,
    SubscriberRow.timezone,
    SubscriberRow.digest_minute,
    SubscriberRow.next_digest_at,
    SubscriberRow.quiet_from,
    SubscriberRow.quiet_until,
    SubscriberRow.snoozed_until,
)
_OF_CHAT: Final = _SETTINGS.where(SubscriberRow.chat_id == bindparam("address"))
_WANTED: Final = (
    select(SubscriptionRow.area, SubscriptionRow.hazards)
    .where(SubscriptionRow.chat_id == bindparam("address"))
    .order_by(SubscriptionRow.area)
)


def _subscriber_from(row: Any) -> Subscriber:  # noqa: ANN401 - a row of ``_SETTINGS`` and more
    """Return the subscriber a row holds."""
    quiet = None if row.quiet_from is None else (row.quiet_from, row.quiet_until)
    return Subscriber(
        chat_id=chat_of(row.chat_id),
        language=row.language,
        timezone=row.timezone,
        digest_minute=row.digest_minute,
        next_digest_at=row.next_digest_at,
        quiet=quiet,
        snoozed_until=row.snoozed_until,
    )


async def keep_subscriptions(
    connection: AsyncConnection, address: int, subscriptions: Iterable[Subscription]
) -> None:
    """Insert subscriptions or replace those to the same areas."""
    wanted = {subscription.area: mask_of(subscription.hazards) for subscription in subscriptions}
    for area, mask in wanted.items():
        await connection.execute(
            insert(connection, SubscriptionRow)
            .values(chat_id=address, area=area, region=region_of(area), hazards=mask)
            .on_conflict_do_update(index_elements=["chat_id", "area"], set_={"hazards": mask})
        )


class ResidentSettings(Addressed):
    """Changing a subscriber inside a transaction."""

    _connection: AsyncConnection

    async def save_subscriber(self, subscriber: Subscriber) -> None:
        """Insert or update a subscriber's settings (also makes it active again)."""
        await keep_chat(self._connection, subscriber, self._bot)

    async def subscriber(self, chat_id: int) -> Subscriber | None:
        """Return a chat's settings, None if unknown."""
        asked = {"address": self._address(chat_id)}
        row = (await self._connection.execute(_OF_CHAT, asked)).first()
        return None if row is None else _subscriber_from(row)


class Residents(Addressed):
    """What the store knows of the residents of one bot."""

    _database: Database

    async def subscriber(self, chat_id: int) -> Subscriber | None:
        """Return a chat's settings, None if unknown."""
        rows = await self._database.found(_OF_CHAT, {"address": self._address(chat_id)})
        return _subscriber_from(rows[0]) if rows else None

    async def save_subscriber(self, subscriber: Subscriber) -> None:
        """Insert or update; active again."""
        async with self._database.writing() as connection:
            await keep_chat(connection, subscriber, self._bot)

    async def subscriptions(self, chat_id: int) -> list[Subscription]:
        """Return what a chat asked for, by area."""
        asked = {"address": self._address(chat_id)}
        return [
            Subscription(area=area, hazards=hazards_of(mask))
            for area, mask in await self._database.found(_WANTED, asked)
        ]

    async def subscribe(self, chat_id: int, subscription: Subscription) -> None:
        """Add or replace the subscription to that area; a chat not known yet becomes so."""
        async with self._database.writing() as connection:
            await keep_chat(connection, Subscriber(chat_id=chat_id), self._bot, only=())
            await keep_subscriptions(connection, self._address(chat_id), [subscription])

    async def unsubscribe(self, chat_id: int, area: str | None) -> int:
        """Remove one area or (None) all; return how many were removed."""
        removal = delete(SubscriptionRow).where(SubscriptionRow.chat_id == self._address(chat_id))
        if area is not None:
            removal = removal.where(SubscriptionRow.area == area)
        async with self._database.writing() as connection:
            return (await connection.execute(removal)).rowcount

    async def forget(self, chat_id: int) -> None:
        """Remove the subscriber, subscriptions and every outbox row of this chat.

        What was written for it alone, its digests, goes as well.
        """
        mine = self._address(chat_id)
        written = select(OutboxRow.notice_id).where(messages_of(mine))
        own = select(NoticeRow.id).where(
            NoticeRow.id.in_(written), NoticeRow.reason == Reason.DIGEST.value
        )
        async with self._database.writing() as connection:
            await hold_outbox(connection)
            digests = list((await connection.execute(own)).scalars())
            await remove_chat(connection, mine)
            await connection.execute(delete(NoticeRow).where(NoticeRow.id.in_(digests)))

    async def import_subscribers(
        self, rows: Sequence[tuple[Subscriber, Sequence[Subscription]]]
    ) -> int:
        """Add many in one transaction, replacing areas they already have; return how many chats.

        A chat that is known keeps its settings but the language.
        """
        async with self._database.writing() as connection:
            for subscriber, subscriptions in rows:
                await keep_chat(connection, subscriber, self._bot, only=IMPORTED)
                mine = self._address(subscriber.chat_id)
                await keep_subscriptions(connection, mine, subscriptions)
        return len({subscriber.chat_id for subscriber, _ in rows})

    async def export_subscribers(self) -> list[tuple[Subscriber, list[Subscription]]]:
        """Return all active subscribers of the bot with what they asked for."""
        ours = SubscriberRow.active, SubscriberRow.bot == self._bot, ~SubscriberRow.mirror
        everyone = _SETTINGS.where(*ours).order_by(SubscriberRow.chat_id)
        asked = (
            select(SubscriptionRow.chat_id, SubscriptionRow.area, SubscriptionRow.hazards)
            .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
            .where(*ours)
            .order_by(SubscriptionRow.chat_id, SubscriptionRow.area)
        )
        async with self._database.reading() as connection:
            exported: dict[int, tuple[Subscriber, list[Subscription]]] = {
                row.chat_id: (_subscriber_from(row), [])
                for row in await connection.execute(everyone)
            }
            for chat_id, area, mask in await connection.execute(asked):
                if chat_id in exported:
                    subscription = Subscription(area=area, hazards=hazards_of(mask))
                    exported[chat_id][1].append(subscription)
        return list(exported.values())

    async def retire(self, chat_id: int, now: datetime) -> None:
        """Mark a chat as unreachable: no more rows are planned, and none is claimed."""
        async with self._database.writing() as connection:
            await retire_chat(connection, self._address(chat_id), now)

    async def due_digests(self, now: datetime, limit: int) -> list[Subscriber]:
        """Return active subscribers whose next_digest_at has come, the longest due first."""
        query = (
            _SETTINGS.where(
                SubscriberRow.active,
                SubscriberRow.bot == self._bot,
                SubscriberRow.next_digest_at <= now,
            )
            .order_by(SubscriberRow.next_digest_at, SubscriberRow.chat_id)
            .limit(limit)
        )
        return [_subscriber_from(row) for row in await self._database.found(query)]
