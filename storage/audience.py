"""Whom a message is planned for, as rows that the database finds and inserts by itself.

What is decided here for all chats at once is the rule of ``alerts.recipients``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from alerts.areas import region_of
from alerts.deliveries import Action
from alerts.notices import Notice, Reason
from alerts.recipients import ANSWERS
from storage.alarms import RINGING
from storage.hazards import mask_of
from storage.hush import hush
from storage.situation import ANY
from storage.tables.bots import MirrorRow
from storage.tables.told import (
    AlertRow,
    NoticeAlertRow,
    NoticeRow,
    OutboxRow,
    SubscriberRow,
    SubscriptionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.orm import InstrumentedAttribute

    from storage.columns import Query

    _Column = ColumnElement[int] | InstrumentedAttribute[int]

FIRST: Final = -1
"""The nearness of a mirror: one post for any number of readers goes before all residents."""

TURNS: Final = 17
"""So many groups go round among equally near chats; no day has as many hours, or half as many."""

_OTHER: Final = aliased(OutboxRow)
"""Another row of the same chat; made once, for it costs more than to run what it is in."""


def planned_rows(
    chat_id: _Column, nearness: _Column, notice_id: int, notice: Notice, now: datetime
) -> Query:
    """Return a new outbox row for each chat of a SELECT, column for column of ``PLANNED``.

    The SELECT has to join the subscribers. What is kept as nearness is that times ``TURNS``, and
    the chat's turn among equally near ones: nobody is the last every time.
    """
    silent, reason = hush(notice, now)
    return select(
        literal(notice_id),
        chat_id,
        reason,
        literal(notice.urgency),
        nearness * TURNS + _turn(chat_id, now),
        literal(_action(notice).value),
        silent,
        literal("pending"),
        literal(0),
        SubscriberRow.bot,
    )


def _turn(chat_id: _Column, now: datetime) -> ColumnElement[int]:
    """Return a chat's place among equally near ones, another one every hour.

    All of an hour's messages go round in the same order, so that no two to one chat change places.
    """
    hours = int(now.timestamp()) // 3600
    return (func.abs(chat_id) + hours) % TURNS


def mirrors_first(nearness: int = 0) -> ColumnElement[int]:
    """Return the nearness of a chat where all residents are equally near."""
    return case((SubscriberRow.mirror, FIRST), else_=nearness)


def _action(notice: Notice) -> Action:
    """Return what is done with the messages of a notice."""
    if notice.reason is Reason.REFRESHED:
        return Action.EDIT
    return Action.REPLY if notice.reason in ANSWERS else Action.SEND


PLANNED: Final = [
    "notice_id",
    "chat_id",
    "reason",
    "urgency",
    "nearness",
    "action",
    "silent",
    "status",
    "attempts",
    "bot",
]


def audience_of(
    notice: Notice, notice_id: int, now: datetime, *, if_at_most: int | None = None
) -> Query:
    """Return the rows for the subscribers a notice concerns, those of its very area first.

    With ``if_at_most`` there are none if it concerns more subscriptions than that.
    """
    exact = SubscriptionRow.area.in_(sorted(notice.areas))
    return (
        planned_rows(
            SubscriptionRow.chat_id,
            func.min(case((SubscriberRow.mirror, FIRST), (exact, 0), else_=1)),
            notice_id,
            notice,
            now,
        )
        .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
        .where(SubscriberRow.active, _concerned(notice, if_at_most))
        .group_by(SubscriptionRow.chat_id, SubscriberRow.chat_id)
    )


def _concerned(notice: Notice, if_at_most: int | None = None) -> ColumnElement[bool]:
    """Return the condition that a subscription is to a place of a notice, around or in it."""
    regions = sorted({region_of(area) for area in notice.areas})
    whole = sorted(set(regions) & set(notice.areas))
    asked = SubscriptionRow.area.in_(sorted({*notice.areas, *regions}))
    looked_up: list[Any] = list(regions)
    if if_at_most is not None:  # said so, both databases count once and then look nothing up
        are_few = _counted(notice, if_at_most + 1).scalar_subquery() <= if_at_most
        looked_up = [case((are_few, region)) for region in regions]
    return and_(
        SubscriptionRow.region.in_(looked_up), or_(asked, SubscriptionRow.region.in_(whole))
    )


async def are_many(connection: AsyncConnection, notice: Notice, most: int) -> bool:
    """Tell whether a notice concerns more than ``most`` subscriptions."""
    found: int = (await connection.execute(_counted(notice, most + 1))).scalar_one()
    return found > most


async def mirrors_in(connection: AsyncConnection) -> list[int]:
    """Return the mirrors of all bots, which are few."""
    return list((await connection.execute(select(MirrorRow.chat_id))).scalars())


def _counted(notice: Notice, most: int) -> Query:
    """Return how many subscriptions a notice concerns, counted no further than ``most``."""
    found = select(SubscriptionRow.chat_id).where(_concerned(notice)).limit(most).subquery()
    return select(func.count(found.c.chat_id))


def wanted(rows: Query, notice: Notice) -> Query:
    """Return the rows for those who want to be told of such hazards; none on either side is all."""
    mask = mask_of(notice.hazards)
    wanted = or_(SubscriptionRow.hazards == 0, SubscriptionRow.hazards.bitwise_and(mask) != 0)
    return rows.where(wanted) if mask else rows


def unwanted(rows: Query, notice: Notice) -> Query:
    """Return the rows for those who asked for other hazards, be it somewhere besides the rest."""
    others = SubscriptionRow.hazards.bitwise_and(mask_of(notice.hazards)) == 0
    return rows.where(chooses(), others)


def chooses() -> ColumnElement[bool]:
    """Return the condition that some hazards are asked for, spelt out for its partial index."""
    return SubscriptionRow.hazards != literal(0, literal_execute=True)


def filtered(rows: Query) -> Query:
    """Return the rows of an audience as they are kept for who did not want to be told."""
    found = rows.subquery()
    kept = {
        "reason": literal(Reason.FILTERED.value),
        "status": literal("skipped"),
    }
    columns = zip(PLANNED, found.c, strict=True)
    return select(*(kept.get(name, column) for name, column in columns)).where(
        found.c[1].is_not(None)  # SQLite takes ON CONFLICT after a SELECT for a join without WHERE
    )


def sees_it_grow(notice: Notice, alert_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a chat only follows whole regions, and has such an alarm there."""
    regions = sorted({region_of(area) for area in notice.areas})
    hazards = [hazard.value for hazard in notice.hazards] or [ANY]
    row = _OTHER
    alarmed = (
        select(row.id)
        .join(NoticeRow, NoticeRow.id == row.notice_id)
        .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
        .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
        .where(
            row.chat_id == SubscriptionRow.chat_id,
            row.status == "sent",
            NoticeRow.reason.in_(RINGING),
            AlertRow.region.in_(regions),
            AlertRow.hazard.in_(hazards),
            AlertRow.ended_at.is_(None),
            ~AlertRow.withdrawn,
            AlertRow.id.not_in(alert_ids),
        )
    )
    only_regions = func.min(case((SubscriptionRow.area.in_(regions), 1), else_=0)) == 1
    alarmed_before = alarmed.correlate(SubscriptionRow).exists()
    # some readers of a mirror live in the new place: it gets a post for each alarm
    return and_(only_regions, alarmed_before, ~SubscriberRow.mirror)


def of_regions(rows: Query, areas: Sequence[str]) -> Query:
    """Return the rows of outbox chats that follow the whole region of areas, and none of these."""
    follows = select(SubscriptionRow.area).where(SubscriptionRow.chat_id == OutboxRow.chat_id)
    regions = follows.where(SubscriptionRow.area.in_(sorted(map(region_of, areas))))
    return rows.where(
        ~SubscriberRow.mirror,
        regions.exists(),
        ~follows.where(SubscriptionRow.area.in_(areas)).exists(),
    )


def may_have_arrived(row: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the outbox or an alias of it
    """Return the condition that a message is in the chat, is under way or was tried at least."""
    tried = and_(row.status.in_(("pending", "dropped")), row.attempts > 0)
    return or_(row.status.in_(("sent", "claimed")), tried)


def was_spared(alarms: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a subscriber's only alarms were dropped before they were tried."""
    row = _OTHER
    mine = select(row.id).where(row.notice_id.in_(alarms), row.chat_id == SubscriptionRow.chat_id)
    spared = mine.where(row.reason == Reason.ENDED_BEFORE_SENT.value, row.attempts == 0)
    heard = mine.where(or_(may_have_arrived(row), row.status == "pending"))
    return and_(spared.exists(), ~heard.exists())
