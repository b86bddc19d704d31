"""``tocsin import``: a channel's history from a Telegram Desktop export."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from app.commands.failures import OperatorMistake, failures_told
from app.commands.options import config_option
from app.config import load_config

if TYPE_CHECKING:
    from alerts.channels import Channel
    from app.config import Config
    from app.importing import Imported


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--channel", required=True, help="The followed channel the posts belong to.")
@click.option("--chat", help="Which chat, by number or name, if the export holds several.")
@click.option(
    "--zone",
    default="Europe/Moscow",
    show_default=True,
    help="Where the export was made; only exports older than 2022 need it.",
)
@config_option("The configuration whose database to use and whose channels are followed.")
def command(file: Path, channel: str, chat: str | None, zone: str, config_file: Path) -> None:
    """Bring in FILE, the result.json of a Telegram Desktop export in the JSON format.

    Every post is kept once: importing the same file again adds nothing. Messages that cannot be
    read are named on standard error and passed over. Nobody is told anything: what is imported has
    already happened.
    """
    with failures_told():
        config = load_config(config_file)
        from app.checks import check_places

        check_places(config)
        followed = asyncio.run(_followed(config, channel))
        try:
            zone_info = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise OperatorMistake(f"--zone: {zone} is not a time zone") from None
        try:
            with file.open("rb") as stream:
                imported = _import(stream, followed, chat, zone_info, config)
        except OSError as error:
            raise OperatorMistake(f"{file}: {error.strerror}") from None
    for skipped in imported.skipped:
        number = f"message {skipped.message_id}: " if skipped.message_id else ""
        click.echo(f"{file}: {skipped.place}: {number}{skipped.why}; passed over", err=True)
    click.echo(
        f"{imported.read} posts read, {imported.added} added, {len(imported.skipped)} passed over"
    )


async def _followed(config: Config, name: str) -> Channel:
    """Return the channel of a name; one that is not followed is the operator's mistake."""
    from storage.store import open_store

    wanted = name.removeprefix("@").lower()
    async with open_store(config.database.url.get_secret_value()) as store:
        await store.follow([channel.channel() for channel in config.channels])
        for channel in await store.channels():
            if channel.username == wanted:
                return channel
    raise OperatorMistake(
        f"--channel: @{wanted} is neither among the [[channels]] of the config nor added by"
        " `tocsin channel add`"
    )


def _import(
    stream: BinaryIO, channel: Channel, chat: str | None, zone: ZoneInfo, config: Config
) -> Imported:
    """Read the file into the database, showing how far it has come."""
    from alerts.reader import official_reader
    from app.clock import SystemClock
    from app.importing import import_posts
    from app.lessons import taught_readers
    from listeners.export import ExportError, ExportReader
    from storage.store import open_store

    understanding = taught_readers(config).get(channel.username, official_reader())
    reader = ExportReader(
        stream,
        channel=channel.username,
        received_at=SystemClock().now(),
        chat=chat,
        zone=zone,
    )
    size = stream.seek(0, 2)
    stream.seek(0)

    async def work() -> Imported:
        """Import, showing on standard error how far it has come."""
        with click.progressbar(length=size, label=f"@{channel.username}", file=sys.stderr) as bar:

            def progress() -> None:
                """Move the bar to where the file is being read."""
                bar.update(reader.position - bar.pos)

            async with open_store(config.database.url.get_secret_value()) as store:
                return await import_posts(reader, channel, store, understanding, progress)

    try:
        return asyncio.run(work())
    except ExportError as error:
        raise OperatorMistake(f"{stream.name}: {error}") from None
