"""How a followed channel does: what it said last, who hears it how fast, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from storage.store import SourceHealth, Watched

UNHEARD: Final = timedelta(minutes=10)
"""A channel that no source has looked at for so long is not heard."""

_LONGER: Final = 3
"""So many times its usual silence is longer than usual."""

_SHORTEST: Final = timedelta(hours=1)
"""No shorter silence is worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A followed channel at a moment, with how each source hears it."""

    watched: Watched
    health: tuple[SourceHealth, ...]
    now: datetime

    @property
    def heard(self) -> SourceHealth | None:
        """Return the source that heard it last, None if none ever did."""
        ever = [one for one in self.health if one.last_heard_at is not None]
        return max(ever, key=lambda one: one.last_heard_at or self.now, default=None)

    @property
    def troubles(self) -> list[SourceHealth]:
        """Return the sources that cannot hear it now."""
        return [one for one in self.health if one.trouble is not None]

    @property
    def is_dead(self) -> bool:
        """Tell whether every source that follows it is in trouble."""
        return bool(self.health) and len(self.troubles) == len(self.health)

    @property
    def is_unheard(self) -> bool:
        """Tell whether nobody has looked at it for a while, or ever."""
        heard = self.heard
        if heard is None or heard.last_heard_at is None:
            return True
        return self.now - heard.last_heard_at > UNHEARD

    @property
    def is_silent(self) -> bool:
        """Tell whether it has said nothing for longer than usual."""
        usual, last = self.watched.usual_silence, self.watched.last_post_at
        if usual is None or last is None:
            return False
        return self.now - last > max(_LONGER * usual, _SHORTEST)

    @property
    def is_marked(self) -> bool:
        """Tell whether Telegram warns of it."""
        profile = self.watched.profile
        return profile is not None and bool(profile.scam or profile.fake)

    @property
    def needs_attention(self) -> bool:
        """Tell whether an operator should look."""
        return bool(
            self.is_unheard
            or self.is_silent
            or self.is_marked
            or self.troubles
            or self.watched.stranger
            or self.watched.channel.renamed_to
        )


def standings(
    watched: Iterable[Watched], health: Sequence[SourceHealth], now: datetime
) -> list[Standing]:
    """Return how each channel does; those that need attention first, then by name."""
    by_channel: dict[str, list[SourceHealth]] = {}
    for one in health:
        by_channel.setdefault(one.channel, []).append(one)
    found = [
        Standing(watched=each, health=tuple(by_channel.get(each.channel.username, ())), now=now)
        for each in watched
    ]
    return sorted(found, key=lambda one: (not one.needs_attention, one.watched.channel.username))
