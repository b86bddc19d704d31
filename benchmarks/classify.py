"""How many posts a second one core reads: ``python benchmarks/classify.py [POSTS.jsonl]``.

Each post is read over and over, and the best of its times counts: that of a machine with nothing
else at work. The time is the processor's, so that other programs do not add to it.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from pathlib import Path

from alerts.reader import official_reader

NIGHT = Path(__file__).parents[1] / "sandbox" / "night.jsonl"
SECONDS = 5.0


def main() -> None:
    """Read the posts of a file over and over for some seconds, and print the pace."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else NIGHT
    posts = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    began = time.process_time()
    reader = official_reader()
    gc.freeze()  # as ``tocsin classify`` does
    ready = time.process_time() - began
    took: list[list[float]] = [[] for _ in posts]
    began = time.process_time()
    while time.process_time() - began < SECONDS:
        for post, times in zip(posts, took, strict=True):
            before = time.process_time()
            reader.read(post["text"], post.get("channel_region"))
            times.append(time.process_time() - before)
    best = [min(times) for times in took]
    every = [each for times in took for each in times]
    print(f"{len(posts)} different posts, reader ready after {ready:.2f} s of processor time")
    for name, times in (("best of each", best), ("every reading", every)):
        print(
            f"{name}: {len(times) / sum(times):.0f} posts/s, "
            f"median {statistics.median(times) * 1000:.3f} ms, slowest {max(times) * 1000:.2f} ms"
        )


if __name__ == "__main__":
    main()
