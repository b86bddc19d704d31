"""What a post finds when it comes to a region, asked for in one statement."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, func, select

from storage.situation import COLUMNS, alert_from
from storage.tables.heard import PostRow
from storage.tables.told import AlertRow, CheckpointRow
from storage.turns import BOUND, able_to_act, stands_after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import BindParameter
    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.situation import Alert
    from storage.turns import Position

_REGION: Final[BindParameter[str]] = bindparam("region")
_TURN: Final = select(
    able_to_act(_REGION).where(stands_after(PostRow, BOUND)).exists().label("overtaken"),
    select(func.max(CheckpointRow.published_at))
    .where(CheckpointRow.region == _REGION)
    .scalar_subquery()
    .label("checkpoint_at"),
).subquery("turn")
_OPEN_HERE: Final = and_(
    AlertRow.region == _REGION, AlertRow.ended_at.is_(None), ~AlertRow.withdrawn
)
_NOW: Final = (
    select(*COLUMNS, _TURN.c.overtaken, _TURN.c.checkpoint_at)
    .select_from(_TURN)
    .outerjoin(AlertRow, _OPEN_HERE)
    .order_by(AlertRow.opened_at, AlertRow.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionNow:
    """The alerts that are open, oldest first, and when the newest checkpoint was set.

    ``overtaken`` tells that a post that can act on the region stands after the one that comes.
    """

    overtaken: bool
    alerts: Sequence[Alert]
    checkpoint_at: datetime | None


class RegionsNow:
    """Asking for it inside a transaction."""

    _connection: AsyncConnection

    async def region_now(self, region: str, position: Position) -> RegionNow:
        """Return how a region stands when a post of this position comes."""
        asked = {"region": region, **asdict(position)}
        rows = (await self._connection.execute(_NOW, asked)).all()
        return RegionNow(
            overtaken=rows[0].overtaken,
            alerts=[alert_from(row) for row in rows if row.id is not None],
            checkpoint_at=rows[0].checkpoint_at,
        )
