"""Several processes over one PostgreSQL: each does its part, and a stand-by takes over."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from alerts.subscriptions import Subscriber, Subscription
from sandbox.server import Sandbox, open_sandbox
from sandbox.telegram import TOKEN
from storage.store import Store, open_store
from tests.fixtures.program import begin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.fixtures.program import Program

CHATS: Final = 200
KILLED_AFTER: Final = 60
IN_FLIGHT: Final = 30
PATIENCE: Final = 60
SOUTH: Final = "2000000002:SANDBOX-the-other-bot-0000000000000"
GOVERNOR: Final = "sandbox_governor_bel"


@asynccontextmanager
async def started(folder: Path, *arguments: str) -> AsyncIterator[Program]:
    """Start the program as an operator does, and kill it at last if nothing else has."""
    program = await begin("run", *arguments, folder=folder)
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
        await program.ends()


async def until(happened: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = happened()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.02)


def write_config(file: Path, sandbox: Sandbox, url: str) -> None:
    """Write a configuration of two bots that listens to the sandbox's governor."""
    file.write_text(
        f'[bot]\ntoken = "{TOKEN}"\napi_url = "{sandbox.url}"\nper_second = 100\n'
        f'[[bots]]\nname = "south"\ntoken = "{SOUTH}"\n'
        f'[database]\nurl = "{url}"\n'
        f'[preview]\nbase_url = "{sandbox.url}"\nperiod_seconds = 0.3\n'
        f'[[channels]]\nusername = "{GOVERNOR}"\nrole = "governor"\nregion = "RU-BEL"\n',
        encoding="utf-8",
    )


async def settle(store: Store) -> None:
    """Let the chats follow a region: a half through each bot, the last one through both."""
    numbers = await store.know_bots([int(token.split(":")[0]) for token in (TOKEN, SOUTH)])
    half = CHATS // 2
    for number, chats in zip(
        numbers.values(), (range(1, half + 1), [*range(half + 1, CHATS + 1), half]), strict=True
    ):
        rows = [(Subscriber(chat_id=chat), [Subscription(area="RU-BEL")]) for chat in chats]
        await store.of_bot(number).import_subscribers(rows)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_stand_by_goes_on_where_the_first_was_killed(
    tmp_path: Path, database_url: str
) -> None:
    """One process listens, one sends and answers; when that is killed, another does, for all."""
    sending = ("--only", "send", "--only", "bot")
    async with (
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        open_store(database_url) as store,
    ):
        write_config(tmp_path / "config.toml", sandbox, database_url)
        await settle(store)
        async with started(tmp_path, "--only", "listen"), started(tmp_path, *sending) as first:
            telegram = sandbox.telegram
            await until(lambda: {TOKEN, SOUTH} <= telegram.bots.keys())
            await until(telegram.bots[SOUTH].updates.polled.is_set)
            async with started(tmp_path, *sending) as second:
                await second.err.says("standing by")
                await until(lambda: _heard(store))
                telegram.publish(GOVERNOR, "Массированная атака БПЛА на Белгород!")
                await until(lambda: len(telegram.accepted) >= KILLED_AFTER)
                first.kill()
                await first.ends()
                await until(lambda: _settled(store))
                told = Counter((one.chat_id, one.method) for one in telegram.accepted)
                lost = [chat for chat in range(1, CHATS + 1) if not told[chat, "sendMessage"]]
                assert lost == []
                assert told[CHATS // 2, "sendMessage"] >= 2  # who follows through both bots
                assert sum(told.values()) - CHATS - 1 <= 2 * IN_FLIGHT

                before = len(telegram.accepted)
                telegram.send(CHATS, "/help", token=SOUTH)
                await until(lambda: len(telegram.accepted) > before)
                second.terminate()
                assert await second.ends() == 0


async def _heard(store: Store) -> bool:
    """Tell whether the governor has been looked at."""
    return any(one.last_heard_at is not None for one in await store.health())


async def _settled(store: Store) -> bool:
    """Tell whether nothing waits to be sent."""
    counts = await store.outbox_counts()
    return counts.get("sent", 0) > 0 and not counts.get("pending", 0) + counts.get("claimed", 0)
