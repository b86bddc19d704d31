"""What the listeners' tests share: a preview site on this computer and an instant clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.clock import InstantClock
from tests.fakes.keeper import Keeper
from tests.fakes.preview_pages import FakeSite, open_site
from tests.listeners.preview_ear import Ear
from tests.listeners.telegram_account import Accounts
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """Serve preview pages over real HTTP."""
    async with open_site() as opened:
        yield opened


@pytest.fixture
def clock() -> InstantClock:
    """Return a clock that makes nobody wait."""
    return InstantClock()


@pytest.fixture
async def accounts(tmp_path: Path) -> AsyncIterator[Accounts]:
    """Serve a small Telegram, and log the account "main" in to it."""
    folder = tmp_path / "sessions"
    folder.mkdir(mode=0o700)
    async with open_mtproto() as server:
        opened = Accounts(server, folder)
        await opened.log_in()
        yield opened


@pytest.fixture
def keeper() -> Keeper:
    """Return an app that has kept nothing yet."""
    return Keeper()


@pytest.fixture
def ear(site: FakeSite, clock: InstantClock) -> Ear:
    """Somebody who listens to the site."""
    return Ear(site, clock)
