"""Reading a channel's history: pieces upwards from a number, or backwards from the newest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from telethon import errors
from telethon.tl import functions, types

from listeners.telegram_requests import Lane
from listeners.telegram_said import channel_of, said
from listeners.telegram_troubles import NoAnswerError, PausedError

if TYPE_CHECKING:
    from listeners.telegram_following import Followed
    from listeners.telegram_requests import Requests
    from listeners.telegram_said import Said

FULL: Final = 100
"""The most messages Telegram gives at once."""
_LONGEST_PAUSE: Final = 10.0
"""A longer pause is not waited for: posts may be had in another way, and it is told."""
_MOST_NUMBERS: Final = 2000
"""So many numbers are asked for one by one at most; where they are thinly spread there are more."""


class Pages:
    """Pages of messages, each oldest first."""

    def __init__(self, requests: Requests) -> None:
        """Ask through the requests of a connection."""
        self._requests = requests

    async def newest(self, followed: Followed, count: int) -> list[Said]:
        """Return the newest messages; what is newer than was known is announced by them."""
        page = await self._page(followed, offset_id=0, add_offset=0, limit=count)
        if page and followed.ear.mark is not None:
            followed.ear.top = max(followed.ear.top, page[-1].message_id)
        return page

    async def before(self, followed: Followed, number: int) -> list[Said]:
        """Return the messages that come before a number."""
        page = await self._page(followed, offset_id=number, add_offset=0, limit=FULL)
        return [message for message in page if message.message_id < number]

    async def after(self, followed: Followed, number: int) -> tuple[list[Said], int]:
        """Return the messages right after a number, and the number up to which they reach.

        Nothing between is left out. If there is nothing after the number, it is returned itself.
        PausedError if Telegram wants a long pause and they cannot be had by their numbers either.
        """
        try:
            return await self._upwards(followed, number)
        except PausedError:
            if followed.ear.top - number > _MOST_NUMBERS:
                raise
        return await self._by_numbers(followed, number)

    async def _upwards(self, followed: Followed, number: int) -> tuple[list[Said], int]:
        """Return the messages after a number by asking for pages upwards from it."""
        limit = FULL
        while True:
            # asking from the number itself and not the next shows that the page begins there
            start = max(number, 1) if limit == FULL else number + 1
            try:
                page = await self._page(followed, offset_id=start, add_offset=-limit, limit=limit)
            except errors.TypeNotFoundError:
                if limit > 1:
                    limit = max(1, limit // 10)
                    continue
                if number >= followed.ear.top or not await self._reads_another(followed, number):
                    raise
                return [], number + 1  # a message we cannot read must not hide the next ones
            break
        new = [message for message in page if message.message_id > number]
        is_end = any(message.message_id == number for message in page)
        if not new and is_end and followed.ear.top <= number:
            return [], number
        if not new:  # a message was announced: the server may know no pages upwards
            return await self._backwards(followed, number)
        begins_here = len(new) < len(page) or new[0].message_id == number + 1
        if not begins_here and await self._has_between(followed, number, new[0].message_id):
            return await self._backwards(followed, number)
        return new, new[-1].message_id

    async def _reads_another(self, followed: Followed, number: int) -> bool:
        """Tell whether some message can be read, the one with the number or else the newest.

        If none can, the fault is not a message's, and to step over one would be to lose it.
        """
        for offset in (number + 1, 0):
            with suppress(errors.TypeNotFoundError):
                if await self._page(followed, offset_id=offset, add_offset=0, limit=1):
                    return True
        return False

    async def _has_between(self, followed: Followed, number: int, first: int) -> bool:
        """Tell whether the page upwards left something out at its beginning."""
        page = await self.before(followed, first)
        return any(message.message_id > number for message in page)

    async def _backwards(self, followed: Followed, number: int) -> tuple[list[Said], int]:
        """Return all messages after a number, read from the newest; for servers that differ."""
        found: list[Said] = []
        page = await self.newest(followed, FULL)
        while page:
            found = [message for message in page if message.message_id > number] + found
            if page[0].message_id <= number + 1:
                break
            page = await self.before(followed, page[0].message_id)
        return found, found[-1].message_id if found else number

    async def _by_numbers(self, followed: Followed, number: int) -> tuple[list[Said], int]:
        """Return the messages that have the next numbers: a request with a pause of its own.

        They reach up to the first number of which the answer does not say what has become of it;
        NoAnswerError if that is the next one, though more is announced.
        """
        numbers = range(number + 1, number + FULL + 1)
        peer = followed.peer()
        request = functions.channels.GetMessagesRequest(
            channel=types.InputChannel(peer.channel_id, peer.access_hash),
            id=[types.InputMessageID(each) for each in numbers],
        )
        answer = await self._requests.ask(Lane.NUMBERS, request, longest_pause=_LONGEST_PAUSE)
        told = {message.id for message in answer.messages}
        up_to = next((each - 1 for each in numbers if each not in told), numbers[-1])
        found = [each for each in _read(answer, followed) if number < each.message_id <= up_to]
        if followed.ear.top <= up_to:
            return found, found[-1].message_id if found else number
        if up_to == number:
            raise NoAnswerError("Telegram does not say what has become of the next posts")
        return found, up_to

    async def _page(
        self, followed: Followed, *, offset_id: int, add_offset: int, limit: int
    ) -> list[Said]:
        """Ask for a page."""
        history = await self._requests.ask(
            Lane.HISTORY,
            functions.messages.GetHistoryRequest(
                peer=followed.peer(),
                offset_id=offset_id,
                offset_date=None,
                add_offset=add_offset,
                limit=limit,
                max_id=0,
                min_id=0,
                hash=0,
            ),
            longest_pause=_LONGEST_PAUSE,
        )
        return _read(history, followed)


def _read(answer: Any, followed: Followed) -> list[Said]:  # noqa: ANN401 - Telethon ships no types
    """Return the channel's own messages among those that were answered, oldest first."""
    read = (
        said(message, answer.chats, answer.users)
        for message in answer.messages
        if channel_of(message) == followed.peer().channel_id
    )
    found = {message.message_id: message for message in read if message is not None}
    return [found[number] for number in sorted(found)]
