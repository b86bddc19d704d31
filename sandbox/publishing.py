"""The public side of the world: channels, and the posts they publish, edit and take down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.model import Channel, Post
from sandbox.views import page_post
from sandbox.watchers import Watchers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Publishing:
    """Channels by name; each change is told to whoever watches."""

    def __init__(self, *, now: Callable[[], datetime], first_id: int) -> None:
        """Start without channels; posts are numbered from ``first_id``."""
        self.now = now
        self.channels: dict[str, Channel] = {}
        self.watchers = Watchers()
        self._first_id = first_id

    def add_channel(
        self,
        username: str,
        title: str,
        *,
        role: str = "government",
        region: str | None = None,
        municipality: str | None = None,
        about: str = "",
    ) -> Channel:
        """Open a public channel."""
        channel = Channel(
            username=username,
            title=title,
            role=role,
            region=region,
            municipality=municipality,
            about=about,
            next_id=self._first_id,
        )
        self.channels[username.lower()] = channel
        return channel

    def channel(self, username: str) -> Channel:
        """Return a channel by its name in any case; KeyError if there is none."""
        return self.channels[username.lower()]

    def publish(
        self,
        channel: str,
        text: str,
        *,
        at: datetime | None = None,
        reply_to: int | None = None,
        forwarded_from: str | None = None,
    ) -> int:
        """Publish a post and return its number."""
        home = self.channel(channel)
        post = Post(
            id=home.next_id,
            text=text,
            date=at or self.now(),
            reply_to=reply_to,
            forwarded_from=forwarded_from,
        )
        home.next_id += 1
        home.posts[post.id] = post
        self._tell_post(home, post)
        return post.id

    def edit_post(
        self, channel: str, post_id: int, text: str, *, at: datetime | None = None
    ) -> None:
        """Change the words of a post; KeyError if it is not there."""
        home = self.channel(channel)
        post = home.posts[post_id]
        if post.deleted:
            raise KeyError(post_id)
        post.text, post.edited = text, at or self.now()
        self._tell_post(home, post)

    def delete_post(self, channel: str, post_id: int) -> None:
        """Take a post down; KeyError if it is not there."""
        home = self.channel(channel)
        home.posts[post_id].deleted = True
        self.watchers.tell({"type": "post_gone", "channel": home.username, "id": post_id})

    def _tell_post(self, channel: Channel, post: Post) -> None:
        event = {"type": "post", "channel": channel.username, "post": page_post(post)}
        self.watchers.tell(event)
