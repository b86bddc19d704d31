"""Which parts and bots a process may take, and how a bot gets its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.subscriptions import Subscription
from app.config import Config, ConfigError, load_config, parse_config
from app.parts import Part, share_of, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from storage.store import Store

TOKEN = "123456:" + "a" * 35
OTHER = "654321:" + "b" * 35
POSTGRES = "postgresql+asyncpg://u:p@h/d"


def config(url: str = POSTGRES, **more: object) -> Config:
    """Return a configuration of two bots."""
    return parse_config(
        {
            "bot": {"token": TOKEN, "api_url": "http://own:8081", "per_second": 25},
            "bots": [{"name": "south", "token": OTHER, "per_second": 5}],
            "channels": [],
            "database": {"url": url},
            **more,
        },
        "config.toml",
    )


def test_a_share_is_what_was_asked_for() -> None:
    """Without a word a process does everything; with some, those parts and bots."""
    everything = share_of(config(), [], [])
    assert everything.parts == frozenset(Part)
    assert [bot.name for bot in everything.bots_of(config())] == ["main", "south"]
    some = share_of(config(), ["send", "bot"], ["south"])
    assert some.parts == {Part.SEND, Part.BOT}
    assert [bot.name for bot in some.bots_of(config())] == ["south"]


@pytest.mark.parametrize(
    ("url", "only", "bots", "said"),
    [
        pytest.param(POSTGRES, ["web"], [], "has no public page", id="web"),
        pytest.param("sqlite+aiosqlite:///t.db", ["send"], [], "SQLite serves one", id="sqlite"),
        pytest.param("sqlite+aiosqlite:///t.db", [], ["main"], "--bot: SQLite", id="sqlite, bot"),
        pytest.param(POSTGRES, [], ["north"], "north is not among main, south", id="no such bot"),
    ],
)
def test_a_share_that_cannot_be_is_a_mistake(
    url: str, only: list[str], bots: list[str], said: str
) -> None:
    """What a process cannot do it says in one line."""
    with pytest.raises(ConfigError, match=said) as error:
        share_of(config(url), only, bots)
    assert len(error.value.mistakes) == 1


async def test_a_bot_is_chosen_by_its_name_or_number(store: Store) -> None:
    """One that has left the configuration is known by its number, so that residents can move."""
    await store.know_bots([111])
    for number, (name, chat) in enumerate([("111", 1), ("main", 2), ("654321", 3)]):
        chosen = await store_of(store, config(), name)
        await chosen.subscribe(chat, Subscription(area="RU-BEL"))
        assert [bot.residents for bot in await store.bots()][number] == 1
    assert await (await store_of(store, config(), None)).subscriber(2) is not None
    with pytest.raises(ConfigError, match="north is not among 111, 123456, 654321, main, south"):
        await store_of(store, config(), "north")


def test_a_further_bot_does_as_the_first() -> None:
    """It has its own name, token and pace, and the first one's address where it names none."""
    first, south = config().every_bot()
    assert (first.name, first.id, first.per_second) == ("main", 123456, 25)
    assert (south.name, south.id, south.per_second) == ("south", 654321, 5)
    assert south.api_url == first.api_url == "http://own:8081"
    assert south.token.get_secret_value() == OTHER


@pytest.mark.parametrize(
    ("bots", "said"),
    [
        pytest.param([{"name": "main", "token": OTHER}], "'main' is named more", id="name"),
        pytest.param([{"name": "b", "token": TOKEN[:-1] + "c"}], "of one bot, 123456", id="bot"),
        pytest.param([{"name": "b"}], "bots.0.token: is needed", id="no token"),
        pytest.param({"name": "b"}, "bots: must be a list of tables", id="no list"),
    ],
)
def test_bots_are_told_apart(bots: object, said: str) -> None:
    """Two pollers of one token would shut each other out."""
    with pytest.raises(ConfigError, match=said) as error:
        config(bots=bots)
    assert TOKEN not in str(error.value)


def test_the_environment_stands_in_for_each_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No token needs to lie in the file."""
    file = tmp_path / "config.toml"
    file.write_text('channels = []\n[[bots]]\nname = "south-2"\n', encoding="utf-8")
    monkeypatch.setenv("TOCSIN_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TOCSIN_BOT_TOKEN_SOUTH_2", OTHER)
    tokens = [bot.token.get_secret_value() for bot in load_config(file).every_bot()]
    assert tokens == [TOKEN, OTHER]
