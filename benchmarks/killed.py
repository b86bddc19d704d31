"""Who is left out when the drain is killed twenty times: ``python benchmarks/killed.py``.

The sandbox's Bot API is here, 60 ms away each way; the drain is another process over the same
SQLite file. Each time a share of the residents has been told it is killed with SIGKILL and started
anew. What Telegram has accepted and the database does not say so is told twice: requests under way,
and answers not written down yet.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Final

from app.bots import open_bot
from app.config import BotConfig
from benchmarks.fanout import alarm, drain_of, now, settle
from benchmarks.fanout_telegram import ONE_WAY, Scenario
from sandbox.limits import Limits
from sandbox.server import Sandbox, open_sandbox
from storage.store import open_store

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

CHATS: Final = 3000
KILLS: Final = 20
PER_SECOND: Final = 100
PATIENCE: Final = 900
SCENARIO: Final = Scenario(limits=lambda: Limits(per_second=PER_SECOND), per_second=PER_SECOND)
PROCESSES: Final = multiprocessing.get_context("forkserver")


def drain(url: str, token: str, api_url: str) -> None:
    """Send until killed."""
    asyncio.run(_drain(url, BotConfig(token=token, api_url=api_url)))


async def _drain(url: str, config: BotConfig) -> None:
    async with open_store(url) as store, open_bot(config) as bot:
        await drain_of(store, bot, SCENARIO, asyncio.Event()).run()


def started(url: str, sandbox: Sandbox) -> ForkServerProcess:
    """Start a drain."""
    process = PROCESSES.Process(target=drain, args=(url, sandbox.token, sandbox.url))
    process.start()
    return process


async def killed(url: str, sandbox: Sandbox) -> tuple[int, float]:
    """Kill the drain again and again until all are told.

    Returns how often, and the seconds from the first message to the last.
    """
    accepted = sandbox.telegram.accepted
    told: set[int] = set()
    seen = kills = 0
    process = started(url, sandbox)
    async with asyncio.timeout(PATIENCE):
        while len(told) < CHATS:
            await asyncio.sleep(0.01)
            told.update(one.chat_id for one in accepted[seen:])
            seen = len(accepted)
            if not process.is_alive():
                raise RuntimeError("the drain has ended by itself")
            if kills < KILLS and len(told) >= CHATS * (kills + 1) // (KILLS + 1):
                process.kill()
                process.join()
                kills += 1
                process = started(url, sandbox)
    await asyncio.sleep(1)  # what is told twice at the end
    process.kill()
    process.join()
    return kills, accepted[-1].t - accepted[0].t


async def main() -> None:
    """Tell everybody, and print who was left out and who told twice."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        async with open_store(url) as store:
            await settle(store, SCENARIO, CHATS)
            await alarm(store, now())
        async with open_sandbox(
            "127.0.0.1", 0, autoplay=False, demo=False, any_chat=True, limits=SCENARIO.limits()
        ) as sandbox:
            sandbox.faults.latency = ONE_WAY
            kills, seconds = await killed(url, sandbox)
            told = Counter(one.chat_id for one in sandbox.telegram.accepted)
    doubled = told.total() - len(told)
    print(
        f"{kills} kills in {seconds:.0f} s: of {CHATS} residents {CHATS - len(told)} were left out;"
        f" {doubled} told twice, {doubled / kills:.1f} for a kill, none more often than"
        f" {max(told.values())} times; about {PER_SECOND * 2 * ONE_WAY:.0f} requests were under way"
    )


if __name__ == "__main__":
    PROCESSES.set_forkserver_preload(["benchmarks.fanout"])
    print(f"python {sys.version.split()[0]}, killed.py")
    asyncio.run(main())
