"""Listens to channels with an account of Telegram: pushed posts at once, and none left out.

Pushes alone lose posts, and so does every way of Telethon's to catch up. So an account hears a
channel in four ways: what is pushed; a look every few seconds at the newest number of up to a
hundred channels at once; the history from the mark on, wherever a number has moved; and, now and
then, the newest posts compared with what was handed over of them. One connection is tried at a
time, and made anew when it dies.
"""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Final

from listeners.telegram_client import ConnectionLostError, connected
from listeners.telegram_ear import Ear
from listeners.telegram_following import Following
from listeners.telegram_hearing import Hearing
from listeners.telegram_life import Life
from listeners.telegram_session import read_session
from listeners.telegram_troubles import (
    asked_pause,
    connection_trouble,
    is_grave,
    most_telling,
)
from listeners.telegram_voice import Voice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from listeners.protocol import Clock, Heard, Memory, Pins
    from listeners.telegram_settings import TelegramSettings

log = logging.getLogger(__name__)

_MOST_DOUBLINGS: Final = 10
_HEEDED_SECONDS: Final = 0.5
_BLIP: Final = 1
"""A connection that is back at the first attempt is not worth a word."""


class TelegramListener:
    """Follows channels with one account; several accounts may follow the same ones."""

    def __init__(
        self,
        account: str,
        channels: Sequence[str],
        *,
        memory: Memory,
        pins: Pins,
        clock: Clock,
        settings: TelegramSettings,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare to listen; nothing is opened yet."""
        self.name = f"telegram:{account}"
        self._account = account
        self._memory = memory
        self._pins = pins
        self._clock = clock
        self._settings = settings
        self._jitter = jitter
        self._following = Following(channels, self._make_ear)

    def follow(self, channels: Sequence[str]) -> None:
        """Follow these channels and no others from now on."""
        self._following.follow(channels)

    async def heard(self) -> AsyncGenerator[Heard, None]:
        """Yield posts, marks, facts and how each channel is heard, until closed."""
        voice = Voice(
            self.name,
            clock=self._clock,
            timer=_timer,
            status_seconds=self._settings.status_seconds,
        )
        staying = asyncio.create_task(self._stay_connected(voice), name=self.name)
        staying.add_done_callback(lambda _: voice.end())
        try:
            while (item := await voice.next()) is not None:
                yield item
            staying.result()
        finally:
            staying.cancel()
            await asyncio.wait({staying})

    async def _stay_connected(self, voice: Voice) -> None:
        """Connect again and again, each time a little later while it fails."""
        life = Life(
            self._account,
            self._following,
            Hearing(self.name, voice, memory=self._memory, clock=self._clock),
            memory=self._memory,
            pins=self._pins,
            clock=self._clock,
            settings=self._settings,
            timer=_timer,
        )
        failures = 0
        while True:
            life.is_well = False
            error = await self._connect_once(life)
            failures = 1 if life.is_well else failures + 1
            sentence = self._sentence(error)
            if failures > _BLIP or is_grave(error):
                life.tell_all(sentence)
            await asyncio.sleep(max(self._pause(failures), asked_pause(error)))

    async def _connect_once(self, life: Life) -> BaseException:
        """Listen until the connection ends, and return why it did.

        Each attempt is a task of its own. A cancellation may be lost inside of it, when a
        connection fails at the same moment, so it is repeated until it is heeded.
        """
        attempt = asyncio.create_task(self._attempt(life), name=f"{self.name} attempt")
        try:
            await asyncio.wait({attempt})
        finally:
            while not attempt.done():
                attempt.cancel()
                await asyncio.wait({attempt}, timeout=_HEEDED_SECONDS)
        if attempt.cancelled():  # by Telethon, which cancels whoever waits for an answer
            return ConnectionLostError("the connection to Telegram was lost")
        return attempt.result()

    async def _attempt(self, life: Life) -> BaseException:
        """Connect and listen."""
        try:
            session = read_session(self._settings.sessions, self._account)
            async with connected(self._settings, session) as client:
                await life.live(client)
        except Exception as error:  # noqa: BLE001 - the seam: whatever Telethon raises, we go on
            return most_telling(error)

    def _sentence(self, error: BaseException) -> str:
        """Return what to tell operators; an error nobody thought of is logged with its place."""
        known = connection_trouble(error)
        if known is not None:
            return known
        log.error("%s: the connection ended unexpectedly", self.name, exc_info=error)
        return f"the connection to Telegram ended unexpectedly ({type(error).__name__})"

    def _pause(self, failures: int) -> float:
        """Return how long to wait before the next attempt; never the same for all who wait."""
        doubled = self._settings.reconnect_seconds * 2.0 ** min(failures - 1, _MOST_DOUBLINGS)
        return min(doubled, self._settings.longest_reconnect_seconds) * (0.5 + self._jitter())

    def _make_ear(self, channel: str) -> Ear:
        """Return the account of a channel that begins to be followed."""
        return Ear(
            channel,
            source=self.name,
            order_patience=self._settings.order_patience_seconds,
            album_patience=self._settings.album_patience_seconds,
            timer=_timer,
        )


def _timer() -> float:
    """Return the seconds of the running loop, which nobody sets."""
    return asyncio.get_running_loop().time()
