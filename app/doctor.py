"""A look at every part: the database, the bot and the sources, with advice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from sqlalchemy.engine import make_url

from alerts.profiles import UnseenError
from app.adding import problems, told_lags, told_moment
from app.bots import open_bot
from app.clock import SystemClock
from app.logs import hush_telethon
from bot.standing import standings
from storage.store import StorageError, open_store

if TYPE_CHECKING:
    from app.config import BotConfig, Config, TelegramConfig
    from bot.standing import Standing
    from storage.store import SourceHealth, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one part is, and what to do about it."""

    part: str
    what: str
    well: bool
    advice: str | None = None


async def examine(config: Config) -> list[Finding]:
    """Look at every part of what a config describes; change nothing."""
    bots = [await _bot(bot, alone=not config.bots) for bot in config.every_bot()]
    return [*await _database(config), *bots, *await _accounts(config.telegram)]


async def _database(config: Config) -> list[Finding]:
    """Look at the database, its migration and, if it can be read, the sources it knows."""
    if not _is_there(config.database.url.get_secret_value()):
        return [_migration(None, "")]
    try:
        async with open_store(config.database.url.get_secret_value(), migrate=False) as store:
            present, newest = await store.migration()
            if present != newest:
                return [_migration(present, newest)]
            found = Finding(part="database", what=f"at migration {present}", well=True)
            return [found, *await _sources(config, store)]
    except StorageError as error:
        return [
            Finding(
                part="database",
                what=str(error),
                well=False,
                advice="check database.url, and that the server is up",
            )
        ]


def _is_there(url: str) -> bool:
    """Return whether there can be anything to look at: a server, or a file that exists."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").exists()


def _migration(present: str | None, newest: str) -> Finding:
    """Tell of a database that is not at the code's migration."""
    if present is None:
        return Finding(
            part="database",
            what="empty or not there yet: nothing has run with it",
            well=True,
            advice="`tocsin run` makes the tables",
        )
    return Finding(
        part="database",
        what=f"at migration {present}, this program knows {newest}",
        well=False,
        advice="`tocsin run` migrates an older database; a newer one needs a newer program",
    )


async def _bot(config: BotConfig, *, alone: bool) -> Finding:
    """Ask the Bot API who a bot is; one of several is told by its name."""
    part = "bot" if alone else f"bot {config.name}"
    try:
        async with open_bot(config) as bot:
            me = await bot.get_me(request_timeout=10)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Finding(
            part=part,
            what="the token is not accepted",
            well=False,
            advice="take the token from @BotFather again and put it into TOCSIN_BOT_TOKEN",
        )
    except (TelegramAPIError, ClientDecodeError) as error:
        return Finding(
            part=part,
            what=f"{config.api_url} does not answer as it should ({type(error).__name__})",
            well=False,
            advice="check bot.api_url and bot.proxy",
        )
    return Finding(part=part, what=f"@{me.username}", well=True)


async def _accounts(config: TelegramConfig) -> list[Finding]:
    """Ask Telegram whether each account is logged in."""
    if not config.accounts:
        return []
    from app.telegram import settings_of  # noqa: PLC0415 - Telethon only for whoever has accounts
    from listeners.telegram_look import name_of_account  # noqa: PLC0415 - the same

    hush_telethon()
    settings = settings_of(config)
    found: list[Finding] = []
    for account in config.accounts:
        part = f"telegram:{account.name}"
        try:
            name = await name_of_account(account.name, settings)
        except UnseenError as error:
            advice = f"`tocsin login --account {account.name}`, or check telegram.proxy and server"
            found.append(Finding(part=part, what=str(error), well=False, advice=advice))
        else:
            found.append(Finding(part=part, what=f"logged in as {name}", well=True))
    return found


async def _sources(config: Config, store: Store) -> list[Finding]:
    """Tell of each followed channel how it does, also of those that no run has followed yet."""
    followed = standings(await store.watched_channels(), await store.health(), SystemClock().now())
    known = {one.watched.channel.username for one in followed}
    new = [
        _unheard(channel.username, "not heard yet")
        for channel in config.channels
        if channel.username not in known
    ]
    return [*map(_source, followed), *new]


def _source(one: Standing) -> Finding:
    """Tell of one channel: its last post, how fast each source is, and what is wrong."""
    username, last = one.watched.channel.username, one.watched.last_post_at
    troubles = [f"{health.source}: {health.trouble}" for health in one.troubles]
    if one.heard is None:
        return _unheard(username, "; ".join(troubles) or "not heard yet")
    last_post = f"last post {told_moment(last)}" if last else "no post kept yet"
    told = "; ".join([last_post, *map(_lags, one.health), *troubles, *problems(one)])
    if one.is_unheard:
        since = told_moment(one.heard.last_heard_at)
        return Finding(
            part=f"@{username}",
            what=f"not looked at since {since}; {told}",
            well=False,
            advice="is `tocsin run` running, and can it reach Telegram or preview.base_url?",
        )
    if one.needs_attention:
        advice = "`tocsin channel list` shows each source"
        return Finding(part=f"@{username}", what=told, well=False, advice=advice)
    return Finding(part=f"@{username}", what=told, well=True)


def _lags(health: SourceHealth) -> str:
    """Return how fast a source is."""
    return f"{health.source}{told_lags(health) or ' has brought no post yet'}"


def _unheard(username: str, what: str) -> Finding:
    """Tell of a channel that was never heard."""
    return Finding(
        part=f"@{username}",
        what=what,
        well=False,
        advice="run `tocsin run`; if it stays so, check the name and that it has a preview",
    )
