"""What people are advised to do about a hazard, from a table that names whose advice it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from alerts.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.verdicts import Hazard


@cache
def advice_table() -> Mapping[str, Any]:
    """Return the table by hazard; "any" for danger without a table of its own."""
    return read_toml("advice.toml")


def advice(hazard: Hazard | None, language: str, *, now: bool) -> str:
    """Return what to do, in Russian or English: ``now`` it happens, or it may soon."""
    table = advice_table()
    row = table.get(hazard.value if hazard else "any", table["any"])
    texts: dict[str, str] = row["now" if now else "soon"]
    return texts.get(language, texts["ru"])
