"""Mirrors: channels of the operator's own that are told first, and whether they can be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from storage.addresses import Addressed, chat_of
from storage.alarms import is_not_pending
from storage.chats import keep_chat
from storage.engine import insert
from storage.residents import keep_subscriptions
from storage.tables.bots import MirrorRow
from storage.tables.told import NoticeRow, OutboxRow, SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """A channel that mirrors some regions; ``name`` is what the operator calls it."""

    chat_id: int
    name: str
    language: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorState:
    """How a mirror's last post went; ``trouble`` is what Telegram said, None if it is well.

    One that is not ``active`` could not be reached and gets nothing until it is revived.
    """

    chat_id: int
    name: str
    trouble: str | None
    active: bool = field(default=True, compare=False)


class Mirrors(Addressed):
    """What the store knows of one bot's mirrors."""

    _database: Database

    async def keep_mirrors(self, mirrors: Sequence[Mirror]) -> None:
        """Let exactly these channels be mirrors; what was one before gets no more posts."""
        kept = [self._address(mirror.chat_id) for mirror in mirrors]
        ours = SubscriberRow.bot == self._bot, SubscriberRow.mirror
        async with self._database.writing() as connection:
            await connection.execute(
                update(SubscriberRow)
                .where(*ours, SubscriberRow.chat_id.not_in(kept))
                .values(active=False)
            )
            others = select(SubscriberRow.chat_id).where(*ours, SubscriberRow.chat_id.not_in(kept))
            await connection.execute(delete(MirrorRow).where(MirrorRow.chat_id.in_(others)))
            for mirror in mirrors:
                await self._keep(connection, mirror)

    async def mirrors(self) -> list[MirrorState]:
        """Return the mirrors with what is known to trouble them, by name."""
        query = (
            select(MirrorRow.chat_id, MirrorRow.name, MirrorRow.trouble, SubscriberRow.active)
            .join(SubscriberRow, SubscriberRow.chat_id == MirrorRow.chat_id)
            .where(SubscriberRow.bot == self._bot)
            .order_by(MirrorRow.name)
        )
        return [
            MirrorState(
                chat_id=chat_of(row.chat_id),
                name=row.name,
                trouble=row.trouble,
                active=row.active,
            )
            for row in await self._database.found(query)
        ]

    async def mirrors_answered(self) -> list[MirrorState]:
        """Return each mirror as Telegram's last answer about a post to it shows it.

        One that never got a post is left out.
        """
        found = []
        async with self._database.reading() as connection:
            for mirror in await self.mirrors():
                last = (
                    select(OutboxRow.status, OutboxRow.why)
                    .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
                    .where(
                        OutboxRow.chat_id == self._address(mirror.chat_id),
                        is_not_pending(),
                        OutboxRow.status.in_(("sent", "unreachable", "failed")),
                        NoticeRow.reason != Reason.REFRESHED.value,
                    )
                    .order_by(OutboxRow.settled_at.desc(), OutboxRow.notice_id.desc())
                    .limit(1)
                )
                row = (await connection.execute(last)).first()
                if row is not None:
                    trouble = None if row.status == "sent" else row.why or row.status
                    found.append(
                        MirrorState(chat_id=mirror.chat_id, name=mirror.name, trouble=trouble)
                    )
        return found

    async def _keep(self, connection: AsyncConnection, mirror: Mirror) -> None:
        """Let a channel be a mirror of its regions and no others."""
        where = self._address(mirror.chat_id)
        subscriber = Subscriber(chat_id=mirror.chat_id, language=mirror.language)
        await keep_chat(connection, subscriber, self._bot)
        await connection.execute(
            update(SubscriberRow).where(SubscriberRow.chat_id == where).values(mirror=True)
        )
        await connection.execute(delete(SubscriptionRow).where(SubscriptionRow.chat_id == where))
        regions = [Subscription(area=region) for region in mirror.regions]
        await keep_subscriptions(connection, where, regions)
        await connection.execute(
            insert(connection, MirrorRow)
            .values(chat_id=where, name=mirror.name)
            .on_conflict_do_update(index_elements=["chat_id"], set_={"name": mirror.name})
        )


class MirrorSettings(Addressed):
    """Noting inside a transaction how a mirror does."""

    _connection: AsyncConnection

    async def note_mirror(self, mirror: MirrorState) -> None:
        """Keep what troubles a mirror, so that it is told once; the next alarm is tried again."""
        where = self._address(mirror.chat_id)
        await self._connection.execute(
            update(MirrorRow).where(MirrorRow.chat_id == where).values(trouble=mirror.trouble)
        )

    async def revive_mirrors(self) -> None:
        """Let mirrors that could not be reached be tried again with the next alarm."""
        kept = select(MirrorRow.chat_id)
        await self._connection.execute(
            update(SubscriberRow)
            .where(
                SubscriberRow.bot == self._bot,
                SubscriberRow.chat_id.in_(kept),
                ~SubscriberRow.active,
            )
            .values(active=True, misses=0, retired_at=None)
        )
