"""``tocsin channel``: which channels are followed besides those of the configuration."""

from __future__ import annotations

import asyncio
import getpass
from typing import TYPE_CHECKING, Final

import click

from alerts.channels import CHANNEL_ROLES, Role
from app.commands.failures import OperatorMistake, PartFailed, failures_told
from app.commands.options import config_option
from app.config import channel_name, load_config

if TYPE_CHECKING:
    from pathlib import Path

    from app.adding import Wish
    from app.config import Config
    from app.starter import StarterChannel

BETWEEN_LOOKS: Final = 5.0
"""Seconds between two looks by an account: who looks up names faster is shut out for hours."""

CONFIG = config_option("The configuration whose database and accounts to use.")


@click.group("channel")
def command() -> None:
    """Add channels to follow, list them, remove them; a running `tocsin run` takes it up."""


@command.command("add")
@click.argument("name", required=False)
@click.option("--region", metavar="CODE", help="Home region, as RU-BEL; none for a federal body.")
@click.option(
    "--municipality",
    metavar="ID",
    help="What a city's channel speaks for, as RU-KDA/anapa; a mayor needs one.",
)
@click.option(
    "--role", type=click.Choice([role.value for role in CHANNEL_ROLES]), help="Whose voice it is."
)
@click.option(
    "--starter",
    metavar="CODES",
    help="Instead of NAME: the known channels of these regions, as RU-BEL,RU-KRS; RU for federal.",
)
@click.option(
    "--yes", is_flag=True, help="Follow without asking, unless something speaks against it."
)
@CONFIG
def add(
    *,
    name: str | None,
    region: str | None,
    municipality: str | None,
    role: str | None,
    starter: str | None,
    config_file: Path,
    yes: bool,
) -> None:
    """Look at the channel NAME, and follow it if you confirm.

    You see its title, number, Telegram's mark, subscribers, the date of its last post, and how its
    last 20 posts would be understood. Region, municipality and role come from the starter list if
    it knows the channel; the list says where it comes from, and what in it is not verified.
    """
    if starter and municipality:
        raise click.UsageError("--starter knows the municipality of each; leave --municipality out")
    if (name is None) == (starter is None):
        raise click.UsageError("give either NAME or --starter")
    with failures_told():
        config = load_config(config_file)
        from app.checks import check_places

        check_places(config)
        wishes = _starters(starter) if starter else [_wish(name or "", region, municipality, role)]
        who = f"{getpass.getuser()} (command line)"
        added = asyncio.run(_add(config, wishes, who, yes=yes))
    click.echo(f"{added} of {len(wishes)} added" if starter else f"{added} added")
    if not added and not starter:
        raise PartFailed("nothing was added")


@command.command("list")
@CONFIG
def list_(config_file: Path) -> None:
    """Show every followed channel: last post, who hears it how fast, and what is wrong."""
    with failures_told():
        config = load_config(config_file)
        from app.adding import listed
        from app.checks import check_places

        check_places(config)
        for line in asyncio.run(listed(config)):
            click.echo(line)


@command.command("remove")
@click.argument("name")
@CONFIG
def remove(name: str, config_file: Path) -> None:
    """Follow the channel NAME no more; what it has said stays kept."""
    with failures_told():
        config = load_config(config_file)
        username = _username(name)
        if any(channel.username == username for channel in config.channels):
            raise OperatorMistake(f"@{username} stands in {config_file}: remove it there")
        from app.clock import SystemClock
        from bot.watching import stop_watching
        from storage.store import open_store

        async def work() -> bool:
            """Remove it."""
            who = f"{getpass.getuser()} (command line)"
            async with open_store(config.database.url.get_secret_value()) as store:
                return await stop_watching(store, username, who=who, now=SystemClock().now())

        if not asyncio.run(work()):
            raise OperatorMistake(f"@{username} is not followed")
    click.echo(f"@{username} is followed no more")


