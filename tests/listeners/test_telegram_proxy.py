"""Ways to Telegram where it is blocked or slow."""

from __future__ import annotations

import pytest

from listeners.telegram_settings import read_proxy, read_server
from tests.fakes.http_proxy import open_tunnel
from tests.fakes.keeper import Keeper, keeping
from tests.fakes.socks import open_proxy
from tests.listeners.telegram_account import CHANNEL, Accounts
from tests.mtproto.server import open_mtproto

SECRET = bytes(range(16)).hex()


async def is_heard(accounts: Accounts, keeper: Keeper, proxy: str) -> None:
    """Hear a post through a proxy; only it can find the server, by its name."""
    channel = accounts.server.world.channel(CHANNEL)
    channel.publish("Тревога")
    settings = accounts.settings(
        proxy=proxy, server=f"localhost:{accounts.server.port}", request_timeout_seconds=10.0
    )
    async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
        await keeper.until(lambda: keeper.told(CHANNEL) == [(1, "Тревога")])


async def test_posts_are_heard_through_a_socks_proxy(accounts: Accounts, keeper: Keeper) -> None:
    """The proxy is given its name and password, and the server's name."""
    async with open_proxy(accounts.server.port) as proxy:
        await is_heard(accounts, keeper, f"socks5://anna:secret@127.0.0.1:{proxy.port}")

    assert proxy.asked_for == ["localhost"]


async def test_posts_are_heard_through_an_http_proxy(accounts: Accounts, keeper: Keeper) -> None:
    """A proxy that opens tunnels will do."""
    async with open_tunnel(accounts.server.port) as proxy:
        await is_heard(accounts, keeper, f"http://anna:secret@127.0.0.1:{proxy.port}")

    assert proxy.asked_for == [f"localhost:{accounts.server.port}"]


async def test_posts_are_heard_through_an_mtproto_proxy(accounts: Accounts, keeper: Keeper) -> None:
    """Telegram's own kind of proxy hides what it carries."""
    async with open_mtproto(proxy_secret=bytes.fromhex(SECRET)) as server:
        behind = Accounts(server, accounts.folder)
        await behind.log_in()
        await is_heard(behind, keeper, f"mtproxy://{SECRET}@127.0.0.1:{server.port}")


async def test_a_proxy_that_lets_nobody_in_is_trouble_without_its_password(
    accounts: Accounts, keeper: Keeper
) -> None:
    """The operator learns that the way is closed; the log learns no secret."""
    accounts.server.world.channel(CHANNEL)
    async with open_proxy(accounts.server.port) as proxy:
        settings = accounts.settings(proxy=f"socks5://anna:wrong@127.0.0.1:{proxy.port}")
        async with keeping(accounts.listener(keeper, settings=settings), keeper=keeper):
            await keeper.until(lambda: bool(keeper.trouble(CHANNEL)))

    assert "failed" in (keeper.trouble(CHANNEL) or "")
    assert "wrong" not in (keeper.trouble(CHANNEL) or "")


@pytest.mark.parametrize(
    "address", ["ftp://me:hidden@host:1", "socks5://me:hidden@host", "mtproxy://host:1", "host:x"]
)
def test_a_bad_proxy_is_refused_without_telling_its_password(address: str) -> None:
    """The operator learns what is wrong; the log learns no secret."""
    with pytest.raises(ValueError, match="proxy must be") as refused:
        read_proxy(address)

    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("address", ["host", "host:0", "host:99999", ":1", "host:x"])
def test_a_server_is_a_host_and_a_port(address: str) -> None:
    """Anything else is refused before it is called."""
    with pytest.raises(ValueError, match="host:port"):
        read_server(address)
