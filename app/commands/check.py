"""``tocsin check``: would this configuration run?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.failures import failures_told
from app.commands.options import config_option
from app.config import ConfigError, load_config

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@config_option("The configuration to look at.")
def command(config_file: Path) -> None:
    """Say whether a configuration would run; every mistake is one line.

    Nothing is opened and nothing is sent: `tocsin doctor` looks at the parts themselves. The
    examples of each channel ([[channels.reading.examples]]) are read, and each that is read
    otherwise than it says is a mistake.
    """
    with failures_told():
        config = load_config(config_file)
        from app.checks import check_config

        check_config(config)
        from app.lessons import wrong_examples
        from app.sources import source_names

        if wrong := list(wrong_examples(config)):
            raise ConfigError(wrong)
    click.echo(
        f"{config_file}: would run, following {len(config.channels)} channels"
        f" and those of `tocsin channel`, by {', '.join(source_names(config))}"
    )
