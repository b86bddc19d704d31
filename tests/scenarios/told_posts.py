"""What a faulty night told, state by state, and what of it is kept in the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.fakes.preview_pages import FakeChannel
    from tests.mtproto.channel import Channel

GONE: Final = "(deleted)"
_EDITABLE: Final = 40


@dataclass
class Told:
    """One channel, on both stand-ins, and every state of every post that it had."""

    channel: Channel
    page: FakeChannel
    states: dict[int, list[str]] = field(default_factory=dict)

    def publish(self, text: str) -> None:
        """Publish a post on both."""
        message = self.channel.publish(text)
        self.page.post(text, message_id=message.id)
        self.page.posts[message.id].published_at = message.date
        self.states[message.id] = [text]

    def edit(self, number: int, text: str) -> None:
        """Change a post on both."""
        self.channel.edit(number, text)
        self.page.edit(number, text)
        self.states[number].append(text)

    def delete(self, number: int) -> None:
        """Delete a post on both."""
        self.channel.delete(number)
        self.page.delete(number)
        self.states[number].append(GONE)

    def living(self) -> list[int]:
        """Return the newest posts that are still there."""
        return sorted(self.channel.messages)[-_EDITABLE:]


@dataclass
class Counted:
    """What the database holds in the end; as it must be, all lists are empty."""

    posts: int = 0
    revisions: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Tell whether every post is kept once, and as it is."""
        return not (self.lost or self.wrong or self.strange)


def kept(database: object) -> dict[tuple[str, int], list[str]]:
    """Return the texts of every kept post, in the order they were kept."""
    kept: dict[tuple[str, int], list[str]] = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'post'").fetchone():
            return kept
        rows = connection.execute(
            "select channel.username, message_id, text, deleted from post_revision"
            " join post on post.id = post_id join channel on channel.id = channel_id"
            " order by post_revision.id"
        )
        for name, number, text, deleted in rows:
            kept.setdefault((name, number), []).append(GONE if deleted else text)
    return kept


def is_part(texts: list[str], states: list[str]) -> bool:
    """Tell whether texts are states a post had, in their order, each once."""
    left = iter(states)
    return all(text in left for text in texts)
