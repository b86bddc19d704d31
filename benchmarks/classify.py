"""How many posts a second one core reads: ``python benchmarks/classify.py [POSTS.jsonl]``.

Each pass reads the file once, in order, with a reader that has never seen a post of it: it has
only read others before, those of ``tests/corpus``, so that it knows most of the words. What a file
has word for word twice is read twice, as a channel's reader would; how much that is, of posts and
of sentences, is printed. The time is the processor's, so that other programs do not add to it; the
best of the passes is that of a machine with nothing else at work.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from alerts.cutting import cut
from alerts.normal import normalise
from alerts.reader import official_reader
from alerts.sentences import stretches

ROOT = Path(__file__).parents[1]
NIGHT = ROOT / "sandbox" / "night.jsonl"
OTHERS = sorted((ROOT / "tests" / "corpus").glob("*.jsonl"))
PASSES = 6


def main() -> None:
    """Read the posts of a file some times over, each time as new ones, and print the pace."""
    posts = posts_of(Path(sys.argv[1]) if len(sys.argv) > 1 else NIGHT)
    others = [post for file in OTHERS for post in posts_of(file)]
    sentences = [sentence for post in posts for sentence in sentences_of(post["text"])]
    print(
        f"{len(posts)} posts, {again([post['text'] for post in posts]):.0%} of them word for word"
    )
    print(f"as one before, and so {again(sentences):.0%} of {len(sentences)} sentences")
    began = time.process_time()
    official_reader()
    print(f"reader ready after {time.process_time() - began:.2f} s of processor time")
    passes = [read_as_new(posts, others) for _ in range(PASSES)]
    every = [each for times in passes for each in times]
    best = [min(times) for times in zip(*passes, strict=True)]
    for name, times in (("every reading", every), ("best of each", best)):
        print(
            f"{name}: {len(times) / sum(times):.0f} posts/s, "
            f"median {statistics.median(times) * 1000:.3f} ms, slowest {max(times) * 1000:.2f} ms"
        )


def posts_of(file: Path) -> list[dict[str, Any]]:
    """Return the posts of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a post in the normal spelling."""
    normal = normalise(text)
    return [normal[each.start : each.end].strip() for each in stretches(cut(normal))]


def again(texts: list[str]) -> float:
    """Return which share of texts has stood before."""
    return 1 - len(set(texts)) / len(texts)


def read_as_new(posts: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[float]:
    """Return how long each post takes a reader that has only read others before."""
    official_reader.cache_clear()
    reader = official_reader()
    for post in others:
        reader.read(post["text"], post.get("channel_region"))
    gc.collect()
    gc.freeze()  # as ``tocsin classify`` does
    times: list[float] = []
    for post in posts:
        before = time.process_time()
        reader.read(post["text"], post.get("channel_region"))
        times.append(time.process_time() - before)
    return times


if __name__ == "__main__":
    main()
