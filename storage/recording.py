"""What became of deliveries, written back to the outbox and to what is known of the chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sqlalchemy import bindparam, null

from alerts.deliveries import (
    Deferred,
    Delivered,
    Delivery,
    Moved,
    Outcome,
    PaidRefused,
    Rejected,
    Unanswered,
    Unreachable,
)
from storage.addresses import address, address_of
from storage.bots import refuse_paid
from storage.chats import forgive_chats, hold_outbox, miss_chat, move_chat, retire_chat
from storage.keys import bound, delivery_key, update_of
from storage.outbox import TWICE_BEATS_NEVER
from storage.tables.told import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database

Failure = Deferred | Moved | Unreachable | Rejected | Unanswered | PaidRefused

_SENT = update_of().values(
    status="sent",
    message_id=bindparam("message"),
    attempts=bindparam("tries"),
    settled_at=bindparam("at"),
    why=null(),
    not_before=null(),
    lease_until=null(),
)


class Recording:
    """Recording outcomes."""

    _database: Database

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        """Write what became of deliveries, in one transaction.

        Delivered: sent, with its message id. Deferred: pending again, not before now + after
        (attempts + 1). Moved: the chat id is rewritten everywhere and its rows are pending again.
        Unreachable: row unreachable; certain -> retire the chat; else count on the subscriber, and
        retire at the second in a row. Rejected: failed, kept with why. Unanswered: as an expired
        lease, after its back-off.
        """
        in_order = sorted(
            outcomes, key=lambda pair: delivery_key(pair[0])
        )  # two processes never cross
        async with self._database.writing() as connection:
            if any(isinstance(outcome, Moved) for _, outcome in in_order):
                await hold_outbox(connection)
            arrived = [
                (delivery, outcome.message_id)
                for delivery, outcome in in_order
                if isinstance(outcome, Delivered)
            ]
            if arrived:
                await _arrived(connection, arrived, now)
            for delivery, outcome in in_order:
                if not isinstance(outcome, Delivered):
                    await _record(connection, delivery, outcome, now)


async def _record(
    connection: AsyncConnection, delivery: Delivery, outcome: Failure, now: datetime
) -> None:
    """Write what became of a delivery that has not arrived."""
    match outcome:
        case Deferred(after=after, why=why):
            await _again(connection, delivery, now + after, why)
        case Unanswered(why=why) if delivery.notice.urgency <= TWICE_BEATS_NEVER:
            await _again(connection, delivery, now + delivery.back_off, why, lost=1)
        case Unanswered(why=why):
            await _settle(connection, delivery, "dropped", why, now, lost=1)
        case Moved(chat_id=chat_id):
            await move_chat(connection, address_of(delivery), address(delivery.bot, chat_id))
        case Unreachable(why=why, certain=certain):
            await _settle(connection, delivery, "unreachable", why, now)
            if certain or await miss_chat(connection, address_of(delivery)):
                await retire_chat(connection, address_of(delivery), now)
        case PaidRefused(why=why):
            await _again(connection, delivery, None, why)
            await refuse_paid(connection, delivery.bot, why, now)
        case Rejected(why=why):
            await _settle(connection, delivery, "failed", why, now)
        case _:
            assert_never(outcome)


async def _arrived(
    connection: AsyncConnection, arrived: Sequence[tuple[Delivery, int]], now: datetime
) -> None:
    """Write which messages are in their chats, all at once: most outcomes are of this kind."""
    rows = bound(delivery_key(delivery) for delivery, _ in arrived)
    for row, (delivery, message_id) in zip(rows, arrived, strict=True):
        row |= {"message": message_id, "tries": delivery.attempts + 1, "at": now}
    await connection.execute(_SENT, rows)
    await forgive_chats(connection, {address_of(delivery) for delivery, _ in arrived})


async def _settle(
    connection: AsyncConnection,
    delivery: Delivery,
    status: str,
    why: str,
    now: datetime,
    *,
    lost: int = 0,
) -> None:
    """Close a row; nothing more will be done about it. ``lost`` answers are counted."""
    await connection.execute(
        update_of().values(
            status=status,
            why=why,
            settled_at=now,
            not_before=null(),
            lease_until=null(),
            attempts=delivery.attempts + 1,
            unanswered=OutboxRow.unanswered + lost,
        ),
        bound([delivery_key(delivery)]),
    )


async def _again(
    connection: AsyncConnection,
    delivery: Delivery,
    not_before: datetime | None,
    why: str,
    *,
    lost: int = 0,
) -> None:
    """Put a row back, unless something else has become of it since."""
    await connection.execute(
        update_of("claimed").values(
            status="pending",
            not_before=not_before,
            lease_until=null(),
            attempts=delivery.attempts + 1,
            unanswered=OutboxRow.unanswered + lost,
            why=why,
        ),
        bound([delivery_key(delivery)]),
    )
