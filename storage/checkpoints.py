"""Checkpoints: what a region lived under at some moments, so that a late post need not fold years.

A checkpoint holds as long as no post that stands before it comes, changes or goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, not_, select

from storage.encoding import alert_from_json, alert_to_json
from storage.tables.told import CheckpointRow
from storage.turns import Position, stands_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.situation import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The alerts of a region that were open after all posts up to a position, without ids."""

    position: Position
    alerts: Sequence[Alert]


class Checkpoints:
    """Keeping and using checkpoints inside a transaction."""

    _connection: AsyncConnection

    async def checkpoint_before(self, region: str, position: Position) -> Checkpoint | None:
        """Return the newest checkpoint that a post at the position leaves valid."""
        known = CheckpointRow.__table__.c
        earlier = position_before(position)
        query = (
            select(known.published_at, known.channel_id, known.message_id, known.alerts)
            .where(known.region == region, not_(stands_after(CheckpointRow, earlier)))
            .order_by(known.published_at.desc(), known.channel_id.desc(), known.message_id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        found = Position(
            published_at=row.published_at, channel_id=row.channel_id, message_id=row.message_id
        )
        return Checkpoint(position=found, alerts=[alert_from_json(facts) for facts in row.alerts])

    async def drop_checkpoints(self, region: str, position: Position) -> None:
        """Forget the checkpoints that a post at the position makes invalid."""
        await self._connection.execute(
            delete(CheckpointRow).where(
                CheckpointRow.region == region,
                stands_after(CheckpointRow, position_before(position)),
            )
        )

    async def add_checkpoints(self, region: str, checkpoints: Sequence[Checkpoint]) -> None:
        """Keep checkpoints, none of which is kept yet."""
        if checkpoints:
            await self._connection.execute(
                insert(CheckpointRow),
                [
                    {
                        "region": region,
                        "published_at": checkpoint.position.published_at,
                        "channel_id": checkpoint.position.channel_id,
                        "message_id": checkpoint.position.message_id,
                        "alerts": [alert_to_json(alert) for alert in checkpoint.alerts],
                    }
                    for checkpoint in checkpoints
                ],
            )


def position_before(position: Position) -> Position:
    """Return a position that has nothing between itself and the given one."""
    return Position(
        published_at=position.published_at,
        channel_id=position.channel_id,
        message_id=position.message_id - 1,
    )
