"""What all parts of a running relay have in common: the database, the clock, the words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.clock import SystemClock
from bot.operators import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alerts.gazetteer import Gazetteer
    from alerts.reader import Reader
    from app.config import Config
    from app.parts import Share
    from bot.texts import Texts
    from listeners.protocol import Clock
    from storage.leadership import Leadership
    from storage.store import Store


@dataclass(kw_only=True)
class Relay:
    """One running relay, or this process's share of it.

    ``store`` is the database as the first bot sees it; ``numbers`` are the bots' in it, by name.
    ``taught`` are the readers of channels of which the configuration teaches something.
    ``clock`` becomes the recorded night's where one is replayed in this process.
    """

    config: Config
    share: Share
    store: Store
    numbers: dict[str, int]
    leadership: Leadership
    texts: Texts
    gazetteer: Gazetteer
    reader: Reader
    taught: Mapping[str, Reader] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    wakes: list[asyncio.Event] = field(default_factory=list)
    channels_changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def desk(self) -> Desk:
        """Return where operators are told."""
        return Desk(self.config.operators.chats, self.texts, self.gazetteer)

    def reader_of(self, channel: str) -> Reader:
        """Return who reads a channel's posts."""
        return self.taught.get(channel, self.reader)

    def now(self) -> datetime:
        """Return the moment the relay lives in."""
        return self.clock.now()

    def wake(self) -> None:
        """Let every drain of this process know that messages wait."""
        for wake in self.wakes:
            wake.set()
