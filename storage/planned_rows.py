"""Rows of the outbox as the database makes them by itself: one INSERT ... SELECT for many chats.

What is known of the notice is bound when it runs, so a statement is built once and not for each
notice: building one costs more than running it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, bindparam, case, func, insert, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import aliased

from alerts.areas import region_of
from storage.hazards import mask_of
from storage.hush import REASON, SILENT, hush_values
from storage.situation import ANY
from storage.tables.told import OutboxRow, SubscriberRow
from storage.waking import notify_planned

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.orm import InstrumentedAttribute

    from alerts.notices import Notice
    from storage.columns import Query

    _Column = ColumnElement[int] | InstrumentedAttribute[int]
    Between = tuple[ColumnElement[int], ColumnElement[int]]

FIRST: Final = -1
"""The nearness of a mirror: one post for any number of readers goes before all residents."""

TURNS: Final = 17
"""So many groups go round among equally near chats; no day has as many hours, or half as many."""

PLANNED: Final = [
    "notice_id",
    "chat_id",
    "reason",
    "urgency",
    "nearness",
    "silent",
    "status",
    "attempts",
    "bot",
]


def planned_rows(chat_id: _Column, nearness: _Column, *, turn: _Column | None = None) -> Query:
    """Return a new outbox row for each chat of a SELECT, column for column of ``PLANNED``.

    The SELECT has to join the subscribers. What is kept as nearness is that times ``TURNS``, and
    the chat's turn among equally near ones: nobody is the last every time. Where very many are
    planned they are gone through in another order each time, so they have one of the last turns,
    and what is for few does not wait for it.
    """
    return select(
        bindparam("notice", type_=OutboxRow.notice_id.type),
        chat_id,
        REASON,
        bindparam("its_urgency", type_=OutboxRow.urgency.type),
        nearness * TURNS + (_turn(chat_id) if turn is None else turn),
        SILENT,
        literal("pending"),
        literal(0),
        SubscriberRow.bot,
    )


def _turn(chat_id: _Column) -> ColumnElement[int]:
    """Return a chat's place among equally near ones, another one every hour.

    All of an hour's messages go round in the same order, so that no two to one chat change places.
    """
    return (func.abs(chat_id) + bindparam("hours", type_=Integer())) % TURNS


def mirrors_first(nearness: int | ColumnElement[int] = 0) -> ColumnElement[int]:
    """Return the nearness of a chat where all residents are equally near."""
    return case((SubscriberRow.mirror, FIRST), else_=nearness)


def values_of(notice: Notice, notice_id: int, now: datetime) -> dict[str, Any]:
    """Return all that any planning binds of a notice."""
    return {
        "notice": notice_id,
        "its_urgency": notice.urgency,
        "hours": int(now.timestamp()) // 3600,
        "mask": mask_of(notice.hazards),
        "hazards": [hazard.value for hazard in notice.hazards] or [ANY],
        **places_of(notice.areas),
        **hush_values(notice, now),
    }


def places_of(areas: Collection[str]) -> dict[str, list[str]]:
    """Return what is bound of the areas of a notice."""
    regions = {region_of(area) for area in areas}
    return {
        "areas": sorted(set(areas)),
        "regions": sorted(regions),
        "asked": sorted({*areas, *regions}),
        "whole": sorted(regions & set(areas)),
    }


def _new(rows: Query, between: Between | None) -> Query:
    """Return those of planned rows whose chats have none for the notice yet."""
    found, kept = rows.subquery(), aliased(OutboxRow)
    mine = select(kept.chat_id).where(
        kept.notice_id == bindparam("notice", type_=OutboxRow.notice_id.type),
        kept.chat_id == found.c[1],
    )
    if between is not None:  # or all that the notice has would be gone through
        after, last = between
        mine = mine.where(kept.chat_id > after, kept.chat_id <= last)
    return select(found).where(~mine.exists())


class Plan:
    """Whom messages are planned for, as a statement in the words of either database.

    Who plans for a notice does so alone. So PostgreSQL is asked first who has a row, once for all:
    ON CONFLICT would have each row ready for another process, for twice the price.
    """

    def __init__(self, rows: Query, between: Between | None = None) -> None:
        """Take the rows of ``planned_rows`` for some chats, all of them after one up to another."""
        self._words = {
            "sqlite": sqlite.insert(OutboxRow)
            .from_select(PLANNED, rows)
            .on_conflict_do_nothing(index_elements=["notice_id", "chat_id"]),
            "postgresql": insert(OutboxRow).from_select(PLANNED, _new(rows, between)),
        }

    async def keep(self, connection: AsyncConnection, values: dict[str, Any]) -> int:
        """Insert a row for each chat that has none for the notice yet; return how many."""
        planned = await connection.execute(self._words[connection.dialect.name], values)
        if planned.rowcount:
            await notify_planned(connection)
        return planned.rowcount
