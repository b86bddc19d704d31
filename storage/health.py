"""How the sources do, and what operators and the program itself did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, func, select

from storage.engine import insert
from storage.tables.heard import ChannelRow, OfficeRow, SourceHealthRow
from storage.tables.told import AuditRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.engine import Database


_MILLISECOND: Final = timedelta(milliseconds=1)
_FACTS: Final = ("last_heard_at", "last_post_at", "last_lag_ms", "trouble", "lags")

_ALL: Final = select(
    SourceHealthRow.channel,
    SourceHealthRow.source,
    SourceHealthRow.last_heard_at,
    SourceHealthRow.last_post_at,
    SourceHealthRow.last_lag_ms,
    SourceHealthRow.trouble,
    SourceHealthRow.lags,
).order_by(SourceHealthRow.channel, SourceHealthRow.source)
_HEARING: Final = (
    select(
        OfficeRow.region,
        func.count(SourceHealthRow.source).label("sources"),
        func.max(SourceHealthRow.last_heard_at).label("last_heard_at"),
    )
    .join(ChannelRow, ChannelRow.office_id == OfficeRow.id)
    .outerjoin(SourceHealthRow, SourceHealthRow.channel == ChannelRow.username)
    .where(ChannelRow.followed)
    .group_by(OfficeRow.region)
)
_HEARING_OF_REGIONS: Final = _HEARING.where(
    OfficeRow.region.in_(bindparam("regions", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How one channel is heard through one source.

    ``lags_ms`` is how many milliseconds its last posts took to reach us, oldest first, also those
    that another source had brought before.
    """

    channel: str
    source: str
    last_heard_at: datetime | None
    last_post_at: datetime | None
    last_lag: timedelta | None
    trouble: str | None
    lags_ms: tuple[int, ...] = ()

    @property
    def median_lag(self) -> timedelta | None:
        """Return the lag that half of the last posts kept."""
        return timedelta(milliseconds=median(self.lags_ms)) if self.lags_ms else None

    @property
    def worst_lag(self) -> timedelta | None:
        """Return the longest of the last lags."""
        return timedelta(milliseconds=max(self.lags_ms)) if self.lags_ms else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How a region's followed channels are heard: through how many sources, and when last."""

    sources: int
    last_heard_at: datetime | None


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
        """Insert or update by (channel, source), all in one statement."""
        if not health:
            return
        async with self._database.writing() as connection:
            adding = insert(connection, SourceHealthRow)
            changed = {name: adding.excluded[name] for name in _FACTS}
            await connection.execute(
                adding.on_conflict_do_update(index_elements=["channel", "source"], set_=changed),
                [{"channel": one.channel, "source": one.source, **_facts(one)} for one in health],
            )

    async def keep_sources(self, names: Collection[str]) -> None:
        """Forget how channels are heard through sources other than these."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(SourceHealthRow).where(SourceHealthRow.source.not_in(names))
            )

    async def health(self) -> list[SourceHealth]:
        """Return all, by channel."""
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
                lags_ms=tuple(row.lags or ()),
            )
            for row in await self._database.found(_ALL)
        ]

    async def hearing(self, regions: Collection[str] | None) -> dict[str, Hearing]:
        """Return how each of these regions (None = any) is heard, if a channel speaks for it."""
        query = _HEARING if regions is None else _HEARING_OF_REGIONS
        asked = {} if regions is None else {"regions": sorted(regions)}
        return {
            row.region: Hearing(sources=row.sources, last_heard_at=row.last_heard_at)
            for row in await self._database.found(query, asked)
        }


def _facts(health: SourceHealth) -> dict[str, Any]:
    """Return the columns of a source's health."""
    lag = health.last_lag
    return {
        "last_heard_at": health.last_heard_at,
        "last_post_at": health.last_post_at,
        "last_lag_ms": None if lag is None else lag // _MILLISECOND,
        "trouble": health.trouble,
        "lags": list(health.lags_ms),
    }
