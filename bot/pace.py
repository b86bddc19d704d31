"""Whose turn it is to send, and what an answer means for those after it.

A 429 may concern one chat or the whole bot, and Telegram does not say which. Messages that left
after the refused one tell: if one of them is accepted, only that chat has to wait; if another chat
is refused as well, nobody leaves until it is known. After a rest of the whole bot, and while
Telegram cannot be reached, one message at a time tries the way.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from bot.chat_pace import ChatPace
from bot.doubt import Doubt, one_rest
from bot.lines import Lines
from bot.paid import PAID_IN_FLIGHT, PAID_PER_SECOND
from bot.tempo import Tempo

_LOOK: Final = 0.5
"""Seconds after which one who waits for an answer looks again."""

_IDLE: Final = 1.0
_SILENCE: Final = 3.0
"""So long without any answer while some are awaited, and the way to Telegram is broken."""

_FAILURES: Final = 3
"""So many failures in a row, and it is broken as well."""

_NO_ANSWER: Final = 2.0
"""Seconds after which a message that tries the way is followed by another."""

_TRY: Final = 0.25
_FADES: Final = 40.0
_LONGEST_TRY: Final = 5.0
"""Tries grow rarer by a fortieth of the time Telegram has been away."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to send one message; what came of it is to be told to the pace."""

    number: int
    at: float


