"""Who speaks: the channels that are followed and the authority of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The office behind a channel; that of an operator is behind none, it ends by hand."""

    GOVERNOR = "governor"
    HEADQUARTERS = "headquarters"
    GOVERNMENT = "government"
    MAYOR = "mayor"
    EMERGENCY = "emergency"
    DEFENCE = "defence"
    AVIATION = "aviation"
    OPERATOR = "operator"


CHANNEL_ROLES: Final = tuple(role for role in Role if role is not Role.OPERATOR)
"""What the voice of a channel may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A followed channel.

    ``username`` is in lower case without "@". ``region`` is its home by ISO 3166-2, or None for a
    federal body; ``municipality`` is the area id that a city's own channel speaks for.
    ``channel_id`` is Telegram's numeric id (bare, without -100), pinned when known.
    ``renamed_to`` is the username it bears now, if it is another than the one it is followed by.
    """

    username: str
    title: str
    role: Role
    region: str | None
    channel_id: int | None = None
    municipality: str | None = None
    renamed_to: str | None = None

    @property
    def address(self) -> str:
        """Return where people find it."""
        return f"https://t.me/{self.renamed_to or self.username}"
