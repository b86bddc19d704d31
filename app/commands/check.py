"""``tocsin check``: would this configuration run?"""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.failures import failures_told
from app.config import load_config


@click.command("check")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration to look at.",
)
def command(config_file: Path) -> None:
    """Say whether a configuration would run; every mistake is one line.

    Nothing is opened and nothing is sent: `tocsin doctor` looks at the parts themselves.
    """
    with failures_told():
        config = load_config(config_file)
        from app.checks import check_config

        check_config(config)
        from app.sources import source_names
    click.echo(
        f"{config_file}: would run, following {len(config.channels)} channels"
        f" and those of `tocsin channel`, by {', '.join(source_names(config))}"
    )
