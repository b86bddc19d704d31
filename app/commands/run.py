"""``tocsin run``: all parts; without a config, the sandbox and its sample night."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import click

from app.commands.failures import PartFailed, failures_told
from app.config import load_config

DEFAULT_CONFIG: Final = Path("config.toml")


@click.command("run")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The configuration; config.toml in this folder if it is there.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The sandbox's port on 127.0.0.1.",
)
def command(config_file: Path | None, port: int) -> None:
    """Listen, understand, and tell, until stopped.

    With no configuration it runs the sandbox: a stand-in for Telegram on this computer with a
    sample night of posts and a chat page in the browser. Nothing leaves the computer then.
    """
    if config_file is None and DEFAULT_CONFIG.exists():
        config_file = DEFAULT_CONFIG
    with failures_told():
        if config_file is None:
            _run_sandbox(port)
        else:
            _run(config_file)


def _run(config_file: Path) -> None:
    """Run what a configuration asks for."""
    config = load_config(config_file)
    from app.checks import check_config
    from app.lifecycle import run
    from app.logs import log_to_stderr
    from bot.delivery import BotUnusableError

    check_config(config)
    log_to_stderr(config.log_level)
    try:
        asyncio.run(run(config))
    except BotUnusableError as error:
        raise PartFailed(str(error)) from None


def _run_sandbox(port: int) -> None:
    """Run everything against the stand-in Telegram."""
    from app.logs import log_to_stderr
    from app.sandboxed import run_sandboxed

    log_to_stderr("INFO")
    asyncio.run(run_sandboxed(port))
