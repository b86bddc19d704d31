"""What a statement says of places, before it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

EVERYWHERE: Final = re.compile(
    r"(?:\bи|,)\s(?:(?:во\s)?все[хм]?\s(?:остальн\w+\s|други\w+\s)?(?:район|округ|муниципал)\w*"
    r"|вс[яей]+\s(?:област|территори|республик)\w*|весь\s(?:край|регион))",
    re.IGNORECASE,
)
"""All the rest of the region, after some of its places."""


@dataclass(slots=True, unsafe_hash=True)  # frozen ones take three times as long to make
class Scope:
    """What a statement says of places; see ``Statement`` for each.

    ``named``: it names some. ``leaves_out``: it is said of all but some, known or not.
    ``regional`` does not tell scopes apart: it is how, and not what, a place is told.
    """

    areas: tuple[str, ...]
    places: tuple[str, ...]
    unknown: tuple[str, ...]
    named: bool
    excepted: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    leaves_out: bool = False
    regional: bool = field(default=False, compare=False)
