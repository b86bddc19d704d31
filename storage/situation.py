"""Alerts, as they are kept and changed inside a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, insert, or_, select, update

from alerts.areas import region_of
from alerts.authority import Reach
from alerts.situation import Alert
from alerts.verdicts import Hazard
from storage.tables.heard import PostRow
from storage.tables.told import AlertRow
from storage.turns import stands_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.columns import Query
    from storage.turns import Position

ANY = "any"
"""The hazard of an alert for which no post named one."""

COLUMNS: Final = (
    AlertRow.id,
    AlertRow.area,
    AlertRow.hazard,
    AlertRow.opened_at,
    AlertRow.opened_by,
    AlertRow.confirmed_at,
    AlertRow.reach,
    AlertRow.parts,
    AlertRow.regime,
    AlertRow.immediate_at,
    AlertRow.attacked_at,
    AlertRow.eased_at,
    AlertRow.eased_by,
    AlertRow.ended_at,
    AlertRow.ended_by,
)
"""What ``alert_from`` makes an alert of."""

_COUNTED = select(*COLUMNS).where(~AlertRow.withdrawn)
_OPEN = _COUNTED.where(
    AlertRow.region == bindparam("region"), AlertRow.ended_at.is_(None)
).order_by(AlertRow.opened_at, AlertRow.id)

_CHANGED = update(AlertRow).where(AlertRow.id == bindparam("alert_id"))
_WITHDRAWN = update(AlertRow).where(AlertRow.id == bindparam("alert_id")).values(withdrawn=True)
_NEW = insert(AlertRow).returning(
    AlertRow.id, AlertRow.area, AlertRow.hazard, AlertRow.opened_by, AlertRow.ended_by
)

_NAMES = [column.key for column in COLUMNS]

Birth = tuple[str, str, int, int | None]


def alert_from(row: Any) -> Alert:  # noqa: ANN401 - a row that begins with ``COLUMNS``
    """Return the alert a row holds."""
    facts = dict(zip(_NAMES, row, strict=False))
    hazard, reach, parts = facts.pop("hazard"), facts.pop("reach"), facts.pop("parts")
    return Alert(
        hazard=None if hazard == ANY else Hazard(hazard),
        reach=Reach(reach),
        parts=tuple(parts),
        **facts,
    )


async def alerts_where(
    connection: AsyncConnection, *conditions: ColumnElement[bool]
) -> list[Alert]:
    """Return the alerts that count and meet the conditions, oldest first."""
    return [alert_from(row) for row in await connection.execute(counted_alerts(*conditions))]


def counted_alerts(*conditions: ColumnElement[bool]) -> Query:
    """Return the query of alerts that count and meet the conditions, oldest first."""
    return _COUNTED.where(*conditions).order_by(AlertRow.opened_at, AlertRow.id)


async def alert_numbered(connection: AsyncConnection, number: int) -> Alert | None:
    """Return an open alert by its id."""
    found = await alerts_where(connection, AlertRow.id == number, AlertRow.ended_at.is_(None))
    return found[0] if found else None


class Situations:
    """Reading and changing the situation inside a transaction."""

    _connection: AsyncConnection

    async def open_alerts(self, region: str) -> list[Alert]:
        """Return the open alerts of a region and its municipalities, oldest first."""
        rows = await self._connection.execute(_OPEN, {"region": region})
        return [alert_from(row) for row in rows]

    async def alerts_after(self, region: str, position: Position | None) -> list[Alert]:
        """Return the region's alerts that were open after a position or opened since.

        Those ended by a post at or before it are not among them; None for all there are.
        """
        if position is None:
            return await alerts_where(self._connection, AlertRow.region == region)
        ended_since = (
            select(PostRow.id)
            .where(PostRow.id == AlertRow.ended_by, stands_after(PostRow, position))
            .exists()
        )
        return await alerts_where(
            self._connection,
            AlertRow.region == region,
            or_(
                AlertRow.ended_at.is_(None),
                AlertRow.ended_at > position.published_at,
                and_(AlertRow.ended_at == position.published_at, ended_since),
            ),
        )

    async def save_alerts(self, alerts: Sequence[Alert]) -> list[Alert]:
        """Insert alerts without an id, update the others; return them with ids, same order.

        An area has one open alert a hazard: withdraw those that are replaced before this.
        """
        known = sorted(
            (alert for alert in alerts if alert.id is not None),
            key=lambda alert: alert.ended_at is None,
        )
        if known:
            facts = [{"alert_id": alert.id, **_facts(alert)} for alert in known]
            await self._connection.execute(_CHANGED, facts)
        ids = await self._insert_alerts([alert for alert in alerts if alert.id is None])
        return [
            alert if alert.id is not None else replace(alert, id=ids[_birth(alert)].pop())
            for alert in alerts
        ]

    async def withdraw_alerts(self, alerts: Sequence[Alert]) -> None:
        """Mark alerts as withdrawn: they no longer count anywhere, their deliveries stay."""
        if alerts:
            ids = [{"alert_id": alert.id} for alert in alerts]
            await self._connection.execute(_WITHDRAWN, ids)

    async def _insert_alerts(self, alerts: Sequence[Alert]) -> dict[Birth, list[int]]:
        """Insert alerts; return their ids by what tells them apart."""
        ids: dict[Birth, list[int]] = {}
        if alerts:
            facts = [{"withdrawn": False, **_facts(alert)} for alert in alerts]
            for row in await self._connection.execute(_NEW, facts):
                birth = (row.area, row.hazard, row.opened_by, row.ended_by)
                ids.setdefault(birth, []).append(row.id)
        return ids


def _birth(alert: Alert) -> Birth:
    """Return what tells new alerts apart: no post opens and ends the same one twice."""
    return alert.area, _hazard(alert), alert.opened_by, alert.ended_by


def _hazard(alert: Alert) -> str:
    """Return the hazard of an alert as the database names it."""
    return alert.hazard.value if alert.hazard else ANY


def _facts(alert: Alert) -> dict[str, Any]:
    """Return the columns of an alert."""
    return {
        "area": alert.area,
        "region": region_of(alert.area),
        "hazard": _hazard(alert),
        "opened_at": alert.opened_at,
        "opened_by": alert.opened_by,
        "confirmed_at": alert.confirmed_at,
        "reach": alert.reach.value,
        "parts": list(alert.parts),
        "regime": alert.regime,
        "immediate_at": alert.immediate_at,
        "attacked_at": alert.attacked_at,
        "eased_at": alert.eased_at,
        "eased_by": alert.eased_by,
        "ended_at": alert.ended_at,
        "ended_by": alert.ended_by,
    }
