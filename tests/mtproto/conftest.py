"""A server, and the events that a Telethon client saw."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telethon import events

from tests.mtproto.server import MtprotoServer, open_mtproto

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telethon import TelegramClient


@pytest.fixture
async def server() -> AsyncIterator[MtprotoServer]:
    """Run a server with one account and no channel."""
    async with open_mtproto() as running:
        yield running


class Heard:
    """What a client's handlers were given, in order."""

    def __init__(self, client: TelegramClient) -> None:
        """Listen to new, edited and deleted posts."""
        self.events: asyncio.Queue[tuple[str, int, str]] = asyncio.Queue()
        client.add_event_handler(self._new, events.NewMessage())
        client.add_event_handler(self._edited, events.MessageEdited())
        client.add_event_handler(self._deleted, events.MessageDeleted())

    async def next(self, count: int = 1) -> list[tuple[str, int, str]]:
        """Return the next so many events; give up when they do not come."""
        async with asyncio.timeout(10):
            return [await self.events.get() for _ in range(count)]

    async def _new(self, event: events.NewMessage.Event) -> None:
        self.events.put_nowait(("new", event.message.id, event.message.message))

    async def _edited(self, event: events.MessageEdited.Event) -> None:
        self.events.put_nowait(("edited", event.message.id, event.message.message))

    async def _deleted(self, event: events.MessageDeleted.Event) -> None:
        for message_id in event.deleted_ids:
            self.events.put_nowait(("deleted", message_id, ""))
