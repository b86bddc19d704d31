"""``tocsin statistics``: the figures of a period, of all regions or of one place."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from app.commands.failures import OperatorMistake, failures_told
from app.commands.history import area_named
from app.commands.options import config_option
from app.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

_USUAL: Final = timedelta(days=30)
_DATE: Final = click.DateTime(["%Y-%m-%d"])


@click.command("statistics")
@click.argument("area", metavar="[REGION]", required=False)
@click.option("--from", "first", type=_DATE, help="The first day; 30 days before the last if none.")
@click.option("--to", "last", type=_DATE, help="The last day, the whole of it; until now if none.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a place and line.")
@config_option("The configuration whose database to read.")
def command(
    *,
    area: str | None,
    first: datetime | None,
    last: datetime | None,
    config_file: Path,
    as_json: bool,
) -> None:
    """Tell how many alerts there were, for how long, and the longest.

    Of REGION (or any place, by name or id) also by hazard and by hour of the day; without it, a
    line for each region and Moscow time. Alerts that overlap count as one time under alert.
    """
    with failures_told():
        config = load_config(config_file)
        from app.clock import SystemClock
        from app.figures import (
            HOME_ZONE,
            by_region,
            hour_lines,
            period_lines,
            period_row,
            region_lines,
        )
        from app.period import read_period

        place = area_named(area) if area else None
        zone = ZoneInfo(place.timezone if place else HOME_ZONE)
        now = SystemClock().now()
        until = min(now, _midnight(last, zone, days=1)) if last else now
        since = _midnight(first, zone) if first else until - _USUAL
        if since >= until:
            raise OperatorMistake("--from: lies after the end of the period")
        period = asyncio.run(
            read_period(config.database.url.get_secret_value(), place, since, until)
        )
    told = [period] if place else by_region(period)
    if as_json:
        for one in told:
            click.echo(json.dumps(period_row(one), ensure_ascii=False))
        return
    for line in period_lines(period):
        click.echo(line)
    if period.alerts:
        for line in ("", *(hour_lines(period) if place else region_lines(told))):
            click.echo(line)


def _midnight(day: datetime, zone: ZoneInfo, days: int = 0) -> datetime:
    """Return the beginning of a day by the clocks of a place, or of one so many days later."""
    return (day + timedelta(days=days)).replace(tzinfo=zone).astimezone(UTC)
