"""The life of one connection: everything that runs while it holds."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, NoReturn

from telethon import errors
from telethon.tl import functions

from listeners.telegram_client import ConnectionLostError
from listeners.telegram_history import AT_ONCE, History
from listeners.telegram_looks import Looks
from listeners.telegram_older import Older
from listeners.telegram_pinning import Pinning
from listeners.telegram_pushes import Pushes
from listeners.telegram_requests import LONG_PAUSE, Lane, Requests, paces
from listeners.telegram_resolves import Resolves
from listeners.telegram_troubles import NoAnswerError, PausedError, account_trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.protocol import Clock, Memory, Pins
    from listeners.telegram_client import PushClient
    from listeners.telegram_following import Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_settings import TelegramSettings

log = logging.getLogger(__name__)


class Life:
    """What outlives connections, and what each of them does; ``is_well`` after a good look."""

    def __init__(
        self,
        account: str,
        following: Following,
        hearing: Hearing,
        *,
        memory: Memory,
        pins: Pins,
        clock: Clock,
        settings: TelegramSettings,
        timer: Callable[[], float],
    ) -> None:
        """Prepare; paces and counts of requests go on from connection to connection."""
        self.is_well = False
        self._following = following
        self._hearing = hearing
        self._clock = clock
        self._settings = settings
        self._timer = timer
        self._paces = paces(settings, timer)
        self._pinning = Pinning(
            account,
            following,
            hearing,
            memory=memory,
            pins=pins,
            resolves=Resolves(account, settings.resolves_a_day, pins=pins, clock=clock),
            settings=settings,
            timer=timer,
        )

    async def live(self, client: PushClient) -> NoReturn:
        """Listen until the connection ends; raise why, in a group."""
        for followed in self._following:
            followed.busy = False
            followed.forget_wants()
        await self._pinning.recall()
        requests = Requests(
            client,
            self._paces,
            timeout_seconds=self._settings.request_timeout_seconds,
            told_to_pause=self._told_to_pause,
            timer=self._timer,
        )
        history = History(
            self._following,
            self._hearing,
            requests,
            kept_mark=self._pinning.kept_mark,
            settings=self._settings,
            timer=self._timer,
        )
        looks = Looks(
            self._following,
            self._hearing,
            history,
            requests,
            settings=self._settings,
            timer=self._timer,
            looked=self._looked,
        )
        older = Older(
            self._following,
            self._hearing,
            requests,
            clock=self._clock,
            settings=self._settings,
            timer=self._timer,
        )
        pushes = Pushes(self._following, self._hearing, history, looks.hurry)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_end(client), name="connection")
            tasks.create_task(_greet(requests), name="greeting")
            tasks.create_task(pushes.keep_taking(client), name="pushes")
            tasks.create_task(looks.keep_looking(), name="looks")
            tasks.create_task(self._pinning.keep_pinning(requests, looks.hurry), name="pinning")
            tasks.create_task(older.keep_comparing(), name="older posts")
            for _ in range(AT_ONCE):
                tasks.create_task(history.work(), name="history")
        raise ConnectionLostError("the connection to Telegram ended")

    def tell_all(self, sentence: str) -> None:
        """Tell the same trouble of every channel."""
        for followed in self._following:
            self._hearing.trouble(followed, sentence)

    def _looked(self) -> None:
        """Note that Telegram answers."""
        self.is_well = True

    def _told_to_pause(self, lane: Lane, seconds: float) -> None:
        """Tell of a pause that Telegram asks for, where it matters."""
        if seconds < LONG_PAUSE:
            return
        sentence = f"Telegram asks for a pause of {seconds:.0f} s in {lane.value}"
        for followed in self._following:
            concerned = {
                Lane.STATE: False,
                Lane.LOOK: True,
                Lane.HISTORY: followed.ear.is_behind,
                Lane.NUMBERS: followed.ear.is_behind,
                Lane.RESOLVE: followed.pin is None,
                Lane.JOINED: followed.pin is None,
            }
            if concerned[lane]:
                self._hearing.trouble(followed, sentence)


async def _greet(requests: Requests) -> None:
    """Ask for the state: Telegram pushes to whoever has, and refuses a login that was ended.

    A server that does not know the request, or does not want it now, is listened to without.
    """
    try:
        await requests.ask(Lane.STATE, functions.updates.GetStateRequest(), longest_pause=0.0)
    except NoAnswerError:
        await requests.probe()
    except (errors.RPCError, errors.TypeNotFoundError) as error:
        if account_trouble(error) is not None:
            raise
        log.info("the state of what was pushed cannot be had: %s", error)
    except PausedError as error:
        log.info("the state of what was pushed cannot be had: %s", error)


async def _end(client: PushClient) -> NoReturn:
    """Wait for the connection to end, and raise why."""
    await client.disconnected
    raise ConnectionLostError("the connection to Telegram was lost")
