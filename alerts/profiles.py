"""What a channel is by its own account: what Telegram says of it, and what of that has changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.posts import SourcePost


class Trait(StrEnum):
    """Something by which a channel is known, and whose change operators must hear of."""

    USERNAME = "username"
    TITLE = "title"
    VERIFIED = "verified"
    SCAM = "scam"
    FAKE = "fake"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A channel as Telegram shows it; None where the source does not say.

    ``username`` is in lower case without "@". ``verified`` is the blue mark; ``scam`` and ``fake``
    are the warnings Telegram itself puts on a channel.
    """

    channel_id: int | None
    username: str | None
    title: str
    verified: bool | None = None
    scam: bool | None = None
    fake: bool | None = None
    restricted: bool | None = None
    subscribers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitChange:
    """One trait before and after."""

    trait: Trait
    before: str | bool | None
    after: str | bool | None


class UnseenError(Exception):
    """A channel that could not be looked at; why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLook:
    """What an operator is shown of a channel before it is followed; posts oldest first.

    ``through`` names the account or the site by which it was looked at; ``key`` is the account's
    name with its key to the channel, so that it need not be looked up by name again.
    """

    username: str
    profile: Profile
    posts: tuple[SourcePost, ...]
    through: str
    key: tuple[str, int] | None = None

    @property
    def last_post_at(self) -> datetime | None:
        """Return when it spoke last."""
        return max((post.published_at for post in self.posts), default=None)


def trait_changes(before: Profile, after: Profile) -> list[TraitChange]:
    """Return what became different; what either side does not say has not changed.

    The username is the exception: a channel that has none any more has lost it.
    """
    changes: list[TraitChange] = []
    for trait in Trait:
        old, new = getattr(before, trait.value), getattr(after, trait.value)
        if old == new or (trait is not Trait.USERNAME and None in {old, new}):
            continue
        changes.append(TraitChange(trait=trait, before=old, after=new))
    return changes
