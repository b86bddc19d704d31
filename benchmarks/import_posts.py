"""How fast an export is imported: ``python benchmarks/import_posts.py [MEGABYTES]``.

Writes an export of that size (20 MB unless told otherwise) with ``make_export.py`` and brings it
into a fresh SQLite file as ``tocsin import`` does: read, understood, kept, and its alerts folded.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alerts.channels import Channel, Role
from alerts.reader import official_reader
from app.importing import Imported, import_posts
from listeners.export import ExportReader
from storage.store import open_store

MEGABYTES = 20
CHANNEL = Channel(
    username="opershtab", title="Оперативный штаб", role=Role.HEADQUARTERS, region="RU-BEL"
)


def main() -> None:
    """Make the export, import it twice, and print the figures of each time."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "result.json"
        with export.open("wb") as out:
            maker = Path(__file__).with_name("make_export.py")
            subprocess.run([sys.executable, maker, str(megabytes)], stdout=out, check=True)  # noqa: S603 - our own program
        official_reader()  # its tables are loaded once, however long the file is
        for name in ("first import", "the same again"):
            began = time.perf_counter()
            imported, kept_after = asyncio.run(bring_in(export, Path(folder) / "bench.db"))
            took = time.perf_counter() - began
            print(
                f"{name}: {imported.read} posts read, {imported.added} added in {took:.1f} s: "
                f"{imported.read / took:.0f} posts/s, {megabytes / took:.1f} MB/s, "
                f"of which folding {began + took - kept_after:.1f} s; "
                f"peak memory {peak_mb():.0f} MB"
            )


async def bring_in(export: Path, database: Path) -> tuple[Imported, float]:
    """Import an export; return what came of it, and when its last post was kept."""
    kept_after = [0.0]
    with closing(export.open("rb")) as stream:
        items = ExportReader(stream, channel=CHANNEL.username, received_at=datetime.now(UTC))
        async with open_store(f"sqlite+aiosqlite:///{database}") as store:
            await store.follow([CHANNEL])

            def progress() -> None:
                """Note the moment."""
                kept_after[0] = time.perf_counter()

            done = await import_posts(items, CHANNEL, store, official_reader(), progress)
    return done, kept_after[0]


def peak_mb() -> float:
    """Return the most memory the process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
