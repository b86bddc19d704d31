"""Which channels are followed while the program runs: the configuration's and the operators'.

Operators add and remove channels by the command line, in another process, or in their chats; what
stands in the database counts, and every source follows it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from alerts.channels import Channel
    from storage.store import Store

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0
"""How soon a channel that another process added is followed."""

LET_GO_SECONDS: Final = 0.5
"""How long sources are given to end what they do for a channel."""


@runtime_checkable
class _Live(Protocol):
    """A source whose channels may change while it is listened to."""

    def follow(self, channels: Sequence[str]) -> None:
        """Follow these channels and no others from now on."""


class Following:
    """Keeps ``channels`` as it stands in the database, and tells the sources."""

    def __init__(
        self,
        store: Store,
        channels: dict[str, Channel],
        listeners: Iterable[object],
        changed: Callable[[], None],
        soon: asyncio.Event | None = None,
    ) -> None:
        """Begin with these channels; ``changed`` is called whenever there are others.

        Whoever sets ``soon`` has made a change that is to be seen at once.
        """
        self.channels = channels
        self._store = store
        self._live = [listener for listener in listeners if isinstance(listener, _Live)]
        self._changed = changed
        self._soon = soon or asyncio.Event()

    async def keep_current(self, seconds: float = LOOK_SECONDS) -> None:
        """Look at the database every so often until cancelled."""
        while True:
            try:
                async with asyncio.timeout(seconds):
                    await self._soon.wait()
            except TimeoutError:
                pass
            self._soon.clear()
            await self.refresh()

    async def refresh(self) -> None:
        """Follow what the database says."""
        wanted = {channel.username: channel for channel in await self._store.channels()}
        if wanted == self.channels:
            return
        added, removed = wanted.keys() - self.channels.keys(), self.channels.keys() - wanted.keys()
        others = {
            name
            for name, channel in self.channels.items()
            if name in wanted and channel.channel_id not in {None, wanted[name].channel_id}
        }
        self.channels.clear()
        self.channels.update(wanted)
        self._changed()
        if not added and not removed and not others:
            return
        for names, what in ((added, "followed from now on"), (removed, "followed no more")):
            if names:
                log.info("%s: %s", what, ", ".join(f"@{name}" for name in sorted(names)))
        for listener in self._live:
            listener.follow([name for name in wanted if name not in others])
        if others:  # a name that is another channel's by now is begun anew
            await asyncio.sleep(LET_GO_SECONDS)
            self._changed()
            for listener in self._live:
                listener.follow(list(wanted))
