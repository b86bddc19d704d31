"""Whom a message is planned for: the rule of ``alerts.recipients`` for all chats at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BindParameter,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from alerts.notices import Reason
from storage.alarms import RINGING
from storage.planned_rows import FIRST, PLANNED, planned_rows
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
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query


def _several(name: str) -> BindParameter[Any]:
    """Return what stands for any number of values of a notice."""
    return bindparam(name, expanding=True)


AREAS: Final = _several("areas")
REGIONS: Final = _several("regions")
ALARMED: Final = _several("alarms")
"""The notices that a notice answers or shows anew."""

_MASK: Final = bindparam("mask", type_=Integer())

_OTHER: Final = aliased(OutboxRow)
"""Another row of the same chat."""

CONCERNED: Final = and_(
    SubscriptionRow.region.in_(REGIONS),
    or_(SubscriptionRow.area.in_(_several("asked")), SubscriptionRow.region.in_(_several("whole"))),
)
"""The condition that a subscription is to a place of a notice, around or in it."""

AUDIENCE: Final = (
    planned_rows(
        SubscriptionRow.chat_id,
        func.min(
            case((SubscriberRow.mirror, FIRST), (SubscriptionRow.area.in_(AREAS), 0), else_=1)
        ),
    )
    .join(SubscriberRow, SubscriberRow.chat_id == SubscriptionRow.chat_id)
    .where(SubscriberRow.active, CONCERNED)
    .group_by(SubscriptionRow.chat_id, SubscriberRow.chat_id)
)
"""The rows for the subscribers a notice concerns, those of its very area first."""


_COUNTED: Final = (
    select(SubscriptionRow.chat_id)
    .where(CONCERNED)
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)
_COUNT: Final = select(func.count(_COUNTED.c.chat_id))


async def concerned(connection: AsyncConnection, values: dict[str, Any], most: int) -> int:
    """Return how many subscriptions a notice concerns, counted no further than ``most``."""
    counted: int = (await connection.execute(_COUNT, {**values, "most": most})).scalar_one()
    return counted


async def mirrors_in(connection: AsyncConnection) -> list[int]:
    """Return the mirrors of all bots, which are few."""
    return list((await connection.execute(select(MirrorRow.chat_id))).scalars())


def wanted(rows: Query) -> Query:
    """Return the rows for those who want to be told of such hazards; none on either side is all."""
    asked = SubscriptionRow.hazards.bitwise_and(_MASK) != 0
    return rows.where(or_(SubscriptionRow.hazards == 0, _MASK == 0, asked))


def unwanted(rows: Query) -> Query:
    """Return the rows for those who asked for other hazards, be it somewhere besides the rest."""
    return rows.where(chooses(), SubscriptionRow.hazards.bitwise_and(_MASK) == 0)


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


def sees_it_grow() -> ColumnElement[bool]:
    """Return the condition that a chat only follows whole regions, and has such an alarm there."""
    row = _OTHER
    alarmed = (
        select(row.chat_id)
        .join(NoticeRow, NoticeRow.id == row.notice_id)
        .join(NoticeAlertRow, NoticeAlertRow.notice_id == NoticeRow.id)
        .join(AlertRow, AlertRow.id == NoticeAlertRow.alert_id)
        .where(
            row.chat_id == SubscriptionRow.chat_id,
            row.status == "sent",
            NoticeRow.reason.in_(RINGING),
            AlertRow.region.in_(REGIONS),
            AlertRow.hazard.in_(_several("hazards")),
            AlertRow.ended_at.is_(None),
            ~AlertRow.withdrawn,
            AlertRow.id.not_in(_several("alerts")),
        )
    )
    only_regions = func.min(case((SubscriptionRow.area.in_(REGIONS), 1), else_=0)) == 1
    alarmed_before = alarmed.correlate(SubscriptionRow).exists()
    # some readers of a mirror live in the new place: it gets a post for each alarm
    return and_(only_regions, alarmed_before, ~SubscriberRow.mirror)


def of_regions(rows: Query) -> Query:
    """Return the rows of outbox chats that follow the whole region of areas, and none of these."""
    follows = select(SubscriptionRow.area).where(SubscriptionRow.chat_id == OutboxRow.chat_id)
    regions = follows.where(SubscriptionRow.area.in_(REGIONS))
    return rows.where(
        ~SubscriberRow.mirror,
        regions.exists(),
        ~follows.where(SubscriptionRow.area.in_(AREAS)).exists(),
    )


def may_have_arrived(row: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the outbox or an alias of it
    """Return the condition that a message is in the chat, is under way or was tried at least."""
    tried = and_(row.status.in_(("pending", "dropped")), row.attempts > 0)
    return or_(row.status.in_(("sent", "claimed")), tried)


def was_spared() -> ColumnElement[bool]:
    """Return the condition that a subscriber's only alarms were dropped before they were tried."""
    row = _OTHER
    mine = select(row.chat_id).where(
        row.notice_id.in_(ALARMED), row.chat_id == SubscriptionRow.chat_id
    )
    spared = mine.where(row.reason == Reason.ENDED_BEFORE_SENT.value, row.attempts == 0)
    heard = mine.where(or_(may_have_arrived(row), row.status == "pending"))
    return and_(spared.exists(), ~heard.exists())
