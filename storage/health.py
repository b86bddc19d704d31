"""How the sources do, and what operators and the program itself did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.engine import insert
from storage.tables.heard import SourceHealthRow
from storage.tables.told import AuditRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How one channel is heard through one source."""

    channel: str
    source: str
    last_heard_at: datetime | None
    last_post_at: datetime | None
    last_lag: timedelta | None
    trouble: str | None


class Journal:
    """Keeping account inside a transaction."""

    _connection: AsyncConnection

    async def audit(self, who: str, action: str, detail: str, now: datetime) -> None:
        """Keep what an operator or the program itself did."""
        await self._connection.execute(
            insert(self._connection, AuditRow).values(at=now, who=who, action=action, detail=detail)
        )


class Health:
    """What the store knows of the sources."""

    _database: Database

    async def save_health(self, health: Sequence[SourceHealth]) -> None:
        """Insert or update by (channel, source)."""
        async with self._database.writing() as connection:
            for one in health:
                facts = _facts(one)
                await connection.execute(
                    insert(connection, SourceHealthRow)
                    .values(channel=one.channel, source=one.source, **facts)
                    .on_conflict_do_update(index_elements=["channel", "source"], set_=facts)
                )

    async def health(self) -> list[SourceHealth]:
        """Return all, by channel."""
        query = select(
            SourceHealthRow.channel,
            SourceHealthRow.source,
            SourceHealthRow.last_heard_at,
            SourceHealthRow.last_post_at,
            SourceHealthRow.last_lag_ms,
            SourceHealthRow.trouble,
        ).order_by(SourceHealthRow.channel, SourceHealthRow.source)
        async with self._database.reading() as connection:
            return [
                SourceHealth(
                    channel=row.channel,
                    source=row.source,
                    last_heard_at=row.last_heard_at,
                    last_post_at=row.last_post_at,
                    last_lag=None
                    if row.last_lag_ms is None
                    else timedelta(milliseconds=row.last_lag_ms),
                    trouble=row.trouble,
                )
                for row in await connection.execute(query)
            ]


def _facts(health: SourceHealth) -> dict[str, Any]:
    """Return the columns of a source's health."""
    lag = health.last_lag
    return {
        "last_heard_at": health.last_heard_at,
        "last_post_at": health.last_post_at,
        "last_lag_ms": None if lag is None else lag // timedelta(milliseconds=1),
        "trouble": health.trouble,
    }
