"""What a finite source could not read, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A message that was passed over: where it stands, why, and its number if it could be seen."""

    place: str
    why: str
    message_id: int | None = None
