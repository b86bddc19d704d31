"""Every request of an account passes here: at a bearable pace, answered in time or given up."""

from __future__ import annotations

import asyncio
import math
import random
import struct
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from telethon import errors
from telethon.tl import functions, types

from listeners.telegram_client import answer
from listeners.telegram_troubles import NoAnswerError, PausedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from listeners.telegram_client import PushClient
    from listeners.telegram_settings import TelegramSettings

LONG_PAUSE: Final = 10.0
"""A pause of so many seconds is worth telling."""


class Lane(Enum):
    """What is asked for: one method each, for Telegram counts and asks for pauses by method."""

    STATE = "asking for what is new"
    LOOK = "looking for new posts"
    HISTORY = "reading posts"
    NUMBERS = "reading posts by their numbers"
    RESOLVE = "finding channels by their names"
    JOINED = "finding the channels the account has joined"


_MESSAGES: Final = (
    types.messages.Messages,
    types.messages.MessagesSlice,
    types.messages.ChannelMessages,
)
_ANSWERS: Final[Mapping[Lane, tuple[type, ...]]] = {
    Lane.STATE: (object,),
    Lane.LOOK: (types.messages.PeerDialogs,),
    Lane.HISTORY: _MESSAGES,
    Lane.NUMBERS: _MESSAGES,
    Lane.RESOLVE: (types.contacts.ResolvedPeer,),
    Lane.JOINED: (types.messages.Dialogs, types.messages.DialogsSlice),
}
"""What may be answered; another server may answer with something else that Telethon can read."""
_PING_PART: Final = 0.25
"""So much of the usual time is waited for a pong, which costs no server anything."""
_DEAF: Final = 5
"""After so many times the usual time without any answer a connection is no good, pongs or not."""


class Pace:
    """When the next request of a kind may leave; kept while connections come and go."""

    def __init__(self, *, every: float, burst: int, timer: Callable[[], float]) -> None:
        """Let ``burst`` requests go at once and then one every so many seconds."""
        self._every = every
        self._burst = burst
        self._timer = timer
        self._free_at = timer() - every * burst
        self._closed_until = 0.0
        self._turn = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until a request may leave."""
        async with self._turn:
            while (wait := self.wait()) > 0:  # noqa: ASYNC110 - a pause may be made longer meanwhile
                await asyncio.sleep(wait)
            earliest = self._timer() - self._every * self._burst
            self._free_at = max(self._free_at, earliest) + self._every

    def wait(self) -> float:
        """Return how many seconds the next request must wait."""
        return max(self._free_at, self._closed_until) - self._timer()

    def spare(self) -> float:
        """Return how many seconds it takes until half of the burst is free for what hurries."""
        free_at = self._free_at + self._every * (self._burst // 2)
        return max(free_at, self._closed_until) - self._timer()

    def pause(self, seconds: float) -> None:
        """Let nothing go for so long."""
        self._closed_until = max(self._closed_until, self._timer() + seconds)

    @property
    def paused(self) -> float:
        """Return how many seconds a pause that Telegram asked for still lasts."""
        return max(0.0, self._closed_until - self._timer())


Paces = dict[Lane, Pace]


def paces(settings: TelegramSettings, timer: Callable[[], float]) -> Paces:
    """Return the pace of each kind of request, for one account."""
    seconds, burst = settings.history_seconds, settings.history_burst
    return {
        Lane.STATE: Pace(every=0.0, burst=1, timer=timer),
        Lane.LOOK: Pace(every=0.0, burst=1, timer=timer),
        Lane.HISTORY: Pace(every=seconds, burst=burst, timer=timer),
        Lane.NUMBERS: Pace(every=seconds, burst=burst, timer=timer),
        Lane.RESOLVE: Pace(every=settings.resolve_seconds, burst=1, timer=timer),
        Lane.JOINED: Pace(every=settings.joined_seconds, burst=3, timer=timer),
    }


class Requests:
    """The requests of one connection."""

    def __init__(
        self,
        client: PushClient,
        paces: Paces,
        *,
        timeout_seconds: float,
        told_to_pause: Callable[[Lane, float], None],
        timer: Callable[[], float],
    ) -> None:
        """Ask through ``client``; ``told_to_pause`` is called when Telegram asks for it."""
        self._client = client
        self._paces = paces
        self._timeout = timeout_seconds
        self._told_to_pause = told_to_pause
        self._timer = timer
        self._answered_at = timer()

    async def ask(self, lane: Lane, request: object, *, longest_pause: float = math.inf) -> Any:  # noqa: ANN401 - Telethon ships no types
        """Return the answer, after as many pauses as Telegram asks for.

        PausedError if one is longer than so many seconds, NoAnswerError if no answer comes in
        time or none that can be read, RPCError if Telegram refuses.
        """
        while True:
            self.refuse_pause(lane, longest_pause)
            await self._paces[lane].turn()
            try:
                async with asyncio.timeout(self._timeout):
                    given = await self._answer(request)
            except TimeoutError:
                raise NoAnswerError(f"Telegram does not answer ({lane.value})") from None
            except (errors.FloodWaitError, errors.FloodPremiumWaitError) as error:
                # a little later than asked: the first moment is when everybody comes back
                pause = error.seconds + 0.5 + random.random()  # noqa: S311 - nobody guesses it
                self._paces[lane].pause(pause)
                self._told_to_pause(lane, pause)
                continue
            if not isinstance(given, _ANSWERS[lane]):
                raise NoAnswerError(f"Telegram answers something else ({lane.value})")
            return given

    async def probe(self) -> None:
        """Find out whether the connection itself is good; NoAnswerError if it is not.

        A pong says so, which every server gives, unless requests have been without any answer
        for very long.
        """
        ping = functions.PingRequest(random.getrandbits(63))
        try:
            async with asyncio.timeout(self._timeout * _PING_PART):
                await answer(self._client, ping)
        except TimeoutError:
            raise NoAnswerError("Telegram does not answer") from None
        except errors.RPCError:
            pass  # an answer all the same
        if self._timer() - self._answered_at > self._timeout * _DEAF:
            raise NoAnswerError("Telegram answers no request")

    async def spare(self, lane: Lane) -> None:
        """Wait until a request may be asked that holds up none that hurries."""
        while (wait := self._paces[lane].spare()) > 0:  # noqa: ASYNC110 - others ask meanwhile
            await asyncio.sleep(wait)

    def refuse_pause(self, lane: Lane, longest: float) -> None:
        """Raise PausedError if a pause is longer than is borne."""
        if (pause := self.paused(lane)) > longest:
            raise PausedError(f"Telegram asks for a pause of {pause:.0f} s in {lane.value}", pause)

    def paused(self, lane: Lane) -> float:
        """Return how many seconds a pause of this kind still lasts."""
        return self._paces[lane].paused

    async def _answer(self, request: object) -> Any:  # noqa: ANN401 - Telethon ships no types
        """Return what comes back, and note that something did."""
        try:
            given = await answer(self._client, request)
        except (errors.RPCError, errors.TypeNotFoundError):
            self._answered_at = self._timer()
            raise
        except (BufferError, struct.error) as error:
            if isinstance(error, errors.InvalidBufferError):
                raise  # which ends the connection
            self._answered_at = self._timer()
            raise NoAnswerError("Telegram's answer is damaged") from None
        self._answered_at = self._timer()
        return given
