from __future__ import annotations

import pytest
from aiogram.exceptions import TelegramRetryAfter

from sandbox.errors import ApiError
from sandbox.limits import Bucket, FixedWindow, Gate, Limits, SlidingWindow
from sandbox.server import open_sandbox
from tests.sandbox.people import ANNA, GROUP, open_bot


def refused(limits: Limits, chat: int, now: float) -> int:
    """Return the retry_after of a request, 0 if it is admitted."""
    try:
        limits.admit(chat, now)
    except ApiError as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_thirty_a_second_over_all_chats() -> None:
    """The thirty-first message of a second has to wait, and one that waited passes."""
    limits = Limits()
    assert [refused(limits, chat, 0.0) for chat in range(1, 32)] == [0] * 30 + [1]
    assert refused(limits, 99, 1.0) == 0


def test_one_chat_bears_a_short_burst_and_then_one_a_second() -> None:
    """A burst passes, what follows it keeps the pace."""
    limits = Limits(chat_burst=3)
    assert [refused(limits, ANNA, 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [refused(limits, ANNA, 1.0) for _ in range(2)] == [0, 1]
    assert refused(limits, 5, 1.0) == 0


def test_twenty_a_minute_to_a_group() -> None:
    """A group's twenty-first message waits until the first is a minute old."""
    limits = Limits()
    assert [refused(limits, GROUP, 2.0 * n) for n in range(21)] == [0] * 20 + [20]
    assert refused(limits, GROUP, 60.0) == 0


async def test_the_pace_is_kept_over_http_when_asked() -> None:
    """A sandbox with limits answers a bot that is too quick with 429."""
    async with open_sandbox(
        port=0, autoplay=False, demo=False, limits=Limits(chat_burst=1, per_chat_second=0.01)
    ) as sandbox:
        async with open_bot(sandbox) as bot:
            await bot.send_message(ANNA, "x")
            with pytest.raises(TelegramRetryAfter):
                await bot.send_message(ANNA, "x")
        assert len(sandbox.telegram.accepted) == 1


async def test_any_number_is_a_chat_when_asked() -> None:
    """For measuring with many subscribers every number may be written to."""
    async with open_sandbox(port=0, autoplay=False, demo=False, any_chat=True) as sandbox:
        async with open_bot(sandbox) as bot:
            private = await bot.send_message(123456, "x")
            group = await bot.send_message(GROUP, "x")
        assert (private.chat.type, group.chat.type) == ("private", "supergroup")


@pytest.mark.parametrize(
    ("everyone", "admitted"),
    [
        pytest.param(Bucket(30, 1), [0.0, 0.04, 0.08, 1.0], id="no burst"),
        pytest.param(SlidingWindow(2), [0.0, 0.02, 1.0], id="any second"),
        pytest.param(FixedWindow(2), [0.0, 0.02, 1.0], id="the clock's second"),
    ],
)
def test_all_chats_can_be_counted_in_several_ways(everyone: Gate, admitted: list[float]) -> None:
    """How the official server counts is not published; a bot has to live with each way."""
    limits = Limits(everyone=everyone)
    asked = [0.0, 0.02, 0.04, 0.05, 0.08, 1.0]
    assert [now for now in asked if not refused(limits, int(now * 100) + 1, now)] == admitted


def test_a_penalty_refuses_everything_for_its_time() -> None:
    """Some floods are answered with a long rest, for every chat alike."""
    limits = Limits(per_second=1, penalty=30)
    assert [refused(limits, chat, 0.0) for chat in (1, 2)] == [0, 30]
    assert refused(limits, 3, 20.0) == 10
    assert refused(limits, 3, 30.0) == 0
