from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import Pace
from tests.fakes.loop import LeapingLoop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def played(scene: Callable[[asyncio.AbstractEventLoop], Awaitable[None]]) -> None:
    """Play a scene on a loop whose waits take no time."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:

        async def scene_() -> None:
            await scene(asyncio.get_running_loop())

        runner.run(scene_())


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([0.5, 1.0, 2.5, 30.0, 100.0]),
    st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.4, 3.0]), min_size=1, max_size=150),
)
def test_no_second_holds_more_than_the_pace(per_second: float, gaps: list[float]) -> None:
    """However turns are asked for, no stretch of time holds more of them than allowed."""
    given_at: list[float] = []

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(per_second)
        for gap in gaps:
            await asyncio.sleep(gap)
            assert await pace.turn()
            given_at.append(loop.time())

    played(scene)
    count = max(1, int(per_second))
    for first, last in zip(given_at, given_at[count:], strict=False):
        assert last - first >= count / per_second - 0.003


def test_a_full_queue_goes_at_the_full_pace() -> None:
    """Nothing of the pace is given away: three hundred messages take ten seconds."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        began = loop.time()
        for _ in range(301):
            await pace.turn()
        assert loop.time() - began == pytest.approx(10, abs=0.2)

    played(scene)


def test_a_pause_holds_everybody_for_its_length() -> None:
    """During a pause no turn is given; after it they are again."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        pace.pause(17)
        assert pace.rest() == pytest.approx(17)
        assert not await pace.turn()
        await asyncio.sleep(pace.rest())
        assert await pace.turn()
        assert loop.time() >= 17

    played(scene)


def test_a_chat_gets_one_message_a_second() -> None:
    """A chat waits for itself only."""

    async def scene(_: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        assert pace.chat_rest(7) == 0
        assert pace.chat_rest(7) == pytest.approx(1)
        assert pace.chat_rest(8) == 0
        await asyncio.sleep(1)
        assert pace.chat_rest(7) == 0

    played(scene)


def test_a_held_chat_waits_and_others_do_not() -> None:
    """Telegram's word about one group concerns that group."""

    async def scene(_: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        assert pace.chat_rest(-100) == 0
        pace.hold(-100, 40)
        assert pace.chat_rest(-100) == pytest.approx(40)
        assert pace.chat_rest(8) == 0
        assert await pace.turn()

    played(scene)


@pytest.mark.parametrize("per_second", [0, -1])
def test_a_pace_of_nothing_is_refused(per_second: float) -> None:
    """A pace at which nothing would ever leave is a mistake."""
    with pytest.raises(ValueError, match="above zero"):
        Pace(per_second)
