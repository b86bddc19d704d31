"""A chat's life: it comes back, is missed, retires, or becomes another chat.

A ``chat_id`` is an address here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, delete, null, or_, select, text, update
from sqlalchemy.orm import aliased

from storage.addresses import address, bot_of, chat_of
from storage.alarms import is_not_pending, status_is
from storage.engine import insert
from storage.pieces import finish_planning
from storage.tables.told import OutboxRow, SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.subscriptions import Subscriber

MISSES: Final = 2
"""So many times in a row "chat not found", and the chat is gone."""


def messages_of(chat_id: int) -> ColumnElement[bool]:
    """Return the condition on the messages of a chat.

    A million that wait are not listed under their chats: one chat's are found by looking through
    them all, in the index they are claimed by.
    """
    waiting = and_(OutboxRow.bot == bot_of(chat_id), status_is("pending"))
    return or_(
        and_(OutboxRow.chat_id == chat_id, is_not_pending()),
        and_(OutboxRow.chat_id == chat_id, waiting),
    )


async def keep_chat(
    connection: AsyncConnection,
    subscriber: Subscriber,
    bot: int,
    *,
    only: Collection[str] | None = None,
) -> None:
    """Insert a bot's subscriber or update its settings (``only`` some of them); active again."""
    settings: dict[str, Any] = {
        "language": subscriber.language,
        "timezone": subscriber.timezone,
        "digest_minute": subscriber.digest_minute,
        "next_digest_at": subscriber.next_digest_at,
        "quiet_from": subscriber.quiet[0] if subscriber.quiet else None,
        "quiet_until": subscriber.quiet[1] if subscriber.quiet else None,
        "snoozed_until": subscriber.snoozed_until,
    }
    revived: dict[str, Any] = {"active": True, "misses": 0, "retired_at": None}
    changed = {name: settings[name] for name in (settings if only is None else only)}
    await connection.execute(
        insert(connection, SubscriberRow)
        .values(chat_id=address(bot, subscriber.chat_id), bot=bot, **settings, **revived)
        .on_conflict_do_update(index_elements=["chat_id"], set_={**changed, **revived})
    )


async def retire_chat(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Plan nothing more for a chat; what is planned is dropped when its turn comes."""
    await connection.execute(
        update(SubscriberRow)
        .where(SubscriberRow.chat_id == chat_id)
        .values(active=False, retired_at=now)
    )


async def miss_chat(connection: AsyncConnection, chat_id: int) -> bool:
    """Count that a chat was not found; tell whether that was once too often."""
    counted = await connection.execute(
        update(SubscriberRow)
        .where(SubscriberRow.chat_id == chat_id)
        .values(misses=SubscriberRow.misses + 1)
        .returning(SubscriberRow.misses)
    )
    misses = counted.scalar_one_or_none()
    return misses is not None and misses >= MISSES


async def forgive_chats(connection: AsyncConnection, chat_ids: Collection[int]) -> None:
    """Forget that chats were not found before: a message has arrived."""
    await connection.execute(
        update(SubscriberRow)
        .where(SubscriberRow.chat_id.in_(chat_ids), SubscriberRow.misses > 0)
        .values(misses=0)
    )


async def hold_outbox(connection: AsyncConnection) -> None:
    """Keep other processes from planning until this transaction ends; to be its first statement.

    What they have planned is seen then, and what they plan later sees what becomes of the chat. In
    one process, and with SQLite, writers stand in line.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE"))


async def remove_chat(connection: AsyncConnection, chat_id: int) -> None:
    """Remove a chat with all that is planned for it; ``hold_outbox`` comes before."""
    await connection.execute(delete(OutboxRow).where(messages_of(chat_id)))
    # subscriptions go by their foreign key
    await connection.execute(delete(SubscriberRow).where(SubscriberRow.chat_id == chat_id))


async def move_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """Rewrite a chat's id everywhere; where the new chat is known already, both become one.

    ``hold_outbox`` comes before.
    """
    known = await connection.execute(
        select(SubscriberRow.chat_id, SubscriberRow.active).where(
            SubscriberRow.chat_id.in_((old, new))
        )
    )
    active = {row.chat_id: row.active for row in known}
    if old not in active or old == new:
        return  # another message to the same chat was answered first
    await finish_planning(connection)  # it goes by chat ids: this one would be passed over
    await _move_messages(connection, old, new)
    if new in active:
        await _merge(connection, old, new)
        await connection.execute(
            update(SubscriberRow)
            .where(SubscriberRow.chat_id == new)
            .values(active=or_(SubscriberRow.active, active[old]))
        )
    else:  # subscriptions follow by their foreign key
        await connection.execute(
            update(SubscriberRow).where(SubscriberRow.chat_id == old).values(chat_id=new)
        )


async def _move_messages(connection: AsyncConnection, old: int, new: int) -> None:
    """Give a chat what is planned for the old one; there, old messages cannot be replied to.

    What is under way to the old one is due again.
    """
    under_way = OutboxRow.status == "claimed"
    other = aliased(OutboxRow)
    told = select(other.chat_id).where(other.notice_id == OutboxRow.notice_id, other.chat_id == new)
    await connection.execute(
        update(OutboxRow)
        .where(messages_of(old), ~told.exists())
        .values(
            chat_id=new,
            message_id=null(),
            status=case((under_way, "pending"), else_=OutboxRow.status),
            attempts=OutboxRow.attempts + case((under_way, 1), else_=0),
            why=case((under_way, f"the chat became {chat_of(new)}"), else_=OutboxRow.why),
            lease_until=null(),
        )
    )


async def _merge(connection: AsyncConnection, old: int, new: int) -> None:
    """Give a known chat what the old one asked for; its own settings win."""
    asked = select(SubscriptionRow.area).where(SubscriptionRow.chat_id == new)
    await connection.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.chat_id == old, SubscriptionRow.area.not_in(asked))
        .values(chat_id=new)
    )
    await remove_chat(connection, old)
