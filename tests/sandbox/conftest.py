"""A sandbox of its own for each test, and a real aiogram bot that talks to it over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.server import open_sandbox
from tests.sandbox.people import open_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiogram import Bot

    from sandbox.server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Open a sandbox where nothing happens by itself and numbers begin at 1."""
    async with open_sandbox(
        port=0, autoplay=False, demo=False, first_id=1, conflict_seconds=0.05
    ) as opened:
        yield opened


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Give a bot of the sandbox's own token."""
    async with open_bot(sandbox) as opened:
        yield opened


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """Give a plain HTTP client whose addresses begin at the sandbox."""
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield session
