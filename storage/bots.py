"""Our bots: which number each has in addresses, and whether it may pay to be quicker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from storage.addresses import MOST_BOTS, Addressed
from storage.engine import insert
from storage.errors import StorageError
from storage.tables.bots import BotRow
from storage.tables.told import AuditRow, SubscriberRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBot:
    """A bot: its ``number`` in addresses and the ``id`` Telegram gave it; never its token.

    ``residents`` are the chats it tells, mirrors and those that cannot be reached left out.
    """

    number: int
    id: int
    residents: int
    paid_since: datetime | None
    paid_by: str | None
    paid_refusal: str | None


_RESIDENTS = (
    select(func.count())
    .where(SubscriberRow.bot == BotRow.number, SubscriberRow.active, ~SubscriberRow.mirror)
    .scalar_subquery()
)
_BOTS = select(
    BotRow.number,
    BotRow.id,
    _RESIDENTS.label("residents"),
    BotRow.paid_since,
    BotRow.paid_by,
    BotRow.paid_refusal,
).order_by(BotRow.number)


class Bots:
    """What the store knows of bots."""

    _database: Database

    async def know_bots(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the number of each bot, given out now to those that are new, in this order.

        The first bot a database ever meets gets the residents it had before it knew of bots.
        """
        async with self._database.writing() as connection:
            known = {
                row.id: row.number
                for row in await connection.execute(select(BotRow.id, BotRow.number))
            }
            for bot_id in ids:
                if bot_id not in known:
                    known[bot_id] = await _number(
                        connection, bot_id, max(known.values(), default=-1)
                    )
        return {bot_id: known[bot_id] for bot_id in ids}

    async def bots(self) -> list[KeptBot]:
        """Return every bot that ever ran with this database, by number."""
        return [KeptBot(**row._mapping) for row in await self._database.found(_BOTS)]  # noqa: SLF001 - a public name of SQLAlchemy's


class BotSettings(Addressed):
    """Changing a bot inside a transaction."""

    _connection: AsyncConnection

    async def bot(self) -> KeptBot | None:
        """Return this bot, None if the database does not know it."""
        found = await self._connection.execute(_BOTS.where(BotRow.number == self._bot))
        row = found.first()
        return None if row is None else KeptBot(**row._mapping)  # noqa: SLF001 - a public name of SQLAlchemy's

    async def set_paid(self, who: str, since: datetime | None) -> None:
        """Let this bot pay to be quicker from a moment on, or (None) no more."""
        await self._connection.execute(
            update(BotRow)
            .where(BotRow.number == self._bot)
            .values(
                paid_since=since,
                paid_by=who if since is not None else None,
                paid_refusal=None,
            )
        )


async def refuse_paid(connection: AsyncConnection, bot: int, why: str, now: datetime) -> None:
    """Note that Telegram refuses a bot paid broadcasts: it pays no more, and operators are told."""
    refused = await connection.execute(
        update(BotRow)
        .where(BotRow.number == bot, BotRow.paid_since.is_not(None))
        .values(paid_since=None, paid_by=None, paid_refusal=why)
    )
    if refused.rowcount:  # of many answers the first
        await connection.execute(
            insert(connection, AuditRow).values(
                at=now, who="tocsin", action="paid broadcasts off", detail=why
            )
        )


async def _number(connection: AsyncConnection, bot_id: int, last: int) -> int:
    """Give a new bot the number after the last one."""
    if last + 1 >= MOST_BOTS:
        raise StorageError(f"the database knows {MOST_BOTS} bots already, and has room for no more")
    await connection.execute(insert(connection, BotRow).values(number=last + 1, id=bot_id))
    return last + 1
