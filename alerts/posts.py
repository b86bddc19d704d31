"""What a channel published, as it was heard."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePost:
    """One state of one post: new, edited (another text) or deleted.

    ``channel`` is the username in lower case without "@", ``message_id`` the post's number in
    that channel, both as Telegram gives them. All moments are aware. ``received_at`` is read
    from the clock of the source, so a replayed night is as fresh as it was on that night.
    A forwarded post names whom it is from, and is as old as ``forwarded_at``, when it was first
    published there, if the source knows that. ``album`` are further numbers that the post took, as
    far as the source knows them: another source may know it by one of these.
    """

    channel: str
    message_id: int
    text: str
    published_at: datetime
    received_at: datetime
    source: str
    edited_at: datetime | None = None
    deleted: bool = False
    channel_id: int | None = None
    forwarded_from: str | None = None
    forwarded_at: datetime | None = None
    album: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """Return what tells one revision of a post from another: a hash of what it says."""
        state = "deleted" if self.deleted else "text:" + self.text
        return hashlib.sha256(state.encode(errors="surrogatepass")).hexdigest()[:32]

    def as_first_published(self) -> SourcePost:
        """Return the post as old as its words are: a forward says what was said before it."""
        if self.forwarded_at is None or self.forwarded_at >= self.published_at:
            return self
        return replace(self, published_at=self.forwarded_at)
