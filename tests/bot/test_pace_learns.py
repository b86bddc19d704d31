"""A fan-out on a clock that leaps, against every way of counting the sandbox knows."""

from __future__ import annotations

import asyncio
import heapq
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from bot.pace import Pace, Turn
from sandbox.errors import ApiError
from sandbox.limits import Bucket, FixedWindow, Limits, SlidingWindow
from tests.bot.test_pace import played

if TYPE_CHECKING:
    from collections.abc import Callable

CHATS: Final = 1500
LEAST: Final = CHATS / 30
ONE_WAY: Final = 0.06
JITTER: Final = 0.0015


@dataclass
class Rig:
    """A sender without bot or database, and a server some way off that counts and fails."""

    limits: Limits
    fails: Callable[[float], bool] = lambda _: False
    floods: int = 0
    last: float = 0.0
    told: set[int] = field(default_factory=set)
    waiting: list[tuple[float, int]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret

    async def run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell everybody."""
        pace, tasks = Pace(30), set[asyncio.Task[None]]()
        self.waiting = [(0.0, chat) for chat in range(1, CHATS + 1)]
        began = loop.time()
        while len(self.told) < CHATS:
            if not self.waiting or self.waiting[0][0] > loop.time():
                await asyncio.sleep(0.005)
                continue
            turn = await pace.turn()
            _, chat = heapq.heappop(self.waiting)
            pace.chats.take(chat, loop.time())
            task = loop.create_task(self._send(pace, turn, chat, began))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    async def _send(self, pace: Pace, turn: Turn, chat: int, began: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(ONE_WAY + self.chance.random() * JITTER)
        now, wait = loop.time(), 0
        failed = self.fails(now - began)
        if not failed:
            try:
                self.limits.admit(chat, now)
            except ApiError as refusal:
                wait = refusal.parameters["retry_after"]
        await asyncio.sleep(ONE_WAY)
        if failed:
            pace.failed(turn)
            heapq.heappush(self.waiting, (loop.time() + 0.25, chat))
        elif wait:
            self.floods += 1
            pace.flooded(turn, chat, wait)
            heapq.heappush(self.waiting, (loop.time() + wait, chat))
        else:
            pace.accepted(turn)
            self.told.add(chat)
            self.last = now - began


@pytest.mark.parametrize(
    ("limits", "most", "floods"),
    [
        pytest.param(Limits(), 1.03, 0, id="published"),
        pytest.param(Limits(penalty=30), 1.03, 0, id="penalties"),
        pytest.param(Limits(everyone=SlidingWindow(30)), 1.07, 0, id="any second"),
        pytest.param(Limits(everyone=FixedWindow(30)), 1.07, 0, id="the clock's second"),
        pytest.param(Limits(everyone=Bucket(30, 3)), 1.05, 5, id="little burst"),
        pytest.param(Limits(everyone=Bucket(30, 1)), 1.15, 50, id="no burst"),
        pytest.param(Limits(everyone=Bucket(30, 1), penalty=1), 1.45, 30, id="no burst, penalties"),
        pytest.param(Limits(everyone=Bucket(20, 20)), 1.6, 160, id="twenty a second"),
        pytest.param(Limits(everyone=SlidingWindow(25)), 1.35, 100, id="twenty-five"),
    ],
)
def test_it_is_close_to_the_limit_however_telegram_counts(
    limits: Limits, most: float, floods: int
) -> None:
    """Nobody is left out, the last is told soon, and hardly anything is refused."""
    rig = Rig(limits)
    played(rig.run)
    assert len(rig.told) == CHATS
    assert rig.last / LEAST < most
    assert rig.floods <= floods


@pytest.mark.parametrize(
    ("fails", "lost"),
    [
        pytest.param(lambda at: 20 <= at < 30, 10, id="ten seconds away"),
        pytest.param(lambda at: int(at * 997) % 20 == 0, 0, id="every twentieth fails"),
    ],
)
def test_failures_cost_little_more_than_their_time(
    fails: Callable[[float], bool], lost: float
) -> None:
    """What does not reach Telegram does not count, and the way back is found at once."""
    rig = Rig(Limits(), fails)
    played(rig.run)
    assert len(rig.told) == CHATS
    assert rig.last < LEAST * 1.035 + lost
