"""Who came first: where posts stand, and whether one was kept in between."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, or_, select

from storage.channels import FEDERAL
from storage.tables.heard import ChannelRow, OfficeRow, PostRow, RevisionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position:
    """Where a post stands among all, whenever it was heard: its moment, channel and number."""

    published_at: datetime
    channel_id: int = 0
    message_id: int = 0


BOUND: Final[Any] = SimpleNamespace(
    published_at=bindparam("published_at"),
    channel_id=bindparam("channel_id"),
    message_id=bindparam("message_id"),
)
"""A position in a statement that is made once: it is given each time the statement runs."""


def stands_after(row: Any, position: Position) -> ColumnElement[bool]:  # noqa: ANN401 - any row class with a position
    """Return the condition of standing after a position."""
    return or_(
        row.published_at > position.published_at,
        and_(
            row.published_at == position.published_at,
            or_(
                row.channel_id > position.channel_id,
                and_(row.channel_id == position.channel_id, row.message_id > position.message_id),
            ),
        ),
    )


def able_to_act(region: str | BindParameter[str]) -> Query:
    """Return the query of posts that can act on a region: of its own and of federal channels."""
    return (
        select(PostRow.id)
        .join(ChannelRow, ChannelRow.id == PostRow.channel_id)
        .join(OfficeRow, OfficeRow.id == ChannelRow.office_id)
        .where(OfficeRow.region.in_((region, FEDERAL)))
        .limit(1)
    )


class Turns:
    """Asking for the order of posts inside a transaction."""

    _connection: AsyncConnection

    async def newest_revision(self) -> int:
        """Return the id of the revision kept last, 0 if there is none."""
        query = select(func.coalesce(func.max(RevisionRow.id), 0))
        return (await self._connection.execute(query)).scalar_one()

    async def revised_since(self, region: str, revision: int) -> bool:
        """Tell whether a post that can act on the region was kept or edited after a revision."""
        later = (
            able_to_act(region)
            .join(RevisionRow, RevisionRow.post_id == PostRow.id)
            .where(RevisionRow.id > revision)
        )
        return (await self._connection.execute(later)).first() is not None
