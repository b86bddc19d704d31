"""Takes what Telegram pushes, the moment it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telethon.tl import types

from listeners.telegram_counts import Counts
from listeners.telegram_said import channel_of, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.telegram_client import PushClient
    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_history import History
    from listeners.telegram_said import Said


class Pushes:
    """The pushes of one connection."""

    def __init__(
        self,
        following: Following,
        hearing: Hearing,
        history: History,
        hurry: Callable[[], None],
    ) -> None:
        """Take pushes; ``hurry`` is called when one says that something happened and not what."""
        self._following = following
        self._hearing = hearing
        self._history = history
        self._hurry = hurry
        self._counts = Counts()

    async def keep_taking(self, client: PushClient) -> None:
        """Take what is pushed, for ever."""
        while True:
            self.take(await client.pushed())

    def take(self, container: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Take one container of updates."""
        match container:
            case types.Updates() | types.UpdatesCombined():
                for update in sorted(container.updates, key=_begins):
                    self._take(update, container.chats, container.users)
            case types.UpdateShort():
                self._take(container.update, (), ())
            case types.UpdatesTooLong():
                self._hurry()

    def _take(self, update: Any, chats: Any, users: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Take one update."""
        match update:
            case types.UpdateNewChannelMessage(message=message):
                self._take_new(update, said(message, chats, users))
            case types.UpdateEditChannelMessage(message=message):
                self._take_edit(update, said(message, chats, users))
            case types.UpdateNewMessage(message=message) | types.UpdateEditMessage(message=message):
                self._take_odd(message, said(message, chats, users))
            case (
                types.UpdateDeleteChannelMessages()
                | types.UpdatePinnedChannelMessages()
                | types.UpdateChannelWebPage()
            ):
                self._take_other(update)
            case types.UpdateChannelTooLong() | types.UpdateChannel():
                self._take_hint(update)

    def _take_new(self, update: Any, read: Said | None) -> None:  # noqa: ANN401 - Telethon ships no types
        """Take a message that is new."""
        followed = self._following.by_id(channel_of(update.message))
        if followed is not None and read is not None:
            follows = self._counts.follows(followed, update, new=read.message_id)
            in_turn = follows and not followed.ear.is_behind
            self._hearing.pushed(followed, read, in_turn=in_turn)
            self._fetch_missing(followed)

    def _take_edit(self, update: Any, read: Said | None) -> None:  # noqa: ANN401 - Telethon ships no types
        """Take another state of a message."""
        followed = self._following.by_id(channel_of(update.message))
        if followed is not None and read is not None:
            self._counts.follows(followed, update)
            self._hearing.edited(followed, read)
            self._fetch_missing(followed)

    def _take_hint(self, update: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Look what happened in a channel; where much did, read what it may have said."""
        followed = self._following.by_id(update.channel_id)
        if followed is not None:
            self._hurry()
            if isinstance(update, types.UpdateChannelTooLong):
                self._history.catch_up(followed)

    def _take_odd(self, message: Any, read: Said | None) -> None:  # noqa: ANN401 - Telethon ships no types
        """Take a channel's message pushed like one of a private chat, as Telegram never does.

        The count that comes with it is not the channel's.
        """
        followed = self._following.by_id(channel_of(message))
        if followed is not None and read is not None:
            self._hearing.edited(followed, read)
            self._fetch_missing(followed)

    def _take_other(self, update: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Count what happened in a channel, and take word of deletions."""
        followed = self._following.by_id(update.channel_id)
        if followed is not None:
            self._counts.follows(followed, update)
            if isinstance(update, types.UpdateDeleteChannelMessages):
                self._hearing.deleted(followed, update.messages)

    def _fetch_missing(self, followed: Followed) -> None:
        """Have fetched what the channel must have said before this."""
        if followed.ear.is_behind and followed.pin is not None:
            self._history.catch_up(followed)


def _begins(update: Any) -> int:  # noqa: ANN401 - Telethon ships no types
    """Return the count before an update: within a container they may come in any order."""
    return (getattr(update, "pts", 0) or 0) - (getattr(update, "pts_count", 0) or 0)
