"""``tocsin doctor``: is every part well, and what is to be done if not?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from app.commands.failures import PartFailed, failures_told
from app.commands.options import config_option
from app.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

    from app.doctor import Finding


@click.command("doctor")
@config_option("The configuration whose parts to look at.")
def command(config_file: Path) -> None:
    """Look at the database, the bot's token and every source, and say what to do.

    Nothing is changed: a database that needs a migration is only said to need one.
    """
    with failures_told():
        config = load_config(config_file)
        from app.checks import check_config
        from app.doctor import examine

        check_config(config)
        findings = asyncio.run(examine(config))
    for finding in findings:
        _show(finding)
    ill = sum(not finding.well for finding in findings)
    if ill:
        raise PartFailed(f"{ill} of {len(findings)} parts need attention")


def _show(finding: Finding) -> None:
    """Print one finding and, beneath it, what to do."""
    click.echo(f"{'ok ' if finding.well else 'ILL'}  {finding.part}: {finding.what}")
    if finding.advice:
        click.echo(f"     → {finding.advice}")
