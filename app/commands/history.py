"""``tocsin history``: the alerts of a place over the last days."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from app.commands.failures import OperatorMistake, failures_told
from app.commands.options import config_option
from app.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

    from alerts.areas import Area


@click.command("history")
@click.argument("area")
@click.option(
    "--days", type=click.IntRange(1), default=30, show_default=True, help="How far back to look."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an alert and line.")
@config_option("The configuration whose database to read.")
def command(*, area: str, days: int, config_file: Path, as_json: bool) -> None:
    """Tell what AREA has lived under: figures, then each alert, the newest first.

    AREA is a name (Белгород, Belgorod region) or an id (RU-BEL, RU-BEL/belgorod). Counted are the
    alerts of the place, of the region around it and, for a region, of all in it; moments are those
    of its own clocks. The same is told by the bot at /history.
    """
    with failures_told():
        config = load_config(config_file)
        from app.clock import SystemClock
        from app.figures import alert_lines, alert_row, period_lines
        from app.period import read_period

        until = SystemClock().now()
        url = config.database.url.get_secret_value()
        since = until - timedelta(days=days)
        period = asyncio.run(read_period(url, area_named(area), since, until))
    if as_json:
        for alert in period.alerts:
            click.echo(json.dumps(alert_row(alert, period), ensure_ascii=False))
        return
    for line in (*period_lines(period), *alert_lines(period)):
        click.echo(line)


def area_named(text: str) -> Area:
    """Return the area of an id or a name; what is no place, or may be several, is refused."""
    from alerts.tables import load_gazetteer
    from bot.lookup import look_up_region

    gazetteer = load_gazetteer()
    try:
        return gazetteer.area(text)
    except KeyError:
        found = look_up_region(gazetteer, text)
    if found.area is not None:
        return found.area
    meant = ", ".join(f"{other.name} ({other.id})" for other in found.others)
    raise OperatorMistake(f"{text}: which one? {meant}" if meant else f"{text}: no such place")
