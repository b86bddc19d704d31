"""What was heard of a channel, in the words all rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.posts import SourcePost
from listeners.protocol import SourceMark

if TYPE_CHECKING:
    from datetime import datetime

    from listeners.telegram_said import Said
    from listeners.telegram_told import State


class Wording:
    """Words for one channel; ``channel_id`` is its number, once that is known."""

    def __init__(self, channel: str, source: str) -> None:
        """Speak of a channel as a source."""
        self.channel = channel
        self.channel_id: int | None = None
        self._source = source

    def post(self, said: Said, at: datetime) -> SourcePost:
        """Return a message as a post."""
        return SourcePost(
            channel=self.channel,
            message_id=said.message_id,
            text=said.text or "",
            published_at=said.published_at,
            received_at=at,
            source=self._source,
            edited_at=said.edited_at,
            channel_id=self.channel_id,
            forwarded_from=said.forwarded_from,
            forwarded_at=said.forwarded_at,
        )

    def deletion(self, number: int, told: State, at: datetime) -> SourcePost:
        """Return word that a post is gone."""
        return SourcePost(
            channel=self.channel,
            message_id=number,
            text="",
            published_at=told.published_at,
            received_at=at,
            source=self._source,
            deleted=True,
            channel_id=self.channel_id,
        )

    def mark(self, up_to: int) -> SourceMark:
        """Return word that nothing is missing up to a number."""
        return SourceMark(channel=self.channel, source=self._source, up_to=up_to)
