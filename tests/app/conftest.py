"""An operator with both stand-ins for Telegram: of bots and pages, and of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    """Return an operator whose configuration names one account and no channel."""
    async with (
        open_mtproto() as server,
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
    ):
        at_work = Operator(tmp_path, server, sandbox)
        at_work.writes_config()
        yield at_work
