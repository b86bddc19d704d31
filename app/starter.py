"""The list of channels to start with: what is known of each, and what is not verified."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from alerts.channels import Role

if TYPE_CHECKING:
    from collections.abc import Collection

COLUMNS: Final = (
    "username",
    "numeric_id",
    "region",
    "municipality",
    "role",
    "holder",
    "follow",
    "verified",
    "note",
    "source",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterChannel:
    """A channel of the list; ``follow`` is False for one that is kept as a warning only.

    ``verified`` tells that its office was confirmed by the office's own site or by Telegram's mark.
    """

    username: str
    channel_id: int | None
    region: str | None
    municipality: str | None
    role: Role
    holder: str
    follow: bool
    verified: bool
    note: str


@cache
def starter_channels() -> tuple[StarterChannel, ...]:
    """Return the list, in its order."""
    text = files("app").joinpath("data", "starter_channels.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        StarterChannel(
            username=row["username"].lower(),
            channel_id=int(row["numeric_id"]) if row["numeric_id"] else None,
            region=row["region"] or None,
            municipality=row["municipality"] or None,
            role=Role(row["role"]),
            holder=row["holder"],
            follow=row["follow"] == "yes",
            verified=row["verified"] == "yes",
            note=row["note"],
        )
        for row in rows
    )


def starter_channel(username: str) -> StarterChannel | None:
    """Return a channel of the list, None if it is not on it."""
    return next((one for one in starter_channels() if one.username == username), None)


def starters_of(regions: Collection[str]) -> list[StarterChannel]:
    """Return the channels of some regions that are worth following; "RU" means federal bodies."""
    wanted = {None if region == "RU" else region for region in regions}
    return [one for one in starter_channels() if one.follow and one.region in wanted]
