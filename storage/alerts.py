"""Alerts to be shown: what is in force, and what was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, or_, select, union_all

from alerts.areas import region_of
from storage.situation import alert_from, counted_alerts
from storage.tables.told import AlertRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement

    from alerts.situation import Alert
    from storage.columns import Query
    from storage.engine import Database

_IN_REGIONS: Final = AlertRow.region.in_(bindparam("regions", expanding=True))
CONCERNING: Final = and_(
    _IN_REGIONS,
    or_(
        AlertRow.area.in_(bindparam("around", expanding=True)),
        AlertRow.region.in_(bindparam("whole", expanding=True)),
    ),
)
"""The condition of concerning areas, to be asked with ``places``."""

_FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
_OPEN: Final = AlertRow.ended_at.is_(None)


def _open_in_between(*where: ColumnElement[bool]) -> Query:
    """Return the query of alerts that were open between ``since`` and ``until``.

    Found by two searches of one index, the first of what is open, the second of what ended since.
    """
    ended_since = AlertRow.ended_at >= bindparam("since")
    found = union_all(
        select(AlertRow.id).where(*where, _OPEN), select(AlertRow.id).where(*where, ended_since)
    )
    return counted_alerts(AlertRow.id.in_(found), AlertRow.opened_at <= bindparam("until"))


_IN_FORCE: Final = counted_alerts(_OPEN)
_IN_FORCE_OF_AREAS: Final = counted_alerts(_OPEN, CONCERNING)
_BETWEEN: Final = _open_in_between()
_BETWEEN_OF_AREAS: Final = _open_in_between(CONCERNING)


def places(areas: Collection[str]) -> dict[str, Any]:
    """Return what ``CONCERNING`` is asked with: on areas, on their region, or inside them."""
    regions = {region_of(area) for area in areas}
    return {
        "regions": sorted(regions),
        "around": sorted({*areas, *regions}),
        "whole": sorted(regions & set(areas)),
    }


class Alerts:
    """Reading alerts to show them."""

    _database: Database

    async def alerts_in_force(self, areas: Collection[str] | None) -> list[Alert]:
        """Return open alerts that concern these areas (None = any), oldest first.

        On them, on their region, or (for a region) inside them.
        """
        if areas is None:
            return await self._alerts(_IN_FORCE, {})
        return await self._alerts(_IN_FORCE_OF_AREAS, places(areas))

    async def alerts_between(
        self, areas: Collection[str] | None, since: datetime, until: datetime | None
    ) -> list[Alert]:
        """Return alerts that were open at some time in between, oldest first; areas as above.

        Without ``until`` also one that begins later than it is: clocks differ.
        """
        asked = {"since": since, "until": until or _FOREVER}
        if areas is None:
            return await self._alerts(_BETWEEN, asked)
        return await self._alerts(_BETWEEN_OF_AREAS, asked | places(areas))

    async def _alerts(self, query: Query, asked: Mapping[str, Any]) -> list[Alert]:
        """Return the alerts of a query."""
        return [alert_from(row) for row in await self._database.found(query, asked)]
