"""A look at every part: the database, the bot and the sources, with advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from sqlalchemy.engine import make_url

from app.clock import SystemClock
from app.lifecycle import open_bot
from storage.store import StorageError, open_store

if TYPE_CHECKING:
    from datetime import datetime

    from app.config import BotConfig, Config
    from storage.store import SourceHealth

SILENT_AFTER: Final = timedelta(minutes=10)
"""A source that was not heard for so long is not being looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one part is, and what to do about it."""

    part: str
    what: str
    well: bool
    advice: str | None = None


async def examine(config: Config) -> list[Finding]:
    """Look at every part of what a config describes; change nothing."""
    return [*await _database(config), await _bot(config.bot)]


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
            return [found, *_sources(config, await store.health())]
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


async def _bot(config: BotConfig) -> Finding:
    """Ask the Bot API who we are."""
    try:
        async with open_bot(config) as bot:
            me = await bot.get_me(request_timeout=10)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Finding(
            part="bot",
            what="the token is not accepted",
            well=False,
            advice="take the token from @BotFather again and put it into TOCSIN_BOT_TOKEN",
        )
    except (TelegramAPIError, ClientDecodeError) as error:
        return Finding(
            part="bot",
            what=f"{config.api_url} does not answer as it should ({type(error).__name__})",
            well=False,
            advice="check bot.api_url and bot.proxy",
        )
    return Finding(part="bot", what=f"@{me.username}", well=True)


def _sources(config: Config, health: list[SourceHealth]) -> list[Finding]:
    """Tell of each followed channel when it was heard last."""
    now = SystemClock().now()
    heard: dict[str, list[SourceHealth]] = {}
    for one in health:
        heard.setdefault(one.channel, []).append(one)
    return [_source(name.username, heard.get(name.username, []), now) for name in config.channels]


def _source(channel: str, heard: list[SourceHealth], now: datetime) -> Finding:
    """Tell of one channel, by the source that heard it last."""
    looks = [one.last_heard_at for one in heard if one.last_heard_at is not None]
    posts = [one.last_post_at for one in heard if one.last_post_at is not None]
    troubles = [f"{one.source}: {one.trouble}" for one in heard if one.trouble]
    part = f"@{channel}"
    if not looks:
        return Finding(
            part=part,
            what=troubles[0] if troubles else "not heard yet",
            well=False,
            advice="run `tocsin run`; if it stays so, check the name and that it has a preview",
        )
    last_post = f"last post {_moment(max(posts))}" if posts else "no post kept yet"
    if now - max(looks) > SILENT_AFTER or troubles:
        what = troubles[0] if troubles else f"not looked at since {_moment(max(looks))}"
        return Finding(
            part=part,
            what=f"{what}; {last_post}",
            well=False,
            advice="is `tocsin run` running, and can it reach preview.base_url?",
        )
    return Finding(part=part, what=last_post, well=True)


def _moment(moment: datetime) -> str:
    """Return a moment as an operator reads it."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")
