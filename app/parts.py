"""The parts of a running relay, and which of them a process does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy.engine import make_url

from app.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.config import BotConfig, Config
    from storage.store import Store

WEB: Final = "web"


class Part(StrEnum):
    """Hearing posts and planning messages; answering residents; sending what is planned."""

    LISTEN = "listen"
    BOT = "bot"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a process does of it all: some parts, for some bots (None for all of them)."""

    parts: frozenset[Part] = frozenset(Part)
    bots: frozenset[str] | None = None

    def bots_of(self, config: Config) -> list[BotConfig]:
        """Return the bots to answer and send for; the first one stays the first."""
        every = config.every_bot()
        return [bot for bot in every if self.bots is None or bot.name in self.bots]


def share_of(config: Config, only: Iterable[str], bots: Iterable[str]) -> Share:
    """Return the share that was asked for; ConfigError if it cannot be."""
    parts, names = list(only), list(bots)
    if WEB in parts:
        raise ConfigError(["--only web: this version of Tocsin has no public page"])
    url = make_url(config.database.url.get_secret_value())
    if (parts or names) and url.get_backend_name() == "sqlite":
        option = "--only" if parts else "--bot"
        raise ConfigError(
            [f"{option}: SQLite serves one process, which does all; several need PostgreSQL"]
        )
    known = [bot.name for bot in config.every_bot()]
    for name in names:
        if name not in known:
            raise ConfigError([f"--bot: {name} is not among {', '.join(known)}"])
    return Share(
        parts=frozenset(map(Part, parts)) or frozenset(Part),
        bots=frozenset(names) or None,
    )


async def store_of(store: Store, config: Config, name: str | None) -> Store:
    """Return the database as a bot sees it, by name or number; ConfigError if there is none such.

    A bot that has left the configuration is known by its number alone.
    """
    ids = {bot.name: bot.id for bot in config.every_bot()}
    numbers = await store.know_bots([number for number in ids.values() if number is not None])
    known = {str(bot.id): bot.number for bot in await store.bots()}
    known |= {name: numbers[number] for name, number in ids.items() if number is not None}
    chosen = name or config.bot.name
    if chosen in known:
        return store.of_bot(known[chosen])
    if name is None:
        return store  # a token that is none yet: the residents are there before the bot
    raise ConfigError([f"--bot: {name} is not among {', '.join(known)}"])
