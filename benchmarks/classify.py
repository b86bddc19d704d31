"""How many posts a second one core reads: ``python benchmarks/classify.py [POSTS.jsonl]``."""

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
    began = time.perf_counter()
    reader = official_reader()
    gc.freeze()  # as ``tocsin classify`` does
    ready = time.perf_counter() - began
    took: list[float] = []
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for post in posts:
            before = time.perf_counter()
            reader.read(post["text"], post.get("channel_region"))
            took.append(time.perf_counter() - before)
    rate = len(took) / sum(took)
    slowest = max(took[len(posts) :]) * 1000
    print(f"{len(posts)} different posts, reader ready after {ready:.2f} s")
    print(
        f"{rate:.0f} posts/s, median {statistics.median(took) * 1000:.3f} ms, "
        f"slowest {slowest:.2f} ms"
    )


if __name__ == "__main__":
    main()
