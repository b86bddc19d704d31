"""What a resident asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.verdicts import Hazard


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One area a chat is told about; no hazards means all of them."""

    area: str
    hazards: frozenset[Hazard] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A chat and its settings; all that is kept about a person besides the areas.

    ``digest_minute`` is the minute of the local day at which the digest is wanted (480 is 08:00),
    None for no digest. ``timezone`` is an IANA name. ``next_digest_at`` is derived from both.
    ``quiet`` are the minutes of the UTC day from and until which lesser alarms make no sound;
    until ``snoozed_until`` they make none either.
    """

    chat_id: int
    language: str = "ru"
    timezone: str = "Europe/Moscow"
    digest_minute: int | None = None
    next_digest_at: datetime | None = None
    quiet: tuple[int, int] | None = None
    snoozed_until: datetime | None = None
