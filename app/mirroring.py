"""Mirror channels: found by their names, kept as residents that are told first, and watched over.

Posts to a mirror go through the outbox like any message. Here it is only seen to that operators
learn of a mirror that gets none, and that it is tried again with the next alarm.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
)

from app.clock import SystemClock
from storage.store import Mirror

if TYPE_CHECKING:
    from aiogram import Bot

    from app.config import MirrorConfig
    from app.relay import Relay
    from storage.store import MirrorState, Store

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0
FIND_SECONDS: Final = 60.0


async def keep_mirrors(relay: Relay, bot: Bot, store: Store) -> None:
    """Find the mirrors of the configuration, then watch over them until cancelled."""
    finder = Finder(relay, bot)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(finder.keep_finding(store), name="mirrors found")
        tasks.create_task(keep_watch(relay, store), name="mirrors watched")


class Finder:
    """Turns what the configuration calls a mirror into a chat that can be written to."""

    def __init__(self, relay: Relay, bot: Bot) -> None:
        """Ask Telegram through ``bot``."""
        self._relay = relay
        self._bot = bot
        self._found: dict[str, int] = {}
        self._told: set[str] = set()

    async def keep_finding(self, store: Store) -> None:
        """Keep the mirrors that are found, at once and whenever one more is, until all are."""
        wanted = self._relay.config.mirrors
        while True:
            known = [mirror for one in wanted if (mirror := await self.mirror(one)) is not None]
            await store.keep_mirrors(known)
            if len(known) == len(wanted):
                return
            await asyncio.sleep(FIND_SECONDS)

    async def mirror(self, config: MirrorConfig) -> Mirror | None:
        """Return a mirror with its number, None if Telegram does not tell it now."""
        name = str(config.chat)
        if isinstance(config.chat, str) and name not in self._found:
            try:
                self._found[name] = (await self._bot.get_chat(f"@{name}")).id
            except (TelegramBadRequest, TelegramForbiddenError) as refusal:
                await self._tell(name, refusal.message)
                return None
            except (TelegramAPIError, ClientDecodeError) as error:
                log.warning("the mirror @%s is not found yet: %s", name, type(error).__name__)
                return None
        regions = config.regions or tuple(area.id for area in self._relay.gazetteer.regions())
        return Mirror(
            chat_id=config.chat if isinstance(config.chat, int) else self._found[name],
            name=name if isinstance(config.chat, int) else f"@{name}",
            language=config.language,
            regions=regions,
        )

    async def _tell(self, name: str, why: str) -> None:
        """Tell operators of a name that leads to no channel, once."""
        if name in self._told:
            return
        self._told.add(name)
        log.warning("the mirror @%s cannot be found: %s", name, why)
        relay = self._relay
        async with relay.store.transaction() as transaction:
            await relay.desk.tell_mirror(transaction, f"@{name}", why, SystemClock().now())
        relay.wake()


async def keep_watch(relay: Relay, store: Store) -> None:
    """Tell operators when a mirror gets no posts any more, and when it does again."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if await look(relay, store):
            relay.wake()


async def look(relay: Relay, store: Store) -> int:
    """Compare what Telegram last said of each mirror with what was told; return how many words."""
    known = {mirror.chat_id: mirror for mirror in await store.mirrors()}
    changed: list[MirrorState] = [
        mirror
        for mirror in await store.mirrors_answered()
        if mirror != known.get(mirror.chat_id, mirror)
    ]
    if not changed and all(mirror.active for mirror in known.values()):
        return 0
    now, planned = SystemClock().now(), 0
    async with store.transaction() as transaction:
        for mirror in changed:
            log.warning("the mirror %s: %s", mirror.name, mirror.trouble or "gets posts again")
            await transaction.note_mirror(mirror)
            planned += await relay.desk.tell_mirror(transaction, mirror.name, mirror.trouble, now)
        await transaction.revive_mirrors()
    return planned
