"""Planning for very many: the nearest at once, the rest in pieces that no writer waits long for.

Where a notice's planning has come to is kept beside it, so whoever starts after a kill goes on
there. Whatever decides something by a notice's messages has the rest of them planned before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, text, update

from storage.encoding import notice_from_json
from storage.engine import insert
from storage.planned_rows import values_of
from storage.stretches import Stretch, stretches_of, turning_chat
from storage.tables.told import NoticeRow, UnplannedRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.notices import Notice
    from storage.engine import Database

AT_ONCE: Final = 200
"""So many subscriptions are planned for in the transaction that keeps the post."""

A_PIECE: Final = 20_000
"""And so many in each later one; how long a writer waits for it, ``benchmarks/plan.py`` says."""

_ALL: Final = 2**62


class Pieces:
    """Planning what is left of notices."""

    _database: Database

    async def plan_more(self, most: int = A_PIECE) -> bool:
        """Plan a piece of the most urgent notice of which something is left; tell if there was one.

        What another process is planning is passed over.
        """
        if not await self._database.found(select(UnplannedRow.notice_id).limit(1)):
            return False
        async with self._database.writing() as connection:
            await _begin(connection)
            query = (
                select(UnplannedRow.notice_id)
                .order_by(UnplannedRow.urgency, UnplannedRow.notice_id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            notice_id = (await connection.execute(query)).scalar()
            if notice_id is None:
                return False
            await _go_on(connection, notice_id, most)
            return True

    async def plan_rest(self) -> None:
        """Plan all that is left, as those need who ask about messages."""
        while await self.plan_more():
            pass


async def begin_planning(
    connection: AsyncConnection, notice_id: int, notice: Notice, now: datetime, most: int
) -> int:
    """Plan the first piece, and keep that the rest is left; return how many were planned."""
    turning = await turning_chat(connection, now)
    await connection.execute(
        insert(connection, UnplannedRow).values(
            notice_id=notice_id, urgency=notice.urgency, half=0, area="", turning=turning
        )
    )
    return await _plan_on(connection, notice_id, notice, now, most)


async def finish_planning(
    connection: AsyncConnection, notice_ids: Collection[int] | None = None
) -> None:
    """Plan what is left of some notices, or of all, in the transaction at hand."""
    query = select(UnplannedRow.notice_id).order_by(UnplannedRow.notice_id)
    if notice_ids is not None:
        query = query.where(UnplannedRow.notice_id.in_(notice_ids))
    left = list((await connection.execute(query)).scalars())
    if left:
        await _begin(connection)
    for notice_id in left:
        await _go_on(connection, notice_id, _ALL)


async def _begin(connection: AsyncConnection) -> None:
    """Be in line with ``storage.chats.hold_outbox`` before anything else is locked."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE outbox IN ROW EXCLUSIVE MODE"))


async def _go_on(connection: AsyncConnection, notice_id: int, most: int) -> None:
    """Plan on from where a notice's planning has come to."""
    query = select(NoticeRow.facts, NoticeRow.created_at).where(NoticeRow.id == notice_id)
    row = (await connection.execute(query)).one()
    await _plan_on(connection, notice_id, notice_from_json(row.facts), row.created_at, most)


async def _plan_on(
    connection: AsyncConnection, notice_id: int, notice: Notice, now: datetime, most: int
) -> int:
    """Plan for the next subscriptions, ``most`` at most; return how many chats are told."""
    mine = UnplannedRow.notice_id == notice_id
    position = select(
        UnplannedRow.half, UnplannedRow.area, UnplannedRow.chat_id, UnplannedRow.turning
    ).where(mine)
    row = (await connection.execute(position.with_for_update())).first()
    if row is None:  # another process has just planned the last piece
        return 0
    reached, after, planned = Stretch(row.half, row.area), row.chat_id, 0
    values = values_of(notice, notice_id, now)
    for stretch in await stretches_of(connection, notice, row.turning):
        if stretch < reached:
            continue
        start = stretch.bounds[0] if after is None or stretch != reached else after
        count, last = await stretch.measured(connection, start, most)
        if last is not None:
            planned += await stretch.planned(connection, values, start, last)
        most -= count
        if most == 0:
            await connection.execute(
                update(UnplannedRow)
                .where(mine)
                .values(half=stretch.half, area=stretch.area, chat_id=last)
            )
            return planned
    await connection.execute(delete(UnplannedRow).where(mine))
    return planned
