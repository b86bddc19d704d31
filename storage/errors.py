"""What can go wrong with the database that is not a fault of ours."""

from __future__ import annotations


class StorageError(Exception):
    """The database cannot be used; one sentence for the operator, without the password."""


class ChannelMismatchError(Exception):
    """Another channel speaks under a followed name, or a followed channel under another name."""

    def __init__(self, username: str, *, pinned: int | None, heard: int | None) -> None:
        """Say which name, the id it is known by, and the id it was heard with."""
        super().__init__(f"@{username} is known as channel {pinned}, but was heard as {heard}")
        self.username = username
        self.pinned = pinned
        self.heard = heard


class NotFollowedError(KeyError):
    """A post of a channel that is not followed, perhaps no longer; the argument is its name."""
