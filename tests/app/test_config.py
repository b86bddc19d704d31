"""The configuration file: what it accepts, and how it names a mistake."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.config import Config, ConfigError, ReplayConfig, Section, load_config, parse_config

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456:" + "a" * 35
KEY: dict[str, object] = {"api_id": 1, "api_hash": "h" * 32}
CHANNEL: dict[str, object] = {"username": "@Governor_31", "role": "governor", "region": "RU-BEL"}


def values(**more: object) -> dict[str, object]:
    """Return the least a configuration needs, with more."""
    return {"bot": {"token": TOKEN}, "channels": [CHANNEL], **more}


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        pytest.param({"channels": [CHANNEL]}, "bot: is needed", id="no bot"),
        pytest.param({"bot": {"token": TOKEN}}, "channels: at least one", id="nothing to hear"),
        pytest.param(values(bto={}), "bto: is not a key", id="unknown table"),
        pytest.param(
            values(bot={"token": TOKEN, "per_second": 0}), "bot.per_second: ", id="no pace"
        ),
        pytest.param(
            values(channels=[CHANNEL | {"role": "blogger"}]), "channels.0.role: ", id="unknown role"
        ),
        pytest.param(
            values(channels=[CHANNEL | {"region": "Belgorod"}]), "channels.0.region: ", id="region"
        ),
        pytest.param(
            values(channels=[CHANNEL, CHANNEL]), "named more than once", id="channel twice"
        ),
        pytest.param(
            values(preview={"base_url": "t.me"}), "preview.base_url: must begin", id="address"
        ),
        pytest.param(
            values(bot={"token": TOKEN, "proxy": "tor"}), "bot.proxy: must begin", id="proxy"
        ),
        pytest.param(
            values(telegram={"accounts": [{"name": "main"}]}),
            "telegram: api_id and api_hash are needed",
            id="account without a key",
        ),
        pytest.param(
            values(telegram=KEY | {"accounts": [{"name": "a"}, {"name": "a"}]}),
            "telegram: accounts: 'a' is named more than once",
            id="account twice",
        ),
        pytest.param(
            values(telegram=KEY | {"accounts": [{"name": "My own"}]}),
            "telegram.accounts.0.name: ",
            id="account's name",
        ),
        pytest.param(
            values(telegram={"server": "127.0.0.1"}), "telegram.server: must be a host", id="server"
        ),
        pytest.param(
            values(telegram={"proxy": "tor://x"}), "telegram.proxy: must begin", id="its proxy"
        ),
        pytest.param(
            values(operators={"chats": ["me"]}), "operators.chats.0: ", id="an operator's name"
        ),
        pytest.param(
            values(bot={"token": TOKEN, "proxy": "socks5://u:hush@h:99999"}),
            "bot.proxy: must name a host, and a port from 1",
            id="port of a proxy",
        ),
        pytest.param(
            values(bot={"token": TOKEN, "proxy": "socks5://h"}),
            "bot.proxy: must name a port",
            id="proxy without a port",
        ),
        pytest.param(
            values(bot={"token": TOKEN, "api_url": "https://"}), "must name a host", id="no host"
        ),
        pytest.param(
            values(bot={"token": TOKEN, "api_url": "http://a b"}), "must name a host", id="space"
        ),
        pytest.param(values(bot=3), "bot: must be a table of keys", id="bot is a number"),
        pytest.param(
            values(alerts={"age_limit_minutes": float("inf")}), "a finite number", id="for ever"
        ),
        pytest.param(
            values(alerts={"age_limit_minutes": 1e300}), "alerts.age_limit_minutes", id="too long"
        ),
    ],
)
def test_a_mistake_is_one_line_with_its_key(given: dict[str, object], mistake: str) -> None:
    """Every mistake names the key it is about, on a line of its own."""
    with pytest.raises(ConfigError) as error:
        parse_config(given, "config.toml")
    (line,) = error.value.mistakes
    assert line.startswith("config.toml: ")
    assert "hush" not in line
    assert mistake in line
    assert "\n" not in line


def test_every_mistake_is_told() -> None:
    """Two mistakes are two lines, so that they can be mended in one go."""
    wrong = values(bot={"token": TOKEN, "per_second": -1}, log_level="LOUD")
    with pytest.raises(ConfigError) as error:
        parse_config(wrong, "config.toml")
    assert len(error.value.mistakes) == 2


def test_no_mistake_shows_a_secret() -> None:
    """A token in the wrong place does not reach the screen."""
    wrong = values(bot={"token": TOKEN, "tokne": TOKEN}, database={"url": 5})
    with pytest.raises(ConfigError) as error:
        parse_config(wrong, "config.toml")
    assert TOKEN not in str(error.value)
    assert TOKEN not in repr(parse_config(values(), "config.toml"))


def test_the_environment_stands_in_for_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token of the environment needs no [bot] table and wins over the file's."""
    file = tmp_path / "config.toml"
    file.write_text('[[channels]]\nusername = "a_b"\nrole = "mayor"\n', encoding="utf-8")
    monkeypatch.setenv("TOCSIN_BOT_TOKEN", TOKEN)
    assert load_config(file).bot.token.get_secret_value() == TOKEN


