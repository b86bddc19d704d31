"""Takes what Telegram pushes, the moment it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telethon.tl import types

from listeners.telegram_said import channel_of, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.telegram_client import PushClient
    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_history import History


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
                followed = self._following.by_id(channel_of(message))
                read = said(message, chats, users)
                if followed is not None and read is not None:
                    in_turn = self._count(followed, update) and not followed.ear.is_behind
                    self._hearing.pushed(followed, read, in_turn=in_turn)
                    self._fetch_missing(followed)
            case types.UpdateEditChannelMessage(message=message):
                followed = self._following.by_id(channel_of(message))
                read = said(message, chats, users)
                if followed is not None and read is not None:
                    self._count(followed, update)
                    self._hearing.edited(followed, read)
                    self._fetch_missing(followed)
            case types.UpdateDeleteChannelMessages(channel_id=number, messages=gone):
                followed = self._following.by_id(number)
                if followed is not None:
                    self._count(followed, update)
                    self._hearing.deleted(followed, gone)
            case (
                types.UpdateChannelTooLong(channel_id=number)
                | types.UpdateChannel(channel_id=number)
            ):
                if self._following.by_id(number) is not None:
                    self._hurry()

    def _count(self, followed: Followed, update: Any) -> bool:  # noqa: ANN401 - Telethon ships no types
        """Count an event; True if it follows the last one that was counted."""
        follows = followed.pts is not None and update.pts - update.pts_count == followed.pts
        if follows:
            followed.pts = update.pts
        return bool(follows)

    def _fetch_missing(self, followed: Followed) -> None:
        """Have fetched what the channel must have said before this."""
        if followed.ear.is_behind and followed.pin is not None:
            self._history.catch_up(followed)


def _begins(update: Any) -> int:  # noqa: ANN401 - Telethon ships no types
    """Return the count before an update: within a container they may come in any order."""
    return (getattr(update, "pts", 0) or 0) - (getattr(update, "pts_count", 0) or 0)
