"""``tocsin run``: all parts; without a config, the sandbox and its sample night."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Final

import click

from app.commands.failures import OperatorMistake, PartFailed, failures_told
from app.config import load_config

log = logging.getLogger(__name__)

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
@click.option(
    "--only",
    type=click.Choice(["listen", "bot", "send", "web"]),
    multiple=True,
    help="Do this part alone, beside other processes with the same PostgreSQL; may be repeated.",
)
@click.option(
    "--bot",
    "bots",
    metavar="NAME",
    multiple=True,
    help="Answer and send for this bot alone; may be repeated.",
)
def command(
    config_file: Path | None, port: int, only: tuple[str, ...], bots: tuple[str, ...]
) -> None:
    """Listen, understand, and tell, until stopped.

    With no configuration it runs the sandbox: a stand-in for Telegram on this computer with a
    sample night of posts and a chat page in the browser. Nothing leaves the computer then.

    With PostgreSQL several processes may share the work. `listen` hears posts and plans messages,
    `bot` answers residents, `send` sends what is planned. Each is done by one process at a time,
    answering and sending bot by bot: another one stands by and takes over within seconds.
    """
    if config_file is None and DEFAULT_CONFIG.exists():
        config_file = DEFAULT_CONFIG
    with failures_told():
        if config_file is not None:
            _run(config_file, only, bots)
        elif only or bots:
            option = "--only" if only else "--bot"
            raise OperatorMistake(f"{option}: needs a configuration; the sandbox is one process")
        else:
            _run_sandbox(port)


def _run(config_file: Path, only: tuple[str, ...], bots: tuple[str, ...]) -> None:
    """Run what a configuration asks for."""
    config = load_config(config_file)
    from app.checks import check_config
    from app.lessons import wrong_examples
    from app.lifecycle import NoBotError, run
    from app.logs import log_to_stderr
    from app.parts import share_of

    check_config(config)
    share = share_of(config, only, bots)
    log_to_stderr(config.log_level)
    for wrong in wrong_examples(config):  # no reason to be silent: alarms matter more
        log.warning("%s", wrong)
    try:
        asyncio.run(run(config, share))
    except NoBotError as error:
        raise PartFailed(str(error)) from None


def _run_sandbox(port: int) -> None:
    """Run everything against the stand-in Telegram."""
    from app.logs import log_to_stderr
    from app.sandboxed import run_sandboxed

    log_to_stderr("INFO")
    asyncio.run(run_sandboxed(port))
