"""What a config must hold beyond its form: regions that exist, addresses that can be addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from alerts.authority import needs_municipality, needs_region
from alerts.tables import load_gazetteer
from app.config import ConfigError
from app.lessons import wrong_lessons
from app.logs import TOKEN
from app.sources import read_posts
from listeners.telegram_settings import read_proxy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Config, TelegramConfig

DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
LARGEST_PORT = 65535


def check_config(config: Config) -> None:
    """Raise ConfigError with every reason why this config would not run."""
    mistakes = [
        *_token(config),
        *_database(config),
        *_regions(config),
        *_telegram(config.telegram),
        *_ears(config),
        *_recording(config),
        *wrong_lessons(config),
    ]
    if mistakes:
        raise ConfigError(mistakes)


def check_places(config: Config) -> None:
    """Raise ConfigError if a channel would speak for a place that is none, or for too wide a one.

    For commands that need no more of a config, but have its channels followed by who runs.
    """
    if mistakes := [*_regions(config)]:
        raise ConfigError(mistakes)


def _token(config: Config) -> Iterator[str]:
    """Name bot tokens that cannot be one."""
    for number, bot in enumerate(config.every_bot(), start=-1):
        if not TOKEN.fullmatch(bot.token.get_secret_value()):
            key = "bot.token" if number < 0 else f"bots.{number}.token"
            yield f"{key}: is not a bot token; @BotFather gives one like 123456:ABC…"


def _database(config: Config) -> Iterator[str]:
    """Name a database address of another form or driver, or that leads nowhere."""
    try:
        url = make_url(config.database.url.get_secret_value())
    except (ArgumentError, ValueError):  # a port that is no number is a bare ValueError
        yield "database.url: is not the address of a database"
        return
    if url.drivername not in DRIVERS:
        yield f"database.url: must begin with {DRIVERS[0]}:// or {DRIVERS[1]}://"
    elif url.get_backend_name() == "postgresql":
        if url.port is not None and not 0 < url.port <= LARGEST_PORT:
            yield f"database.url: port {url.port} is not from 1 to {LARGEST_PORT}"
    elif not url.database or url.database.startswith((":", "file:")):
        yield "database.url: must name a file; a database in memory forgets everything"
    elif Path(url.database).is_dir():
        yield f"database.url: {url.database} is a folder, not a file"
    elif not Path(url.database).parent.is_dir():
        yield f"database.url: there is no folder {Path(url.database).parent} to keep the file in"


def _regions(config: Config) -> Iterator[str]:
    """Name regions and municipalities that do not exist, and mayors of nowhere."""
    gazetteer = load_gazetteer()
    known = {area.id for area in gazetteer.regions()}
    for number, mirror in enumerate(config.mirrors):
        for region in sorted({*mirror.regions} - known):
            yield f"mirrors.{number}.regions: {region} is not a known region"
    for number, channel in enumerate(config.channels):
        if channel.region is not None and channel.region not in known:
            yield f"channels.{number}.region: {channel.region} is not a known region"
            continue
        below = {area.id for area in gazetteer.municipalities(channel.region or "")}
        if channel.municipality is not None and channel.municipality not in below:
            yield (
                f"channels.{number}.municipality: {channel.municipality} is not a known "
                f"municipality of {channel.region or 'the region, which is not named'}"
            )
        if channel.municipality is None and needs_municipality(channel.role, channel.region):
            yield f"channels.{number}.municipality: a mayor speaks for a municipality; name it"
        elif channel.region is None and needs_region(channel.role):
            yield f"channels.{number}.region: a {channel.role.value} speaks for a region; name it"


def _telegram(config: TelegramConfig) -> Iterator[str]:
    """Name a proxy or a key file that cannot be used."""
    if config.proxy is not None:
        try:
            read_proxy(config.proxy)
        except ValueError as error:
            yield f"telegram.proxy: {error}"
    if config.public_key is not None:
        try:
            text = config.public_key.read_text(encoding="ascii")
        except OSError as error:
            yield f"telegram.public_key: {config.public_key}: {error.strerror}"
        except UnicodeDecodeError:
            yield f"telegram.public_key: {config.public_key}: is not a PEM file"
        else:
            if "BEGIN RSA PUBLIC KEY" not in text:
                yield f"telegram.public_key: {config.public_key}: is not an RSA key in PKCS#1 form"


def _ears(config: Config) -> Iterator[str]:
    """Name a config with which nothing would be heard."""
    if config.replay is None and not config.preview.enabled and not config.telegram.accounts:
        yield "preview.enabled: is false and [[telegram.accounts]] is empty: nothing would be heard"


def _recording(config: Config) -> Iterator[str]:
    """Name a recorded night that cannot be read."""
    if config.replay is None:
        return
    try:
        read_posts(config.replay)
    except ConfigError as error:
        yield from error.mistakes
