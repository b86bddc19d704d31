"""What every handler is given besides the update: the visit of a resident."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiogram import BaseMiddleware

from alerts.subscriptions import Subscriber
from bot.texts import DEFAULT_LANGUAGE, language_for
from bot.voice import Voice

if TYPE_CHECKING:
    from aiogram.types import TelegramObject

    from alerts.confirmation import Patience
    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store

Now = Callable[[], datetime]
"""The present moment, aware and in UTC."""

Handler = Callable[["TelegramObject", dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks, at which moment and in which language, and what the answer is made from.

    ``known`` tells whether the resident's settings are kept; a stranger is not written down
    before they ask for something that needs it.
    """

    store: Store
    gazetteer: Gazetteer
    now: datetime
    resident: Subscriber
    known: bool
    voice: Voice
    patience: Patience

    async def own(self) -> list[str]:
        """Return the areas the resident follows."""
        return [wanted.area for wanted in await self.store.subscriptions(self.resident.chat_id)]


class Acquaintance(BaseMiddleware):
    """Gives every handler its ``visit``."""

    def __init__(
        self, store: Store, gazetteer: Gazetteer, texts: Texts, now: Now, patience: Patience
    ) -> None:
        """Look residents up in ``store``; ``patience`` is when danger counts as unconfirmed."""
        self._patience = patience
        self._store = store
        self._gazetteer = gazetteer
        self._texts = texts
        self._now = now

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Add the visit and go on; an update that comes from no chat is not for us."""
        chat, user = data.get("event_chat"), data.get("event_from_user")
        if chat is None:
            return None
        kept = await self._store.subscriber(chat.id)
        resident = kept or Subscriber(
            chat_id=chat.id,
            language=language_for(user.language_code) if user else DEFAULT_LANGUAGE,
        )
        data["visit"] = Visit(
            store=self._store,
            gazetteer=self._gazetteer,
            now=self._now(),
            resident=resident,
            known=kept is not None,
            voice=Voice(self._texts, self._gazetteer, resident.language),
            patience=self._patience,
        )
        return await handler(event, data)


class Running(BaseMiddleware):
    """Knows which handlers are at work, so that a stop can wait for them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Count the handler while it runs."""
        task = asyncio.current_task()
        if task is None or task in self._tasks:
            return await handler(event, data)
        self._tasks.add(task)
        try:
            return await handler(event, data)
        finally:
            self._tasks.discard(task)

    async def finish(self, seconds: float) -> None:
        """Wait for the handlers at work, and end those that take longer."""
        if not self._tasks:
            return
        tasks = set(self._tasks)
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
