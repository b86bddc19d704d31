"""Measure how fast an export is read, and in how much memory: read_export.py FILE."""

from __future__ import annotations

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from listeners.export import ExportReader
from listeners.skipped import Skipped


def main() -> None:
    """Read the file once and print the figures."""
    posts = skipped = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = perf_counter()
    with Path(sys.argv[1]).open("rb") as stream:
        reader = ExportReader(stream, channel="opershtab", received_at=datetime.now(UTC))
        for item in reader:
            if isinstance(item, Skipped):
                skipped += 1
            else:
                posts += 1
    took = perf_counter() - started
    megabytes = reader.position / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{megabytes:.0f} MB, {posts} posts, {skipped} skipped in {took:.1f} s")
    print(f"{megabytes / took:.0f} MB/s, {posts / took:.0f} posts/s")
    print(f"peak memory {peak / 1024:.0f} MB, of which {before / 1024:.0f} MB before the reading")


if __name__ == "__main__":
    main()
