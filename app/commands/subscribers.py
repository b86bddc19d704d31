"""``tocsin subscribers``: residents in and out, for moving from or to another bot."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from app.commands.failures import OperatorMistake, failures_told
from app.commands.options import config_option
from app.config import load_config

CONFIG = config_option("The configuration whose database to use.")
BOT = click.option(
    "--bot",
    "bot_name",
    metavar="NAME",
    help="Whose residents: a bot by its name or number. Default: that of [bot].",
)


@click.group("subscribers")
def command() -> None:
    """Bring residents in from a CSV file, or write them to one."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@BOT
@CONFIG
def import_(file: Path, bot_name: str | None, config_file: Path) -> None:
    """Add the residents of FILE: chat_id,area,hazards,language with a header line.

    One line is one area of one chat. `area` is an area id such as RU-BEL or RU-BEL/belgorod;
    `hazards` is empty for all of them, or names divided by spaces; `language` is ru or en. If any
    line is bad, each bad line is named and nothing is imported.
    """
    with failures_told():
        config = load_config(config_file)
        from alerts.tables import load_gazetteer
        from app.parts import store_of
        from app.subscriber_files import BadLinesError, read_subscribers
        from storage.store import open_store

        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = read_subscribers(lines, load_gazetteer())
        except OSError as error:
            raise OperatorMistake(f"{file}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise OperatorMistake(f"{file}: is not UTF-8 text") from None
        except BadLinesError as error:
            raise OperatorMistake("\ntocsin: ".join(f"{file}:{m}" for m in error.lines)) from None

        async def add() -> int:
            """Add them all in one transaction."""
            async with open_store(config.database.url.get_secret_value()) as store:
                return await (await store_of(store, config, bot_name)).import_subscribers(rows)

        click.echo(f"{asyncio.run(add())} chats imported")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@BOT
@CONFIG
def export(file: Path, bot_name: str | None, config_file: Path) -> None:
    """Write all active residents to FILE (- for standard output) in the form `import` reads."""
    with failures_told():
        config = load_config(config_file)
        from app.parts import store_of
        from app.subscriber_files import write_subscribers
        from storage.store import open_store

        async def all_of_them() -> str:
            """Read them all."""
            async with open_store(config.database.url.get_secret_value()) as store:
                chosen = await store_of(store, config, bot_name)
                return write_subscribers(await chosen.export_subscribers())

        text = asyncio.run(all_of_them())
        if str(file) == "-":
            sys.stdout.write(text)
            return
        try:
            file.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise OperatorMistake(f"{file}: {error.strerror}") from None