class Pace:
    """Gives out turns by the loop's clock; ``in_flight`` bounds the requests under way."""

    def __init__(self, per_second: float, *, per_chat: float = 1.0, in_flight: int = 60) -> None:
        """Allow about ``per_second`` messages a second, and ``per_chat`` to each chat."""
        self._free = Tempo(per_second), in_flight
        self._paid = Tempo(max(per_second, PAID_PER_SECOND)), max(in_flight, PAID_IN_FLIGHT)
        self.tempo, self._in_flight = self._free
        self.chats = ChatPace(per_chat)
        self._lines = Lines(per_second)
        self._timer: asyncio.TimerHandle | None = None
        self._under_way: dict[int, float] = {}
        self._number = 0
        self._asked_at = float("-inf")
        self._doubt: Doubt | None = None
        self._paused_until = float("-inf")
        self._trying = False
        self._slowed_by = 0
        self._failures = 0
        self._heard_at = float("-inf")
        self._broken_at: float | None = None
        self._try_at = float("-inf")

    # Turns

    async def turn(self, *, answer: bool = False) -> Turn:
        """Wait until one more message may leave; an ``answer`` to a resident goes first."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if not self._lines:
            if now - self._asked_at > _IDLE and self._broken_at is None:
                self.tempo.begin(now)
            if self._wait(now) <= 0:
                return self._give(now)
        future = self._lines.join(answer=answer)
        self._arm(now)
        try:
            return await future
        except asyncio.CancelledError:
            if future.cancelled():
                self._lines.leave(future)
            else:
                self.unused(future.result())
            raise

    def unused(self, turn: Turn) -> None:
        """Take back a turn of which nothing was made."""
        self._under_way.pop(turn.number, None)

    @property
    def is_paid(self) -> bool:
        """Tell whether turns are those of paid broadcasts."""
        return self.tempo is self._paid[0]

    def pay(self, *, on: bool) -> None:
        """Give out turns as quickly as paid broadcasts may leave, or at the free tempo again."""
        if self.is_paid is not on:
            self.tempo, self._in_flight = self._paid if on else self._free
            self.tempo.begin(now := asyncio.get_running_loop().time())
            self._nudge(now)

    def rest(self) -> float:
        """Return the seconds for which the whole bot still has to rest."""
        return max(0.0, self._paused_until - asyncio.get_running_loop().time())

    @property
    def broken(self) -> bool:
        """Tell whether Telegram cannot be reached."""
        return self._broken_at is not None

    def _wait(self, now: float) -> float:
        """Return the seconds until a turn may be given, or looked for again."""
        self._decide_in_time(now)
        if self._doubt is not None and self._doubt.is_serious:
            return _LOOK
        if now < self._paused_until:
            return self._paused_until - now
        self._notice_silence(now)
        if self._trying or self._broken_at is not None:
            return max(0.0, self._try_at - now)
        if len(self._under_way) >= self._in_flight:
            return _LOOK
        return self.tempo.next(now) - now

    def _give(self, now: float) -> Turn:
        self._number += 1
        self._under_way[self._number] = now
        self._asked_at = now
        self.tempo.take(now)
        if self._trying or self._broken_at is not None:
            self._try_at = now + _NO_ANSWER
        return Turn(self._number, now)

    def _arm(self, now: float) -> None:
        """Look again when a turn may be due."""
        if self._timer is not None:
            self._timer.cancel()
        wait = min(self._wait(now), _LOOK)
        if 0 < wait < self.tempo.grain:
            wait = self.tempo.grain
        self._timer = asyncio.get_running_loop().call_at(now + wait, self._tick)

    def _tick(self) -> None:
        """Give out the turns that are due."""
        self._timer = None
        now = asyncio.get_running_loop().time()
        while self._lines and self._wait(now) <= 0:
            future = self._lines.next(now)
            if not future.done():
                future.set_result(self._give(now))
        if self._lines:
            self._arm(now)

    # Answers

    def accepted(self, turn: Turn) -> None:
        """Note that a message arrived."""
        now = self._heard(turn)
        self.tempo.answered(now, refused=False)
        if self._doubt is not None and turn.number > self._doubt.number:
            self._only_that_chat(self._doubt, now)
        self._try_no_more(turn, now)

    def refused(self, turn: Turn) -> None:
        """Note that Telegram said no for a reason that is not the pace."""
        now = self._heard(turn)
        self.tempo.give_back(turn.at, surely=False)
        self._decide_if_last(now)
        self._try_no_more(turn, now)

    def failed(self, turn: Turn) -> None:
        """Note that there was no answer, or none of Telegram's own: it did not count there."""
        self._under_way.pop(turn.number, None)
        now = asyncio.get_running_loop().time()
        self.tempo.give_back(turn.at)
        self._failures += 1
        if self._failures >= _FAILURES:
            self._break(now)
        away = now - self._broken_at if self._broken_at is not None else 0.0
        self._try_at = now + min(max(_TRY, away / _FADES), _LONGEST_TRY)
        self._decide_if_last(now)
        self._nudge(now)

    def flooded(self, turn: Turn, chat_id: int, seconds: float) -> None:
        """Note a 429: it concerns the chat, and perhaps everybody."""
        now = self._heard(turn)
        until = now + seconds
        own = chat_id < 0 or self.chats.was_written_to(chat_id, now)
        self.chats.hold(chat_id, until)
        self.tempo.give_back(turn.at, surely=False)
        if now < self._paused_until:  # one flood, told once more
            self._rest_until(one_rest(self._paused_until, until))
        else:
            if self._doubt is None:
                self._doubt = Doubt(until=until, own=own)
            self._doubt.refuse(turn.number, until, now, own=own)
            self._try_at = now  # of those who try the way, another may know more
            self._decide_if_last(now)
        self._nudge(now)

    def _heard(self, turn: Turn) -> float:
        """Note that Telegram is there."""
        now = self._heard_at = asyncio.get_running_loop().time()
        full = len(self._under_way) >= self._in_flight
        self._under_way.pop(turn.number, None)
        self._failures = 0
        if self._broken_at is not None:
            self._broken_at = None
            self.tempo.make_up(now)
            self._nudge(now)
        elif full:
            self._nudge(now)
        return now

    def _try_no_more(self, turn: Turn, now: float) -> None:
        """Let everybody go on once a message that left after the rest was let through."""
        if self._trying and turn.at >= self._paused_until:
            self._trying = False
            self._nudge(now)

    # What a flood means

    def _only_that_chat(self, doubt: Doubt, now: float) -> None:
        self._doubt = None
        for _ in range(doubt.refusals):
            if self.tempo.answered(now, refused=True):
                self._slowed_by = self._number
                break
        self._nudge(now)

    def _everybody(self, until: float, number: int, now: float) -> None:
        """Let the whole bot rest; go slower, once for all that were under way."""
        self._doubt = None
        if number > self._slowed_by and not self._trying:
            self.tempo.too_quick(now)
            self._slowed_by = self._number
        self._rest_until(until)

    def _rest_until(self, until: float) -> None:
        self._paused_until = max(self._paused_until, until)
        self._trying = True
        self._try_at = self._paused_until

    def _decide_if_last(self, now: float) -> None:
        """Decide when nothing is under way that could tell more."""
        doubt = self._doubt
        if doubt is None or not doubt.is_serious:
            return
        if not self._under_way or next(reversed(self._under_way)) < doubt.number:
            self._everybody(doubt.until, doubt.number, now)

    def _decide_in_time(self, now: float) -> None:
        doubt = self._doubt
        if doubt is None or now < doubt.decided_by:
            return
        if doubt.is_serious:
            self._everybody(doubt.until, doubt.number, now)
        else:
            self._only_that_chat(doubt, now)

    # A way that is broken

    def _notice_silence(self, now: float) -> None:
        if self._broken_at is None and self._under_way:
            oldest = next(iter(self._under_way.values()))
            if now - max(oldest, self._heard_at) > _SILENCE:
                self._break(now)
        if self._broken_at is not None:  # what is lost for long bounds nobody
            for number, at in list(self._under_way.items()):
                if now - at <= _SILENCE:
                    break
                del self._under_way[number]

    def _break(self, now: float) -> None:
        if self._broken_at is None:
            self._broken_at = now
            self._try_at = now + _TRY

    def _nudge(self, now: float) -> None:
        """Let those who wait look again."""
        if self._lines:
            self._arm(now)
