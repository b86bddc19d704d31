"""Two bots in one process: each answers, and a refused token stops no other."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from app.config import Config, parse_config
from app.lifecycle import NoBotError, run
from sandbox.server import Sandbox, open_sandbox
from sandbox.telegram import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SOUTH: Final = "2000000002:SANDBOX-the-other-bot-0000000000000"
PATIENCE: Final = 30


def two_bots(sandbox: Sandbox, folder: Path) -> Config:
    """Return a configuration of two bots at the sandbox."""
    return parse_config(
        {
            "channels": [],
            "bot": {"token": TOKEN, "api_url": sandbox.url},
            "bots": [{"name": "south", "token": SOUTH}],
            "database": {"url": f"sqlite+aiosqlite:///{folder / 'tocsin.db'}"},
            "preview": {"base_url": sandbox.url},
        },
        "test",
    )


@asynccontextmanager
async def running(config: Config) -> AsyncIterator[None]:
    """Run the relay for as long as the block lasts."""
    task = asyncio.create_task(run(config))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def answered(sandbox: Sandbox, token: str) -> None:
    """Write to a bot and wait for its answer."""
    before = len(sandbox.telegram.accepted)
    sandbox.telegram.send(7, "/help", token=token)
    async with asyncio.timeout(PATIENCE):
        while len(sandbox.telegram.accepted) == before:  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


async def test_each_bot_answers(tmp_path: Path) -> None:
    """Whoever is written to answers."""
    async with (
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False) as sandbox,
        running(two_bots(sandbox, tmp_path)),
    ):
        for token in (TOKEN, SOUTH):
            await answered(sandbox, token)


async def test_a_refused_token_stops_no_other_bot(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One bot of two goes on; the log says that the other does not, without its token."""
    caplog.set_level(logging.ERROR)
    async with (
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, tokens=[TOKEN]) as sandbox,
        running(two_bots(sandbox, tmp_path)),
        asyncio.timeout(PATIENCE),
    ):
        while "the bot south is not at work" not in caplog.text:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        await answered(sandbox, TOKEN)
    assert SOUTH not in caplog.text


async def test_without_any_bot_the_program_ends(tmp_path: Path) -> None:
    """A process that could tell nobody anything does not pretend to be at work."""
    async with open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, tokens=[]) as sandbox:
        with pytest.raises(NoBotError, match="refuses the bot's token"):
            async with asyncio.timeout(PATIENCE):
                await run(two_bots(sandbox, tmp_path))
