"""Reading history upwards: nothing is left out, however a server understands the question."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import errors
from telethon.tl import functions, types

from listeners.protocol import Pin
from listeners.telegram_ear import Ear
from listeners.telegram_following import Followed
from listeners.telegram_pages import Pages
from listeners.telegram_requests import Lane

NOW = datetime(2026, 9, 14, 20, 0, tzinfo=UTC)


@dataclass
class FakeHistory:
    """Answers getHistory for a channel with these numbers, as one kind of server would.

    ``exact`` cuts the window it was asked for, ``filled`` moves it down until it is full,
    ``below`` knows no messages above the offset and ``at`` none either but that of the offset,
    ``jumbled`` is exact and keeps no order, says things twice, and mixes in what is none of the
    channel's posts. ``largest`` is the most it gives at once, and ``strange`` a message no program
    of ours can read.
    """

    numbers: list[int]
    kind: str = "exact"
    largest: int = 100
    strange: int | None = None

    async def ask(
        self,
        lane: Lane,
        request: functions.messages.GetHistoryRequest,
        *,
        longest_pause: float,  # noqa: ARG002 - none is asked for
    ) -> types.messages.Messages:
        """Return a page, newest first."""
        assert lane is Lane.HISTORY
        newest_first = sorted(self.numbers, reverse=True)
        offset = request.offset_id or 2**31
        start = sum(number >= offset for number in newest_first)
        if self.kind == "at":
            start = sum(number > offset for number in newest_first)
        first = start if self.kind in {"below", "at"} else start + request.add_offset
        if self.kind == "filled":
            first = max(first, 0)
        window = newest_first[max(first, 0) : max(first + request.limit, 0)]
        window = window[: self.largest]
        if self.strange in window:
            raise errors.TypeNotFoundError(1, b"")
        messages = [a_message(number, channel=1) for number in window]
        if self.kind == "jumbled":
            strangers = [a_message(number + 1000, channel=2) for number in window[:3]]
            gone = [types.MessageEmpty(number + 2000, peer_id=None) for number in window[:3]]
            messages = [*strangers, *sorted(messages * 2, key=lambda one: one.id % 7), *gone]
        return types.messages.Messages(messages=messages, topics=[], chats=[], users=[])


def a_message(number: int, channel: int) -> types.Message:
    """Return a message of a channel."""
    return types.Message(
        id=number, peer_id=types.PeerChannel(channel), date=NOW, message=str(number)
    )


def a_channel() -> Followed:
    """Return a channel that is pinned."""
    ear = Ear("oper", source="t", order_patience=0.3, album_patience=1.0, timer=lambda: 0.0)
    return Followed(ear, pin=Pin(channel="oper", channel_id=1, access_hash=2))


async def read_up(server: FakeHistory, mark: int) -> list[int]:
    """Read upwards from a mark until nothing comes any more."""
    found: list[int] = []
    pages, followed = Pages(server), a_channel()  # type: ignore[arg-type]  # it asks alike
    followed.ear.top = max(server.numbers, default=0)
    while True:
        page, up_to = await pages.after(followed, mark)
        if up_to <= mark:
            return found
        found += [message.message_id for message in page]
        mark = up_to


@pytest.mark.parametrize("kind", ["exact", "filled", "below", "at", "jumbled"])
@pytest.mark.parametrize("largest", [100, 30])
@given(
    numbers=st.sets(st.integers(1, 400), max_size=300),
    mark=st.integers(0, 400),
)
def test_everything_after_the_mark_is_read_in_order(
    kind: str, largest: int, numbers: set[int], mark: int
) -> None:
    """Deleted posts, a deleted mark, another window, smaller pages: the answer is the same."""
    server = FakeHistory(sorted(numbers), kind, largest)

    found = asyncio.run(read_up(server, mark))

    assert found == sorted(number for number in numbers if number > mark)


async def test_a_message_that_cannot_be_read_hides_no_other() -> None:
    """A message of a kind Telethon does not know yet is stepped over."""
    server = FakeHistory(list(range(1, 120)), strange=57)

    assert await read_up(server, 20) == [*range(21, 57), *range(58, 120)]


async def test_what_can_never_be_read_moves_no_mark() -> None:
    """Where nothing is known to come, no message is stepped over."""
    server = FakeHistory([57], strange=57)
    pages, followed = Pages(server), a_channel()  # type: ignore[arg-type]  # it asks alike

    with pytest.raises(errors.TypeNotFoundError):
        await pages.after(followed, 56)
