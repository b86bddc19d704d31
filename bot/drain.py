"""Empties the outbox: the most urgent first, at the pace Telegram allows, each answer recorded.

Two loops share the work. One keeps the books: it writes down answers as soon as they come and
claims a fraction of a second of sending ahead. The other sends what is claimed, a message a turn.
When something is planned, what is claimed and not sent yet is put back and the most urgent is
claimed instead, so that a new alert waits for no more than the message that is leaving. A process
killed here has lost no row: a claim is a lease.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.deliveries import (
    Deferred,
    Delivered,
    Delivery,
    Outcome,
    PaidRefused,
    Rejected,
    Unanswered,
)
from bot.claimed import Claimed, Postponed
from bot.delivery import FLOOD, deliver
from bot.pace import Pace, Turn
from bot.paid import PAID_PER_SECOND, Honoured
from bot.render import render
from bot.voice import Voice
from bot.waiting import first_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.texts import Html, Texts
    from storage.store import Store

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)
_AHEAD_SECONDS: Final = 1.0
_FEWEST_AHEAD: Final = 2
_MOST_AHEAD: Final = 500
_STALE_SECONDS: Final = 20.0
_LONG_REST: Final = 3.0
_TOGETHER: Final = 0.05
"""An answer is written down at once; those that come within so many seconds, together."""

_LONGEST_SLEEP: Final = 10.0
_LAST_WORDS: Final = 5.0
_KEPT_TEXTS: Final = 64


class Drain:
    """The one drain of an outbox.

    ``in_flight`` bounds the requests under way; None suits the pace. ``wake`` is set by whoever has
    planned messages. ``pace`` is to be shared by all that sends for the same bot.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        texts: Texts,
        gazetteer: Gazetteer,
        *,
        per_second: float = 30.0,
        in_flight: int | None = None,
        now: Callable[[], datetime],
        wake: asyncio.Event,
    ) -> None:
        """Prepare to send the rows of ``store`` through ``bot``."""
        self._store = store
        self._bot = bot
        self._texts = texts
        self._gazetteer = gazetteer
        self.pace = Pace(
            per_second, in_flight=in_flight or min(max(60, round(per_second / 4)), 240)
        )
        self._per_second = per_second
        self._now = now
        self._wake = wake
        self._rendered: dict[tuple[int, str], Html] = {}
        self._claimed = Claimed(self.pace.chats)
        self._honoured = Honoured()
        self._more = asyncio.Event()
        self._news = asyncio.Event()
        self._sending: dict[asyncio.Task[None], Delivery] = {}
        self._outcomes: list[tuple[Delivery, Outcome]] = []
        self._put_back: list[Postponed] = []
        self._rejected: deque[tuple[int, str]] = deque(maxlen=_KEPT_TEXTS)
        self._due_at: float | None = 0.0
        self._fault: BaseException | None = None

    async def run(self) -> None:
        """Send until cancelled; what is under way then is waited for shortly and recorded."""
        await self._store.release_leases()
        loops = {
            asyncio.create_task(self._keep_books()),
            asyncio.create_task(self._send_all()),
        }
        try:
            done, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in loops:
                task.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self._finish()

    @property
    def _ahead(self) -> int:
        """Return how many rows are claimed ahead."""
        per_second = PAID_PER_SECOND if self.pace.is_paid else self._per_second
        return min(max(_FEWEST_AHEAD, round(per_second * _AHEAD_SECONDS)), _MOST_AHEAD)

    # Sending

    async def _send_all(self) -> None:
        """Send what is claimed, a message a turn."""
        loop = asyncio.get_running_loop()
        while True:
            await self._until_ready()
            self.pace.pay(on=self._claimed.is_paid)
            turn = await self.pace.turn()
            match self._claimed.take(loop.time()):
                case Delivery() as delivery:
                    task = asyncio.create_task(self._send(delivery, turn))
                    self._sending[task] = delivery
                    task.add_done_callback(self._sent)
                case Postponed() as postponed:
                    self.pace.unused(turn)
                    self._put_back.append(postponed)
                case None:
                    self.pace.unused(turn)
            if len(self._claimed) <= self._ahead // 2:
                self._news.set()

    async def _until_ready(self) -> None:
        """Wait until there is a row whose chat may be written to."""
        while (wait := self._claimed.wait(asyncio.get_running_loop().time())) != 0:
            self._more.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._more.wait()
            except TimeoutError:
                pass

    async def _send(self, delivery: Delivery, turn: Turn) -> None:
        outcome = await deliver(self._bot, delivery, self._text(delivery))
        self._heed(delivery, outcome, turn)
        if delivery.paid:
            outcome = self._honoured.judged(outcome)
            if isinstance(outcome, PaidRefused):
                self._wake.set()  # what is claimed was to be paid for: claim it anew
        self._outcomes.append((delivery, outcome))

    def _sent(self, task: asyncio.Task[None]) -> None:
        """Let an answer be written down; what is no answer ends the drain."""
        if not task.cancelled():
            del self._sending[task]
            self._fault = self._fault or task.exception()
        self._news.set()

    def _text(self, delivery: Delivery) -> Html:
        """Return the message, rendered once for a notice and a language."""
        key = delivery.notice_id, delivery.language
        if key not in self._rendered:
            if len(self._rendered) >= _KEPT_TEXTS:
                del self._rendered[next(iter(self._rendered))]
            voice = Voice(self._texts, self._gazetteer, delivery.language)
            self._rendered[key] = render(delivery.notice, voice)
        return self._rendered[key]

    def _heed(self, delivery: Delivery, outcome: Outcome, turn: Turn) -> None:
        """Tell the pace what an answer means for those after it."""
        match outcome:
            case Delivered():
                self.pace.accepted(turn)
            case Deferred(after=after, why=why) if why == FLOOD:
                self.pace.flooded(turn, delivery.chat_id, after.total_seconds())
            case Deferred() | Unanswered():
                self.pace.failed(turn)
            case Rejected(why=why):
                self.pace.refused(turn)
                self._complain(delivery.notice_id, why)
            case _:
                self.pace.refused(turn)

    def _complain(self, notice_id: int, why: str) -> None:
        """Tell the operator of a message that Telegram rejects, once for all its chats."""
        if (notice_id, why) not in self._rejected:
            self._rejected.append((notice_id, why))
            log.error("Telegram rejects the message of notice %d: %s", notice_id, why)

    # Keeping the books

    async def _keep_books(self) -> None:
        """Write down what has come, claim what is next, and wait for more of either."""
        while True:
            self._news.clear()
            woken = self._wake.is_set()
            self._wake.clear()
            if self._fault is not None:
                raise self._fault
            some = bool(self._outcomes)
            await whole(self._write_down())
            await whole(self._claim(woken=woken))
            await self._rest(together=some)

    async def _write_down(self) -> None:
        """Write what became of messages, and which were not sent."""
        if self._outcomes:
            outcomes, self._outcomes = self._outcomes, []
            if any(not isinstance(outcome, Delivered) for _, outcome in outcomes):
                self._due_at = 0.0  # some of them are to be tried again
            await self._store.record(outcomes, self._now())
        if self._put_back:
            rows, self._put_back = self._put_back, []
            self._due_at = 0.0
            now = self._now()
            for row in rows:
                later = now + timedelta(seconds=row.seconds)
                await self._store.put_back([row.delivery], later)

    async def _claim(self, *, woken: bool) -> None:
        """Have the next rows at hand, the most urgent there are."""
        now = asyncio.get_running_loop().time()
        if self.pace.rest() > _LONG_REST:  # others may want them meanwhile
            await self._store.put_back(self._claimed.clear())
            self._due_at = now + self.pace.rest()
            return
        anew = bool(self._claimed) and (woken or self._claimed.age(now) > _STALE_SECONDS)
        due = woken or (self._due_at is not None and now >= self._due_at)
        if not anew and (not due or len(self._claimed) > self._ahead // 2):
            return
        given_up = self._claimed.clear() if anew else []
        wanted = self._ahead - len(self._claimed)
        rows = await self._store.claim(wanted, self._now(), LEASE, instead_of=given_up)
        now = asyncio.get_running_loop().time()
        self._claimed.add(rows, now)
        self._more.set()
        self._due_at = now if len(rows) == wanted else await self._next_due(now)

    async def _next_due(self, now: float) -> float | None:
        """Return when the outbox has something to claim, None if it is empty."""
        due = await self._store.next_due(self._now())
        if due is None:
            return None
        return now + max((due - self._now()).total_seconds(), 0.0)

    async def _rest(self, *, together: bool) -> None:
        """Wait for an answer, for a row that falls due, or to be woken."""
        if together:
            await first_of(_TOGETHER, self._wake)
        if self._news.is_set() or self._wake.is_set():
            return
        seconds = _LONGEST_SLEEP
        if self._due_at is not None and len(self._claimed) <= self._ahead // 2:
            seconds = min(self._due_at - asyncio.get_running_loop().time(), seconds)
        await first_of(max(seconds, 0.0), self._wake, self._news)

    async def _finish(self) -> None:
        """Let the requests under way end and record them; an unanswered row stays on lease."""
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=_LAST_WORDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._sending.clear()
        unsent = self._claimed.clear()
        unsent += [row.delivery for row in self._put_back]
        self._put_back.clear()
        await self._write_down()
        await self._store.put_back(unsent)
