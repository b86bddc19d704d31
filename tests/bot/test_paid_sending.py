"""Paid broadcasts at the wire: the real drain, over HTTP, to a Bot API that keeps the limits."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from app.bots import open_bot
from app.config import BotConfig
from bot.drain import Drain
from sandbox.limits import Limits
from sandbox.server import Sandbox, open_sandbox
from tests.bot.outbox import ATTACK, DIGEST, settle, tell, tell_one, until_counts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store

CHATS: Final = 60


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


@pytest.fixture
async def sandbox(store: Store) -> AsyncIterator[Sandbox]:
    """Open a Bot API that keeps the published limits, for a bot that pays."""
    async with open_sandbox(
        "127.0.0.1", 0, autoplay=False, demo=False, any_chat=True, limits=Limits()
    ) as opened:
        await store.know_bots([opened.telegram.any_bot().id])
        async with store.transaction() as transaction:
            await transaction.set_paid("@olga", datetime.now(UTC))
        await settle(store, range(1, CHATS + 1))
        yield opened


@asynccontextmanager
async def draining(
    store: Store, sandbox: Sandbox, texts: Texts, gazetteer: Gazetteer
) -> AsyncIterator[None]:
    """Send what is planned."""
    async with open_bot(BotConfig(token=sandbox.token, api_url=sandbox.url)) as bot:
        drain = Drain(
            store, bot, texts, gazetteer, now=lambda: datetime.now(UTC), wake=asyncio.Event()
        )
        task = asyncio.create_task(drain.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_alarms_are_paid_for_and_nothing_else(
    store: Store, sandbox: Sandbox, texts: Texts, gazetteer: Gazetteer
) -> None:
    """What is paid for meets no limit; a digest is sent for nothing."""
    account = sandbox.telegram.any_bot()
    account.stars = 20_000
    await tell(store, ATTACK, [], datetime.now(UTC))
    await tell_one(store, DIGEST, 1, datetime.now(UTC))
    async with draining(store, sandbox, texts, gazetteer):
        await until_counts(store, sent=CHATS + 1)
    assert account.paid_messages == CHATS
    assert sandbox.telegram.refusals[429] == 0


async def test_without_stars_everybody_is_told_free_of_charge(
    store: Store, sandbox: Sandbox, texts: Texts, gazetteer: Gazetteer
) -> None:
    """Telegram's refusal turns paying off, and leaves nobody out and nobody told twice."""
    account = sandbox.telegram.any_bot()
    await tell(store, ATTACK, [], datetime.now(UTC))
    async with draining(store, sandbox, texts, gazetteer):
        await until_counts(store, sent=CHATS)
    told = [one.chat_id for one in sandbox.telegram.accepted]
    assert sorted(told) == list(range(1, CHATS + 1))
    assert account.paid_messages == 0
    [bot] = await store.bots()
    assert (bot.paid_since, bot.paid_refusal) == (None, "Bad Request: BALANCE_TOO_LOW")
