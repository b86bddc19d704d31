"""Finds out which channel a username means, once; from then on only its number counts."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from telethon import errors
from telethon.tl import functions, types

from listeners.protocol import Pin
from listeners.telegram_requests import Lane
from listeners.telegram_said import facts_of
from listeners.telegram_troubles import (
    NO_CHANNEL,
    UNANSWERED,
    NoAnswerError,
    account_trouble,
    channel_trouble,
    request_trouble,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from listeners.protocol import Memory, Pins
    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_requests import Requests
    from listeners.telegram_resolves import Resolves
    from listeners.telegram_settings import TelegramSettings

log = logging.getLogger(__name__)

_DAY: Final = 86_400.0
_HOUR: Final = 3_600.0
_REREAD: Final = 300
"""So many numbers below the newest kept post are read again if the channel was never marked."""
_PAGE: Final = 100
_LONGEST_PAUSE: Final = 15.0
"""A longer pause is not waited for here: other channels may be found in another way."""


class Pinning:
    """The finding of channels over one connection."""

    def __init__(
        self,
        account: str,
        following: Following,
        hearing: Hearing,
        *,
        memory: Memory,
        pins: Pins,
        resolves: Resolves,
        settings: TelegramSettings,
        timer: Callable[[], float],
    ) -> None:
        """Pin for an account."""
        self._account = account
        self._following = following
        self._hearing = hearing
        self._memory = memory
        self._pins = pins
        self._resolves = resolves
        self._settings = settings
        self._timer = timer

    async def recall(self) -> None:
        """Take up what is kept of the channels: where to go on, and the keys to them."""
        self._following.changed.clear()
        for followed in self._following:
            if not followed.has_begun:
                name = followed.name
                oldest = await self._memory.oldest_id(name)
                followed.ear.begin(await self._memory.mark(name), oldest)
                followed.pinned(await self._pins.get(self._account, followed.name))
                followed.has_begun = True

    async def kept_mark(self, channel: str) -> int | None:
        """Return where a channel without a mark may go on after what is kept of it.

        A newest post alone does not say that those before it are kept.
        """
        mark = await self._memory.mark(channel)
        if mark is not None:
            return mark
        newest = await self._memory.newest_id(channel)
        return None if newest is None else max(0, newest - _REREAD)

    async def keep_pinning(self, requests: Requests, found: Callable[[], None]) -> None:
        """Pin what is not pinned yet, for ever; ``found`` is called when something was."""
        while True:
            await self.recall()
            if self._missing():
                await self._pin_joined(requests, found)
                await self._pin_others(requests)
                found()
            for followed in self._following:
                await self._check_owner(followed, requests)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._settings.retry_channel_seconds):
                    await self._following.changed.wait()

    def _missing(self) -> list[Followed]:
        """Return the channels to be pinned now."""
        now = self._timer()
        return [each for each in self._following if each.pin is None and each.try_again_at <= now]

    async def _pin_others(self, requests: Requests) -> None:
        """Pin channels by their names, which Telegram allows only now and then."""
        for followed in self._missing():
            if followed not in self._following:
                continue
            try:
                channel = await self._resolve(followed, requests)
            except UNANSWERED as error:
                await self._refused(followed, error, requests)
                continue
            if channel is not None:
                await self._pin(followed, channel)

    async def _pin_joined(self, requests: Requests, found: Callable[[], None]) -> None:
        """Pin the channels the account has joined, a page of them at a time: that costs little."""
        offset: dict[str, Any] = {"offset_date": None, "offset_id": 0}
        peer: Any = types.InputPeerEmpty()
        known: set[int] = set()
        while self._missing():
            request = functions.messages.GetDialogsRequest(
                offset_peer=peer, limit=_PAGE, hash=0, **offset
            )
            try:
                answer = await requests.ask(Lane.JOINED, request, longest_pause=_LONGEST_PAUSE)
            except UNANSWERED as error:
                if account_trouble(error) is not None:
                    raise
                if isinstance(error, NoAnswerError):
                    await requests.probe()
                return  # then by name
            channels = {
                chat.id: chat
                for chat in answer.chats
                if isinstance(chat, types.Channel) and not chat.min
            }
            await self._pin_named(channels.values())
            found()
            last = answer.messages[-1] if answer.messages else None
            whole = not isinstance(answer, types.messages.DialogsSlice)
            if whole or last is None or channels.keys() <= known:
                return
            known |= channels.keys()
            offset = {"offset_date": last.date, "offset_id": last.id}
            channel = channels.get(getattr(last.peer_id, "channel_id", None))
            if channel is not None and channel.access_hash is not None:
                peer = types.InputPeerChannel(channel.id, channel.access_hash)

    async def _pin_named(self, channels: Iterable[Any]) -> None:
        """Pin those among some channels that have the username of one that is followed."""
        by_name: dict[str, Any] = {}
        for channel in channels:
            names = [channel.username, *(other.username for other in channel.usernames or ())]
            by_name.update({name.lower(): channel for name in names if name})
        for followed in self._missing():
            if followed.name in by_name:
                await self._pin(followed, by_name[followed.name])

    async def _resolve(self, followed: Followed, requests: Requests) -> Any:  # noqa: ANN401 - Telethon ships no types
        """Ask whose a username is; None, with trouble told, if it is no channel's."""
        requests.refuse_pause(Lane.RESOLVE, _LONGEST_PAUSE)
        if not await self._resolves.take():
            followed.try_again_at = self._timer() + _HOUR
            self._hearing.trouble(
                followed, "too many channels were looked up today; this one waits its turn"
            )
            return None
        answer = await requests.ask(
            Lane.RESOLVE,
            functions.contacts.ResolveUsernameRequest(followed.name),
            longest_pause=_LONGEST_PAUSE,
        )
        number = getattr(answer.peer, "channel_id", None)
        for chat in answer.chats:
            if isinstance(chat, types.Channel) and chat.id == number:
                return chat
        followed.try_again_at = self._timer() + _HOUR
        self._hearing.trouble(followed, NO_CHANNEL)
        return None

    async def _pin(self, followed: Followed, channel: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Keep which channel it is, unless another one is known by this name."""
        expected = await self._pins.pinned_id(followed.name)
        facts = facts_of(channel, followed.name)
        if expected is not None and expected != channel.id:
            followed.try_again_at = self._timer() + _HOUR
            self._hearing.taken_over(followed, facts)
            self._hearing.trouble(
                followed,
                f"the username belongs to another channel now (number {channel.id},"
                f" not {expected}); it is not followed",
            )
            return
        pin = Pin(
            channel=followed.name, channel_id=channel.id, access_hash=channel.access_hash or 0
        )
        await self._pins.put(self._account, pin)
        followed.pinned(pin)
        followed.try_again_at = 0.0
        self._hearing.seen(followed, facts)

    async def _check_owner(self, followed: Followed, requests: Requests) -> None:
        """Ask who has the username now if the channel has it no more, once a day."""
        facts = followed.facts
        if facts is None or followed.pin is None or facts.username == followed.name:
            return
        asked = followed.owner_asked_at
        if asked is not None and self._timer() - asked < _DAY:
            return
        if requests.paused(Lane.RESOLVE) > 0 or not await self._resolves.take():
            return
        followed.owner_asked_at = self._timer()
        try:
            answer = await requests.ask(
                Lane.RESOLVE,
                functions.contacts.ResolveUsernameRequest(followed.name),
                longest_pause=_LONGEST_PAUSE,
            )
        except UNANSWERED as error:
            if account_trouble(error) is not None:
                raise
            return  # nobody has it
        number = getattr(answer.peer, "channel_id", None)
        for chat in answer.chats:
            if isinstance(chat, types.Channel) and chat.id == number != followed.pin.channel_id:
                self._hearing.taken_over(followed, facts_of(chat, followed.name))

    async def _refused(self, followed: Followed, error: Exception, requests: Requests) -> None:
        """Tell why a channel could not be found."""
        if account_trouble(error) is not None:
            raise error
        if isinstance(error, NoAnswerError):
            await requests.probe()
        sentence = channel_trouble(error)
        pause = self._settings.retry_channel_seconds if sentence is None else _HOUR
        followed.try_again_at = self._timer() + pause
        if sentence is None:
            is_answer = isinstance(error, errors.RPCError)
            sentence = request_trouble(error) if is_answer else str(error)
        self._hearing.trouble(followed, sentence)