def test_the_environment_stands_in_for_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An api_id and api_hash of the environment need not lie in the file, and are never shown."""
    file = tmp_path / "config.toml"
    file.write_text(
        f'[bot]\ntoken = "{TOKEN}"\n[[telegram.accounts]]\nname = "main"\n', encoding="utf-8"
    )
    monkeypatch.setenv("TOCSIN_API_ID", "17")
    monkeypatch.setenv("TOCSIN_API_HASH", "hushhush")
    telegram = load_config(file).telegram
    assert telegram.api_id == 17
    assert telegram.api_hash is not None
    assert telegram.api_hash.get_secret_value() == "hushhush"
    assert "hushhush" not in repr(telegram)
    assert telegram.sessions == tmp_path / "sessions"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"channels": []}, id="said so"),
        pytest.param({"operators": {"chats": [7]}}, id="operators"),
        pytest.param({"telegram": KEY}, id="accounts"),
    ],
)
def test_channels_may_come_later(more: dict[str, object]) -> None:
    """Whoever adds channels while the program runs needs none in the file."""
    assert parse_config({"bot": {"token": TOKEN}, **more}, "config.toml").channels == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file or directory", id="missing"),
        pytest.param(b"[bot\n", "line 1", id="broken"),
        pytest.param(b"\xff\xfe", "decode", id="not text"),
        pytest.param(b"", "bot.token: is needed", id="empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_mistake(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    """A missing or broken file is told with its name."""
    file = tmp_path / "config.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=re.escape(str(file))) as error:
        load_config(file)
    assert said in str(error.value)


NO_DEFAULT = ("proxy", "api_id", "api_hash", "server", "public_key", "accounts", "chats")


def _keys(section: type[Section], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each table of the configuration with each key in it."""
    for name, field in section.model_fields.items():
        annotation = str(field.annotation)
        below = next((s for s in Section.__subclasses__() if s.__name__ in annotation), None)
        if below is None:
            yield prefix, name
        else:
            yield from _keys(below, f"{prefix}.{name}".lstrip("."))


def shown() -> dict[str, object]:
    """Return the manual with all that is commented out in force."""
    text = EXAMPLE.read_text(encoding="utf-8")
    return tomllib.loads(re.sub(r"^# (\[|\w+ = )", r"\1", text, flags=re.MULTILINE))


@pytest.mark.parametrize(("table", "key"), sorted(set(_keys(Config, ""))))
def test_the_manual_names_every_key(table: str, key: str) -> None:
    """Every key stands in config.example.toml, in its table."""
    part: Any = shown()
    for step in filter(None, table.split(".")):
        part = (part[0] if isinstance(part, list) else part)[step]
    assert key in (part[0] if isinstance(part, list) else part)


def test_the_manual_shows_the_real_defaults() -> None:
    """What the manual shows as a default is the default, and the manual itself would run."""
    written = parse_config(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), "manual")
    all_shown = parse_config(shown(), "manual")
    for table in ("bot", "preview", "telegram", "operators"):
        fields = type(getattr(written, table)).model_fields
        no_default = {name: fields[name].default for name in NO_DEFAULT if name in fields}
        section = getattr(all_shown, table).model_copy(update=no_default)
        assert section == getattr(written, table)
    assert (all_shown.alerts, all_shown.database) == (written.alerts, written.database)
    assert all_shown.log_level == written.log_level
    assert all_shown.replay is not None
    assert all_shown.replay.speed == ReplayConfig(file=Path("night.jsonl")).speed
