"""The configuration file: every key, its default, and one line for each mistake in it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from alerts.channels import CHANNEL_ROLES, Channel, Role
from app.config_alerts import AlertsConfig
from app.config_bots import BotConfig, BotsConfig, MirrorConfig, secrets_of_bots
from app.config_forms import Address, Proxy, Section, Server, TelegramProxy, channel_name
from app.config_reading import ReadingConfig

__all__ = [
    "BotConfig",
    "BotsConfig",
    "Config",
    "ConfigError",
    "MirrorConfig",
    "ReplayConfig",
    "Section",
    "TelegramConfig",
    "channel_name",
    "load_config",
    "parse_config",
]

SECRETS: Final = {
    "TOCSIN_BOT_TOKEN": ("bot", "token"),
    "TOCSIN_API_ID": ("telegram", "api_id"),
    "TOCSIN_API_HASH": ("telegram", "api_hash"),
}
"""Environment variables that stand in for a key of the file, so that no secret has to lie in it."""

WORDS: Final = {
    "missing": "is needed",
    "extra_forbidden": "is not a key of this table",
    "model_type": "must be a table of keys",
    "tuple_type": "must be a list of tables, each under [[…]]",
}
"""Mistakes which pydantic tells in the words of a programmer."""


class ConfigError(Exception):
    """The operator's mistakes, one line each, with the key and without any secret."""

    def __init__(self, mistakes: list[str]) -> None:
        """Keep the lines."""
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class DatabaseConfig(Section):
    """``[database]``: where everything is kept."""

    url: SecretStr = SecretStr("sqlite+aiosqlite:///tocsin.db")
    keep_days: int = Field(default=90, ge=1, le=36500)


class AccountConfig(Section):
    """``[[telegram.accounts]]``: an account that listens; ``tocsin login`` makes its session."""

    name: str = Field(pattern=r"^[a-z0-9_-]{1,20}$")


class TelegramConfig(Section):
    """``[telegram]``: listening with accounts of one's own, by MTProto."""

    api_id: int | None = Field(default=None, gt=0)
    api_hash: SecretStr | None = None
    accounts: tuple[AccountConfig, ...] = ()
    sessions: Path = Path("sessions")
    server: Server | None = None
    public_key: Path | None = None
    proxy: TelegramProxy | None = None
    tick_seconds: float = Field(default=5.0, ge=0.05, le=600)
    sweep_seconds: float = Field(default=300.0, ge=0.1, le=86400)
    request_timeout_seconds: float = Field(default=20.0, ge=0.1, le=300)

    @model_validator(mode="after")
    def _who_connects(self) -> TelegramConfig:
        """Refuse accounts that are named twice or that have nothing to connect with."""
        names = [account.name for account in self.accounts]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"accounts: {name!r} is named more than once")
        if names and (self.api_id is None or self.api_hash is None):
            raise ValueError(
                "api_id and api_hash are needed to listen with an account (or TOCSIN_API_ID and"
                " TOCSIN_API_HASH); https://my.telegram.org gives them"
            )
        return self


class OperatorsConfig(Section):
    """``[operators]``: who watches over the sources."""

    chats: tuple[int, ...] = ()


class PreviewConfig(Section):
    """``[preview]``: reading the channels' public web pages."""

    enabled: bool = True
    base_url: Address = "https://t.me"
    period_seconds: float = Field(default=10.0, ge=0.2, le=3600)
    proxy: Proxy | None = None


class ReplayConfig(Section):
    """``[replay]``: a recorded night instead of live sources."""

    file: Path
    speed: float = Field(default=60.0, ge=0, le=100_000)


def _of_a_channel(role: Role) -> Role:
    """Refuse a role that no channel has."""
    if role not in CHANNEL_ROLES:
        raise ValueError(f"must be one of {', '.join(CHANNEL_ROLES)}")
    return role


