"""Empties the outbox: the most urgent first, at the pace Telegram allows, each answer recorded.

Rows are claimed a fraction of a second of sending at a time, so that a new and more urgent alert
waits for no more than that. A process killed here has lost no row: a claim is a lease.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.deliveries import Deferred, Delivery, Outcome, Rejected, Unreachable
from bot.delivery import FLOOD, deliver
from bot.pace import Pace
from bot.render import render
from bot.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.texts import Html, Texts
    from storage.store import Store

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)
_BATCH_SECONDS: Final = 0.25
_SHORTEST_SLEEP: Final = 0.01
_LONGEST_SLEEP: Final = 10.0
_LAST_WORDS: Final = 5.0
_KEPT_TEXTS: Final = 64


class Drain:
    """The one drain of an outbox.

    ``in_flight`` bounds the requests under way. ``wake`` is set by whoever has planned messages.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        texts: Texts,
        gazetteer: Gazetteer,
        *,
        per_second: float = 30.0,
        in_flight: int = 30,
        now: Callable[[], datetime],
        wake: asyncio.Event,
    ) -> None:
        """Prepare to send the rows of ``store`` through ``bot``."""
        self._store = store
        self._bot = bot
        self._texts = texts
        self._gazetteer = gazetteer
        self._pace = Pace(per_second)
        self._batch = max(1, round(per_second * _BATCH_SECONDS))
        self._in_flight = in_flight
        self._now = now
        self._wake = wake
        self._rendered: dict[tuple[int, str], Html] = {}
        self._claimed: deque[Delivery] = deque()
        self._sending: dict[asyncio.Task[Outcome], Delivery] = {}
        self._outcomes: list[tuple[Delivery, Outcome]] = []

    async def run(self) -> None:
        """Send until cancelled; what is under way then is waited for shortly and recorded."""
        await self._store.release_leases()
        try:
            while True:
                self._wake.clear()
                await _whole(self._claim())
                busy = bool(self._claimed)
                while self._claimed:
                    await self._start(self._claimed[0])
                    self._claimed.popleft()
                await _whole(self._record())
                if not busy:
                    await self._sleep()
        finally:
            await self._finish()

    async def _claim(self) -> None:
        """Take the next rows, as many as may leave at once."""
        room = min(self._batch, self._in_flight - len(self._sending))
        if room > 0 and self._pace.rest() == 0:
            self._claimed.extend(await self._store.claim(room, self._now(), LEASE))

    async def _start(self, delivery: Delivery) -> None:
        """Begin to send one message in its turn, or put it back if that has to wait."""
        wait = self._pace.chat_rest(delivery.chat_id)
        if wait == 0 and await self._pace.turn():
            self._sending[asyncio.create_task(self._send(delivery))] = delivery
        else:
            self._put_back(delivery, wait or self._pace.rest())

    def _put_back(self, delivery: Delivery, seconds: float) -> None:
        """Leave a row that was not sent for later."""
        self._outcomes.append((delivery, Deferred(timedelta(seconds=seconds), "not sent yet")))

    async def _send(self, delivery: Delivery) -> Outcome:
        outcome = await deliver(self._bot, delivery, self._text(delivery))
        self._heed(delivery, outcome)
        return outcome

    def _text(self, delivery: Delivery) -> Html:
        """Return the message, rendered once for a notice and a language."""
        key = delivery.notice_id, delivery.language
        if key not in self._rendered:
            if len(self._rendered) >= _KEPT_TEXTS:
                del self._rendered[next(iter(self._rendered))]
            voice = Voice(self._texts, self._gazetteer, delivery.language)
            self._rendered[key] = render(delivery.notice, voice)
        return self._rendered[key]

    async def _record(self) -> None:
        """Write down the answers that have come."""
        for task in [task for task in self._sending if task.done()]:
            self._outcomes.append((self._sending.pop(task), task.result()))
        if self._outcomes:
            outcomes, self._outcomes = self._outcomes, []
            await self._store.record(outcomes, self._now())

    def _heed(self, delivery: Delivery, outcome: Outcome) -> None:
        """Slow down or speak up as an answer demands."""
        match outcome:
            case Deferred(after=after, why=why) if why == FLOOD and delivery.chat_id < 0:
                self._pace.hold(delivery.chat_id, after.total_seconds())
            case Deferred(after=after, why=why) if why == FLOOD:
                self._pace.pause(after.total_seconds())
                log.info("Telegram asks for a pause of %.0f s", after.total_seconds())
            case Rejected(why=why):
                log.error("Telegram rejects the message of notice %d: %s", delivery.notice_id, why)
            case Unreachable(why=why):
                log.info("a chat is unreachable: %s", why)
            case _:
                pass

    async def _sleep(self) -> None:
        """Wait for an answer, for a row that falls due, or to be woken."""
        seconds = await self._seconds_to_next()
        woken = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait(
                {woken, *self._sending}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            woken.cancel()

    async def _seconds_to_next(self) -> float:
        """Return for how long nothing can be done, a while if the outbox is empty."""
        if len(self._sending) >= self._in_flight:
            return _LONGEST_SLEEP
        due = await self._store.next_due(self._now())
        if due is None:
            return _LONGEST_SLEEP
        wait = max((due - self._now()).total_seconds(), self._pace.rest())
        return min(max(wait, _SHORTEST_SLEEP), _LONGEST_SLEEP)

    async def _finish(self) -> None:
        """Let the requests under way end and record them; an unanswered row stays on lease."""
        for delivery in self._claimed:
            self._put_back(delivery, 0)
        self._claimed.clear()
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=_LAST_WORDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)
        for task, delivery in self._sending.items():
            if not task.cancelled() and task.exception() is None:
                self._outcomes.append((delivery, task.result()))
        self._sending.clear()
        await self._record()


async def _whole(work: Coroutine[None, None, None]) -> None:
    """Await work with the database that must not be cut in two when the drain is cancelled."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