async def _add(config: Config, wishes: list[Wish], who: str, *, yes: bool) -> int:
    """Look at each channel and follow those that are confirmed; return how many."""
    from alerts.profiles import UnseenError
    from alerts.reader import official_reader
    from app.adding import doubts, follow, look_told, why_not
    from app.looking import look_at
    from storage.store import ChannelMismatchError, open_store

    reader = official_reader()
    added = 0
    async with open_store(config.database.url.get_secret_value()) as store:
        await store.follow([channel.channel() for channel in config.channels])
        looked = False
        for wish in wishes:
            if reason := await why_not(store, wish):
                click.echo(f"@{wish.username}: {reason}")
                continue
            if looked and config.telegram.accounts:
                await asyncio.sleep(BETWEEN_LOOKS)
            looked = True
            try:
                look = await look_at(config, wish.username)
            except UnseenError as error:
                click.echo(f"@{wish.username}: cannot be looked at: {error}", err=True)
                continue
            warnings = await doubts(store, look, wish)
            for line in look_told(look, wish, warnings, reader):
                click.echo(line)
            if yes and warnings:
                click.echo(f"@{wish.username}: not added: decide without --yes", err=True)
                continue
            if not yes and not click.confirm(f"Follow @{wish.username} as {wish.office}?"):
                continue
            try:
                await follow(store, look, wish, who)
            except ChannelMismatchError as error:
                click.echo(f"@{wish.username}: not added: {error}", err=True)
                continue
            click.echo(f"@{wish.username}: followed")
            added += 1
    return added


def _starters(codes: str) -> list[Wish]:
    """Return the wishes for the known channels of some regions."""
    from app.adding import wish_of
    from app.starter import starters_of

    regions = {code.strip().upper() for code in codes.split(",") if code.strip()}
    for code in sorted(regions - {"RU"}):
        _check_region(code)
    found = starters_of(regions)
    if not found:
        raise OperatorMistake(f"--starter: no channel is known for {codes}")
    return [wish_of(one) for one in found]


def _wish(name: str, region: str | None, municipality: str | None, role: str | None) -> Wish:
    """Return what the operator wishes; the starter list fills in what was not said."""
    from alerts.authority import needs_municipality, needs_region
    from app.adding import Wish
    from app.starter import starter_channel

    username = _username(name)
    known = starter_channel(username)
    home, own = _place(region, municipality, known)
    if role is None and known is None:
        raise OperatorMistake("--role: is needed for a channel that the starter list does not know")
    voice = Role(role) if role else known.role if known else Role.GOVERNMENT
    if own is None and needs_municipality(voice, home):
        raise OperatorMistake(
            "--municipality: a mayor speaks for a municipality; name it, as RU-KDA/anapa"
        )
    if home is None and needs_region(voice):
        raise OperatorMistake(f"--region: a {voice.value} speaks for a region; name it, as RU-BEL")
    return Wish(username=username, region=home, municipality=own, role=voice, starter=known)


def _place(
    region: str | None, municipality: str | None, known: StarterChannel | None
) -> tuple[str | None, str | None]:
    """Return the region and the municipality that are meant; they lie in each other."""
    from alerts.areas import region_of
    from alerts.tables import load_gazetteer

    if municipality is not None:
        home = region.upper() if region else region_of(municipality).upper()
        _check_region(home)
        below = {area.id.casefold(): area.id for area in load_gazetteer().municipalities(home)}
        if municipality.casefold() not in below:
            raise OperatorMistake(
                f"--municipality: {municipality} is not a known municipality of {home}"
            )
        return home, below[municipality.casefold()]
    if region is None:
        return (known.region, known.municipality) if known else (None, None)
    _check_region(region := region.upper())
    return region, known.municipality if known and known.region == region else None


def _username(name: str) -> str:
    """Return a channel's username."""
    try:
        return channel_name(name)
    except ValueError as error:
        raise OperatorMistake(f"{name}: {error}") from None


def _check_region(code: str) -> None:
    """Refuse a region that does not exist."""
    from alerts.tables import load_gazetteer

    if code not in {area.id for area in load_gazetteer().regions()}:
        raise OperatorMistake(f"{code} is not a known region")
