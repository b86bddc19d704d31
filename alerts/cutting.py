"""Cuts a normal text into words and marks, once for all who read it: scanner, places and counts.

A word may hold hyphens and apostrophes. A mark ends a sentence or parts clauses; other signs are
left in the gaps between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_TOKEN: Final = re.compile(
    r"([0-9a-zа-я]++(?![^\W_]|[-'])"  # most words, and in half the time
    r"|[\n.!?…,;:()]|[^\W_]++(?:[-'][^\W_]++)*+|(?<=\s)-(?=\s))"
)
ENDS: Final = frozenset("\n.!?…")
"""Marks that end a sentence, but for the full stop of an abbreviation."""
PARTS: Final = frozenset(",;:()-")
"""Marks that part clauses."""


@dataclass(slots=True)
class Cut:
    """The words and marks of a text with their offsets; ``gaps`` has what stands before each.

    The last gap, and the last of ``starts``, are those of the end of the text.
    """

    normal: str
    tokens: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]


def cut(normal: str) -> Cut:
    """Cut a text as ``alerts.normal.normalise`` gives it."""
    parts = _TOKEN.split(normal)
    bounds = list(accumulate(map(len, parts)))
    return Cut(normal, parts[1::2], bounds[::2], bounds[1::2], parts[::2])
