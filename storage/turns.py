"""Who came first: whether a post is a region's newest, and whether one was kept in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from storage.channels import FEDERAL
from storage.tables.heard import ChannelRow, OfficeRow, PostRow, RevisionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query


def _able_to_act(region: str) -> Query:
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

    async def is_newest(self, region: str, post: int, published_at: datetime) -> bool:
        """Tell whether no post that can act on the region was published after this one."""
        later = _able_to_act(region).where(
            or_(
                PostRow.published_at > published_at,
                and_(PostRow.published_at == published_at, PostRow.id > post),
            )
        )
        return (await self._connection.execute(later)).first() is None

    async def newest_revision(self) -> int:
        """Return the id of the revision kept last, 0 if there is none."""
        query = select(func.coalesce(func.max(RevisionRow.id), 0))
        return (await self._connection.execute(query)).scalar_one()

    async def revised_since(self, region: str, revision: int) -> bool:
        """Tell whether a post that can act on the region was kept or edited after a revision."""
        later = (
            _able_to_act(region)
            .join(RevisionRow, RevisionRow.post_id == PostRow.id)
            .where(RevisionRow.id > revision)
        )
        return (await self._connection.execute(later)).first() is not None
