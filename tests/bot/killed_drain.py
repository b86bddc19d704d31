"""A drain in a process of its own, to be killed: writes down each chat that was accepted."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiogram import Bot

from alerts.tables import load_gazetteer
from bot.drain import Drain
from bot.texts import load_texts
from storage.store import open_store
from tests.fakes.telegram import TOKEN, FakeTelegram

if TYPE_CHECKING:
    from aiogram.methods import TelegramMethod


class WritingTelegram(FakeTelegram):
    """A fake whose accepted messages outlive the process."""

    def __init__(self, accepted: str) -> None:
        """Write to this file."""
        super().__init__()
        self._file = os.open(accepted, os.O_WRONLY | os.O_APPEND)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Accept, write down, and answer a little later."""
        answer = await super().make_request(bot, method, timeout)
        os.write(self._file, f"{self.requests[-1]}\n".encode())
        await asyncio.sleep(0.02)
        return answer


async def drain_until_killed(url: str, accepted: str) -> None:
    """Drain a database, writing to a file."""
    async with open_store(url) as store:
        drain = Drain(
            store,
            Bot(TOKEN, session=WritingTelegram(accepted)),
            load_texts(),
            load_gazetteer(),
            per_second=100.0,
            in_flight=30,
            now=lambda: datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
            wake=asyncio.Event(),
        )
        await drain.run()


def main() -> None:
    """Take the database and the file from the command line."""
    asyncio.run(drain_until_killed(*sys.argv[1:]))
