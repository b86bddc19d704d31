"""A night of faults and kills, counted: ``python benchmarks/soak.py [SECONDS] [SEED]``.

Runs ``tocsin run`` with two accounts against the test MTProto server and the preview page of the
same three channels, lets everything fail at random, kills the process every few seconds, and
compares the database with what was published. Run it from the project's folder.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.fakes.preview_pages import open_site
from tests.mtproto.server import open_mtproto
from tests.scenarios.faulty_night import FaultyNight

SECONDS, SEED = 120.0, 1


async def main(seconds: float, seed: int) -> int:
    """Run it once; return 1 if anything is lost or doubled."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    async with (
        open_mtproto() as server,
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
        open_site() as site,
    ):
        night = FaultyNight(Operator(folder, server, sandbox), site, seed)
        await night.prepare()
        await night.pass_by(seconds)
        began = time.monotonic()
        counted = await night.settle()
    print(
        f"seed {seed}: {counted.posts} posts kept in {counted.revisions} revisions, "
        f"{night.kills} kills, {night.faults} faults; lost {len(counted.lost)}, "
        f"wrong {len(counted.wrong)}, strange {len(counted.strange)}; "
        f"settled after {time.monotonic() - began:.1f} s"
    )
    for line in (*counted.lost[:10], *counted.wrong[:10], *counted.strange[:10]):
        print("  ", line)
    print("log and database:", folder)
    return 0 if counted.is_good else 1


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        asyncio.run(
            main(
                float(given[0]) if given else SECONDS,
                int(given[1]) if len(given) > 1 else SEED,
            )
        )
    )
