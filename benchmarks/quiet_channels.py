"""What many quiet channels cost: ``python benchmarks/quiet_channels.py [CHANNELS] [SECONDS]``.

Runs ``tocsin run`` with one account that has joined 500 channels of the test MTProto server, waits
until all of them have been read for the first time (which is paced as for Telegram and takes some
minutes), and reads the processor time of that process alone. Looks and the comparing of posts go on
at the usual settings. Run it from the project's folder.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.idle import cpu_seconds, resident_mb
from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.mtproto.server import MtprotoServer, open_mtproto

CHANNELS, SECONDS = 500, 120.0
REST_SECONDS = 10.0
TOCSIN = Path(sys.executable).with_name("tocsin")


async def main(count: int, seconds: float) -> None:
    """Run it once."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_mtproto() as server,
            open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        ):
            operator = Operator(Path(folder), server, sandbox)
            names = [f"channel_{number:03}" for number in range(count)]
            operator.writes_config(*map(entry, names))
            operator.listens_as_usual()
            for name in names:
                channel = server.world.channel(name)
                for number in range(3):
                    channel.publish(f"Сообщение {number}")
            await operator.logs_in()
            process = await asyncio.create_subprocess_exec(
                TOCSIN, "run", cwd=folder, stderr=asyncio.subprocess.DEVNULL
            )
            try:
                await all_read(server, count)
                asked, before, began = len(server.asked), cpu_seconds(process.pid), time.monotonic()
                await asyncio.sleep(seconds)
                passed = time.monotonic() - began
                share = (cpu_seconds(process.pid) - before) / passed
                print(
                    f"{count} quiet channels: {share:.1%} of one core, "
                    f"{(len(server.asked) - asked) / passed:.1f} requests a second, "
                    f"{resident_mb(process.pid):.0f} MB resident"
                )
            finally:
                process.terminate()
                await process.wait()


def entry(name: str) -> str:
    """Return a channel's lines in a configuration."""
    return f'[[channels]]\nusername = "{name}"\nrole = "governor"\nregion = "RU-BEL"'


async def all_read(server: MtprotoServer, count: int) -> None:
    """Wait until each channel was read, and nothing is read any more."""
    read: set[int] = set()
    seen = 0
    while True:
        await asyncio.sleep(REST_SECONDS)
        new = [one for one in server.asked[seen:] if one.method == "messages.getHistory"]
        seen = len(server.asked)
        read |= {number for one in new for number in one.channel_ids}
        if len(read) >= count and not new:
            return


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {Path(__file__).name}")
    given = sys.argv[1:]
    asyncio.run(
        main(
            int(given[0]) if given else CHANNELS,
            float(given[1]) if len(given) > 1 else SECONDS,
        )
    )
