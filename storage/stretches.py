"""In which order the subscriptions a notice concerns are gone through, so that none is sorted.

A step is all subscriptions that are equally near and equally wanted. It goes area by area, and in
an area chat by chat, as the index has them. A chat with several of them has got its row from the
nearest one when it is met again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select

from alerts.areas import region_of
from alerts.notices import ALARMS, Notice
from storage.audience import chooses, filtered, unwanted, wanted
from storage.planned_rows import mirrors_first, planned_rows
from storage.tables.told import SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The subscriptions to one area that are planned in one step; they are in this order."""

    step: int
    area: str

    @property
    def nearness(self) -> int:
        """Return how near its chats are: 0 for who asked for the very area."""
        return self.step % 2

    @property
    def is_wanted(self) -> bool:
        """Tell whether its chats are told, or only kept with the reason that they are not."""
        return self.step < 2  # noqa: PLR2004 - as there are kinds of nearness

    def rows(self, after: int | None, last: int) -> Query:
        """Return the outbox rows for its chats after one and up to another."""
        nearness = mirrors_first(self.nearness)
        rows = (
            planned_rows(SubscriptionRow.chat_id, nearness)
            .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
            .where(SubscriberRow.active, *self._chats(after), SubscriptionRow.chat_id <= last)
            .where(SubscriberRow.chat_id <= last)  # PostgreSQL would go through everybody to join
        )
        if after is not None:
            rows = rows.where(SubscriberRow.chat_id > after)
        return wanted(rows) if self.is_wanted else filtered(unwanted(rows))

    async def measured(
        self, connection: AsyncConnection, after: int | None, most: int
    ) -> tuple[int, int | None]:
        """Return how many chats come after one, ``most`` at most, and the last of them."""
        chats = (
            select(SubscriptionRow.chat_id)
            .where(*self._chats(after))
            .order_by(SubscriptionRow.chat_id)
            .limit(most)
            .subquery()
        )
        query = select(func.count(chats.c.chat_id), func.max(chats.c.chat_id))
        count, last = (await connection.execute(query)).one()
        return count, last

    def _chats(self, after: int | None) -> list[ColumnElement[bool]]:
        """Return the conditions on its subscriptions after a chat, as the index has them."""
        mine = [
            SubscriptionRow.region == region_of(self.area),
            SubscriptionRow.area == self.area,
        ]
        if not self.is_wanted:
            mine.append(chooses())
        return mine if after is None else [*mine, SubscriptionRow.chat_id > after]


async def stretches_of(connection: AsyncConnection, notice: Notice) -> list[Stretch]:
    """Return all that a notice concerns, the nearest first."""
    exact = sorted(set(notice.areas))
    around: list[str] = []
    for region in sorted({region_of(area) for area in exact}):
        around += await _areas_in(connection, region) if region in exact else [region]
    areas = [exact, [area for area in around if area not in exact]]
    if notice.reason in ALARMS and notice.hazards:  # who did not want them is kept as well
        areas *= 2
    return [Stretch(step, area) for step, those in enumerate(areas) for area in those]


async def _areas_in(connection: AsyncConnection, region: str) -> list[str]:
    """Return the areas of a region that somebody follows; each is found in one step."""
    inside = SubscriptionRow.region == literal(region)
    first = select(func.min(SubscriptionRow.area).label("area")).where(inside)
    found = first.cte("found", recursive=True)
    later = SubscriptionRow.area > found.c.area
    after = select(func.min(SubscriptionRow.area)).where(inside, later)
    found = found.union_all(
        select(after.correlate(found).scalar_subquery()).where(found.c.area.is_not(None))
    )
    areas = await connection.execute(select(found.c.area).where(found.c.area.is_not(None)))
    return list(areas.scalars())
