"""``fanout.py`` on a clock that leaps: ``python benchmarks/fanout_leaping.py [SCENARIO …]``.

The same pipeline, drain, database and Bot API in one process, on a clock that leaps over every
wait. What is measured is what the drain decides: the time the program itself needs is none, so that
a machine with other work gives the same figures as one without. ``--jitter`` lets every call be up
to so many seconds longer on its way.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import selectors
import tempfile
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from aiosqlite import core

from app.bots import open_bot
from app.config import BotConfig
from benchmarks.fanout import alarm, drain_of, line, settle, until_told
from benchmarks.fanout_telegram import SCENARIOS, report
from sandbox.server import open_sandbox
from storage.store import open_store

if TYPE_CHECKING:
    from sandbox.faults import Faults

BEGAN: Final = datetime.now(UTC)
A_WHILE: Final = 0.5
A_MOMENT: Final = 0.01
AT_WORK: Final[list[asyncio.Future[Any]]] = []
"""What the threads of SQLite are asked for: the clock stands still until they have answered."""


class Asked(SimpleQueue[Any]):
    """The queue of one of these threads."""

    def put_nowait(self, item: Any) -> None:  # noqa: ANN401 - aiosqlite's own
        """Note what is asked for."""
        if item[0] is not None:
            AT_WORK.append(item[0])
        super().put_nowait(item)


class Leap(selectors.DefaultSelector):
    """Waits for nothing but threads; any other wait passes at once on the loop's clock."""

    leapt = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        AT_WORK[:] = [future for future in AT_WORK if not future.done()]
        if AT_WORK or timeout is None:
            return super().select(A_WHILE)
        self.leapt += timeout
        return []


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop with such a clock, which begins at zero."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._leap = Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        """Return the time waited so far."""
        return self._leap.leapt


def now() -> datetime:
    """Return the present moment of the clock that leaps."""
    return BEGAN + timedelta(seconds=asyncio.get_running_loop().time())


async def measure(name: str, count: int, url: str, jitter: float) -> None:
    """Run one scenario and print its line."""
    scenario, loop = SCENARIOS[name], asyncio.get_running_loop()
    chats, wake = scenario.chats(count), asyncio.Event()
    async with (
        open_store(url) as store,
        open_sandbox(
            "127.0.0.1",
            0,
            autoplay=False,
            demo=False,
            monotonic=loop.time,
            any_chat=True,
            limits=scenario.limits(),
        ) as sandbox,
        open_bot(BotConfig(token=sandbox.token, api_url=sandbox.url)) as bot,
    ):
        await settle(store, scenario, count)
        scenario.faults(sandbox.faults, chats)
        await alarm(store, now())
        began = loop.time()
        async with asyncio.TaskGroup() as tasks:
            way = tasks.create_task(uneven(sandbox.faults, scenario.latency, jitter))
            drain = tasks.create_task(drain_of(store, bot, scenario, wake, now).run())
            await until_told(store, drain, now)
            way.cancel()
            drain.cancel()
        seen = report(sandbox, chats)
    print(line(name, count, seen["last"] - began, seen), flush=True)


async def uneven(faults: Faults, least: float, jitter: float) -> None:
    """Make the way now a little longer, now less."""
    chance = random.Random(1)  # noqa: S311 - chance in a measurement, not a secret
    while True:
        faults.latency = least + chance.random() * jitter
        await asyncio.sleep(A_MOMENT)


def main() -> None:
    """Run the scenarios that are asked for, or all."""
    asked = argparse.ArgumentParser(description="How soon the last of many is told.")
    asked.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], default=[])
    asked.add_argument("--chats", type=int, default=3000)
    asked.add_argument("--jitter", type=float, default=0.0015)
    given = asked.parse_args()
    core.SimpleQueue = Asked  # type: ignore[attr-defined]  # the threads' own queue, to see them at work
    for name in given.scenarios or SCENARIOS:
        with (
            tempfile.TemporaryDirectory() as folder,
            asyncio.Runner(loop_factory=LeapingLoop) as runner,
        ):
            url = f"sqlite+aiosqlite:///{folder}/bench.db"
            runner.run(measure(name, given.chats, url, given.jitter))


if __name__ == "__main__":
    main()
