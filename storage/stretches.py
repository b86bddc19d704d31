"""In which order the subscriptions a notice concerns are gone through, so that none is sorted.

A step is all subscriptions that are equally near and equally wanted. It goes round from a chat
that is another one each time: area by area from there on, then area by area up to there, and in an
area chat by chat, as all indexes have them. A chat with several of them has got its row from the
nearest one when it is met again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Integer, and_, bindparam, func, literal, select

from alerts.areas import region_of
from alerts.notices import ALARMS, Notice
from storage.audience import chooses, filtered, unwanted, wanted
from storage.planned_rows import TURNS, Plan, mirrors_first, planned_rows
from storage.tables.told import SubscriberRow, SubscriptionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query


GOLDEN: Final = (5**0.5 - 1) / 2
"""Its multiples without their whole parts lie as evenly between 0 and 1 as any can."""

LAST_TURNS: Final = (TURNS - 2, TURNS - 1)
"""That of the first half of a step, and that of the second."""

HALVINGS: Final = 7
"""So many times; each is a look at an index."""

_EVERYBODY: Final = SubscriberRow.chat_id
_MIDDLE: Final = bindparam("middle", type_=_EVERYBODY.type)
_ENDS: Final = select(
    select(func.min(_EVERYBODY)).scalar_subquery(), select(func.max(_EVERYBODY)).scalar_subquery()
)
_AROUND: Final = select(
    select(func.max(_EVERYBODY)).where(_EVERYBODY < _MIDDLE).scalar_subquery(),
    select(func.min(_EVERYBODY)).where(_EVERYBODY >= _MIDDLE).scalar_subquery(),
)

_LOWEST: Final = -(2**63)
_HIGHEST: Final = 2**63 - 1
_AFTER: Final = bindparam("after", type_=SubscriptionRow.chat_id.type)
_LAST: Final = bindparam("last", type_=SubscriptionRow.chat_id.type)
_HERE: Final = and_(
    SubscriptionRow.region == bindparam("region"),
    SubscriptionRow.area == bindparam("area"),
    SubscriptionRow.chat_id > _AFTER,
    SubscriptionRow.chat_id <= _LAST,
)
_ROWS: Final = (
    planned_rows(
        SubscriptionRow.chat_id,
        mirrors_first(bindparam("near", type_=Integer())),
        turn=bindparam("turn", type_=Integer()),
    )
    .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
    .where(SubscriberRow.active, _HERE)
    # PostgreSQL would go through everybody to join
    .where(SubscriberRow.chat_id > _AFTER, SubscriberRow.chat_id <= _LAST)
)
_TELL: Final = Plan(wanted(_ROWS), (_AFTER, _LAST))
_KEEP: Final = Plan(filtered(unwanted(_ROWS)), (_AFTER, _LAST))


def _measure(*conditions: ColumnElement[bool]) -> Query:
    """Return how many of the next chats there are, and the last of them."""
    chats = (
        select(SubscriptionRow.chat_id)
        .where(_HERE, *conditions)
        .order_by(SubscriptionRow.chat_id)
        .limit(bindparam("most", type_=BigInteger()))
        .subquery()
    )
    return select(func.count(chats.c.chat_id), func.max(chats.c.chat_id))


_MEASURE: Final = _measure()
_MEASURE_CHOOSING: Final = _measure(chooses())


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The subscriptions to one area that are planned in one half of a step; they are in this order.

    ``half`` counts on over the steps. ``turning`` is the chat with which the first half begins.
    """

    half: int
    area: str
    turning: int | None = field(default=None, compare=False)

    @property
    def nearness(self) -> int:
        """Return how near its chats are: 0 for who asked for the very area."""
        return self.half // 2 % 2

    @property
    def is_wanted(self) -> bool:
        """Tell whether its chats are told, or only kept with the reason that they are not."""
        return self.half // 2 < 2  # noqa: PLR2004 - as there are kinds of nearness

    @property
    def bounds(self) -> tuple[int, int]:
        """Return the numbers after which and up to which its chats are."""
        if self.turning is None:
            return _LOWEST, _HIGHEST
        return (_LOWEST, self.turning - 1) if self.half % 2 else (self.turning - 1, _HIGHEST)

    async def measured(
        self, connection: AsyncConnection, after: int, most: int
    ) -> tuple[int, int | None]:
        """Return how many chats come after one, ``most`` at most, and the last of them."""
        values = {**self._place(), "after": after, "last": self.bounds[1], "most": most}
        query = _MEASURE if self.is_wanted else _MEASURE_CHOOSING
        count, last = (await connection.execute(query, values)).one()
        return count, last

    async def planned(
        self, connection: AsyncConnection, values: dict[str, Any], after: int, last: int
    ) -> int:
        """Plan for its chats after one and up to another; return how many are told."""
        values = {**values, **self._place(), "after": after, "last": last}
        values |= {"near": self.nearness, "turn": LAST_TURNS[self.half % 2]}
        if self.is_wanted:
            return await _TELL.keep(connection, values)
        await _KEEP.keep(connection, values)
        return 0

    def _place(self) -> dict[str, str]:
        """Return what is bound of its area."""
        return {"region": region_of(self.area), "area": self.area}


async def stretches_of(
    connection: AsyncConnection, notice: Notice, turning: int | None
) -> list[Stretch]:
    """Return all that a notice concerns, the nearest first, going round from a chat."""
    exact = sorted(set(notice.areas))
    around: list[str] = []
    for region in sorted({region_of(area) for area in exact}):
        around += await _areas_in(connection, region) if region in exact else [region]
    areas = [exact, [area for area in around if area not in exact]]
    if notice.reason in ALARMS and notice.hazards:  # who did not want them is kept as well
        areas *= 2
    halves = [[(2 * step, those), (2 * step + 1, those)] for step, those in enumerate(areas)]
    return [
        Stretch(half, area, turning)
        for both in halves
        for half, those in both[: 1 if turning is None else 2]
        for area in those
    ]


async def turning_chat(connection: AsyncConnection, now: datetime) -> int | None:
    """Return the chat from which all are gone through, another one every hour.

    The numbers are halved between two chats each time, so that none of their gaps is met often and
    nobody has to be counted; the digits of the hour's place say which half.
    """
    lowest, highest = (await connection.execute(_ENDS)).one()
    if lowest is None:
        return None
    place = int(now.timestamp()) // 3600 * GOLDEN % 1
    for _ in range(HALVINGS):
        if lowest == highest:
            break
        middle = (lowest + highest + 1) // 2
        below, above = (await connection.execute(_AROUND, {"middle": middle})).one()
        place *= 2
        if place < 1:
            highest = below
        else:
            lowest, place = above, place - 1
    return int(lowest)


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