class ChannelConfig(Section):
    """``[[channels]]``: one channel to follow."""

    username: Annotated[str, AfterValidator(channel_name)]
    role: Annotated[Role, AfterValidator(_of_a_channel)]
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")
    municipality: str | None = None
    title: str | None = None
    id: int | None = Field(default=None, gt=0)
    reading: ReadingConfig = ReadingConfig()

    def channel(self) -> Channel:
        """Return it as the other rooms know it."""
        return Channel(
            username=self.username,
            title=self.title or "@" + self.username,
            role=self.role,
            region=self.region,
            channel_id=self.id,
            municipality=self.municipality,
        )


class Config(Section):
    """The whole file."""

    bot: BotConfig
    bots: tuple[BotsConfig, ...] = ()
    mirrors: tuple[MirrorConfig, ...] = ()
    database: DatabaseConfig = DatabaseConfig()
    telegram: TelegramConfig = TelegramConfig()
    operators: OperatorsConfig = OperatorsConfig()
    preview: PreviewConfig = PreviewConfig()
    alerts: AlertsConfig = AlertsConfig()
    replay: ReplayConfig | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    channels: tuple[ChannelConfig, ...] = ()

    def every_bot(self) -> tuple[BotConfig, ...]:
        """Return the bots, first that of ``[bot]``, which gives the others what they leave out."""
        return self.bot, *(further.beside(self.bot) for further in self.bots)

    @model_validator(mode="after")
    def _bots_told_apart(self) -> Config:
        """Refuse two bots of one name, or one bot twice."""
        names = [bot.name for bot in self.every_bot()]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"bots: {name!r} is named more than once")
        ids = [bot.id for bot in self.every_bot() if bot.id is not None]
        for number in sorted({number for number in ids if ids.count(number) > 1}):
            raise ValueError(f"bots: two tokens are of one bot, {number}")
        return self

    @model_validator(mode="after")
    def _something_to_listen_to(self) -> Config:
        """Refuse a config that would never hear a post, or that names a channel twice.

        Whoever has accounts or operators, or writes ``channels = []``, may add channels later.
        """
        later = {"channels", "telegram", "operators"} & self.model_fields_set
        if not self.channels and self.replay is None and not later:
            raise ValueError(
                "channels: at least one [[channels]] is needed to hear anything; write"
                " `channels = []` at the top if all of them come from `tocsin channel add`"
            )
        names = [channel.username for channel in self.channels]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"channels: @{name} is named more than once")
        return self


def load_config(path: Path) -> Config:
    """Read a configuration file and the secrets of the environment; ConfigError tells mistakes."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: {error}"]) from None
    for variable, (section, key) in SECRETS.items():
        if os.environ.get(variable):
            table = values.setdefault(section, {})
            if isinstance(table, dict):
                table[key] = os.environ[variable]
    secrets_of_bots(values, os.environ)
    values.setdefault("bot", {})  # so that it is the token that is said to be missing
    return _beside(path.parent, parse_config(values, str(path)))


def _beside(folder: Path, config: Config) -> Config:
    """Return the configuration with the files it names found from its own folder."""
    telegram, replay = config.telegram, config.replay
    found: dict[str, object] = {"sessions": folder / telegram.sessions}
    if telegram.public_key is not None:
        found["public_key"] = folder / telegram.public_key
    update: dict[str, object] = {"telegram": telegram.model_copy(update=found)}
    if replay is not None:
        update["replay"] = replay.model_copy(update={"file": folder / replay.file})
    return config.model_copy(update=update)


def parse_config(values: dict[str, object], name: str) -> Config:
    """Return the configuration that ``values`` hold; ``name`` stands before each mistake."""
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        mistakes = [
            _sentence(
                name,
                ".".join(str(part) for part in problem["loc"]),
                WORDS.get(problem["type"], problem["msg"]),
            )
            for problem in error.errors(include_url=False, include_input=False)
        ]
    raise ConfigError(mistakes)


def _sentence(name: str, key: str, message: str) -> str:
    """Return a mistake as one line; pydantic's own prefix says nothing to an operator."""
    message = message.removeprefix("Value error, ")
    return f"{name}: {key}: {message}" if key else f"{name}: {message}"
