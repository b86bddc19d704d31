"""``[bot]``, ``[[bots]]`` and ``[[mirrors]]``: who speaks, and where besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, Field, SecretStr

from app.config_forms import Address, Proxy, Section, channel_name

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = r"^[a-z0-9_-]{1,20}$"
TOKEN_VARIABLE: Final = "TOCSIN_BOT_TOKEN"  # noqa: S105 - its name, not its value


class BotConfig(Section):
    """``[bot]``: the Telegram bot residents talk to."""

    name: str = Field(default="main", pattern=NAME)
    token: SecretStr
    api_url: Address = "https://api.telegram.org"
    proxy: Proxy | None = None
    per_second: float = Field(default=30.0, gt=0, le=10_000)

    @property
    def id(self) -> int | None:
        """Return Telegram's number of the bot, which its token begins with; None if it has none."""
        number = self.token.get_secret_value().partition(":")[0]
        return int(number) if number.isascii() and number.isdecimal() else None


class BotsConfig(Section):
    """``[[bots]]``: one more bot, with residents of its own; it does as ``[bot]`` does."""

    name: str = Field(pattern=NAME)
    token: SecretStr
    api_url: Address | None = None
    proxy: Proxy | None = None
    per_second: float | None = Field(default=None, gt=0, le=10_000)

    def beside(self, first: BotConfig) -> BotConfig:
        """Return it whole, with the first bot's settings where it has none."""
        return first.model_copy(
            update={key: value for key, value in self.model_dump().items() if value is not None}
        )


def _chat(value: int | str) -> int | str:
    """Accept a chat's number, or a channel's name without "@"."""
    return value if isinstance(value, int) else channel_name(value)


class MirrorConfig(Section):
    """``[[mirrors]]``: a channel of one's own that gets every alarm before residents do."""

    chat: Annotated[int | str, AfterValidator(_chat)]
    regions: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")], ...] = ()
    language: str = Field(default="ru", pattern="^(ru|en)$")


def secrets_of_bots(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Put tokens of the environment into ``[[bots]]``: TOCSIN_BOT_TOKEN_SOUTH is "south"'s."""
    tables = values.get("bots")
    for table in tables if isinstance(tables, list) else []:
        name = table.get("name") if isinstance(table, dict) else None
        if isinstance(name, str):
            variable = f"{TOKEN_VARIABLE}_{name.upper().replace('-', '_')}"
            if environment.get(variable):
                table["token"] = environment[variable]
