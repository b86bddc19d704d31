"""Turns and what is learnt from answers, on a clock that leaps."""

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
            pace.accepted(await pace.turn())
            given_at.append(loop.time())

    played(scene)
    count = max(1, int(per_second))
    for first, last in zip(given_at, given_at[count:], strict=False):
        assert last - first >= count / per_second


def test_a_full_queue_goes_at_the_full_pace() -> None:
    """Little of the pace is given away: three hundred messages take ten seconds."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        began = loop.time()
        for _ in range(301):
            pace.accepted(await pace.turn())
        assert loop.time() - began == pytest.approx(10, abs=0.2)

    played(scene)


def test_no_more_are_under_way_than_allowed() -> None:
    """Who is not answered holds the others up, until the silence is too long to be a delay."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(1000, in_flight=5)
        turns = [await pace.turn() for _ in range(5)]
        waiting = asyncio.create_task(pace.turn())
        await asyncio.sleep(1)
        assert not waiting.done()
        pace.accepted(turns[0])
        await waiting
        assert loop.time() < 2

    played(scene)


def test_a_flood_for_everybody_is_waited_out_and_then_tried_by_one() -> None:
    """During a rest no turn is given; after it one message tries before the others follow."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        turns = [await pace.turn() for _ in range(3)]
        for turn in turns:
            pace.flooded(turn, 7, 17)
        assert pace.rest() == pytest.approx(17)
        trying = await pace.turn()
        assert loop.time() >= 17
        others = asyncio.create_task(pace.turn())
        await asyncio.sleep(1)
        assert not others.done()
        pace.accepted(trying)
        await others
        assert pace.tempo.per_second < 29

    played(scene)


def test_a_flood_of_one_chat_holds_nobody_else() -> None:
    """A message that left later and was accepted shows that only that chat has to wait."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        pace.flooded(await pace.turn(), 7, 40)
        pace.accepted(await pace.turn())
        await pace.turn()
        assert loop.time() < 0.1
        assert pace.chats.rest(7, loop.time()) > 39
        assert pace.chats.rest(8, loop.time()) == 0
        assert not pace.tempo.strict

    played(scene)


def test_a_flood_of_one_chat_does_not_lengthen_the_rest_of_all() -> None:
    """Of the rests that several chats are asked for, that of all is the shortest."""

    async def scene(_: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        turns = [await pace.turn() for _ in range(3)]
        for turn, chat, seconds in zip(turns, (7, 8, 9), (5, 3600, 5), strict=True):
            pace.flooded(turn, chat, seconds)
        assert pace.rest() == pytest.approx(5)

    played(scene)


def test_while_telegram_is_away_one_message_at_a_time_tries() -> None:
    """After some failures in a row hardly anything is sent, and all of it soon after the end."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        tries = 0
        while loop.time() < 10:
            pace.failed(await pace.turn())
            tries += 1
        assert tries < 50
        turn = await pace.turn()
        pace.accepted(turn)
        back = loop.time()
        assert back < 10.8
        for _ in range(29):
            pace.accepted(await pace.turn())
        assert loop.time() - back < 0.5  # the lost second is made up for

    played(scene)


def test_silence_is_noticed_before_time_runs_out() -> None:
    """When no answer comes at all, the way is tried without waiting for every time-out."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30, in_flight=10)
        for _ in range(10):
            await pace.turn()
        pace.accepted(await pace.turn())
        assert 3 < loop.time() < 4
        for _ in range(10):
            await pace.turn()
        assert loop.time() < 5

    played(scene)


def test_an_answer_to_a_resident_goes_first_but_not_for_ever() -> None:
    """A command is answered at once; many of them take no more than a few per cent."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(30)
        kinds: list[str] = []

        async def send(kind: str) -> None:
            pace.accepted(await pace.turn(answer=kind == "answer"))
            kinds.append(kind)

        alarm = [asyncio.create_task(send("alarm")) for _ in range(300)]
        await asyncio.sleep(1)
        asked = loop.time()
        await send("answer")
        assert loop.time() - asked < 0.1
        answers = [asyncio.create_task(send("answer")) for _ in range(100)]
        await asyncio.wait(alarm)
        assert kinds.count("answer") <= 10 + 300 / 20 + 2
        await asyncio.wait(answers)

    played(scene)


def test_who_stops_waiting_takes_no_turn() -> None:
    """A turn that came too late for who wanted it is not missed by the others."""

    async def scene(loop: asyncio.AbstractEventLoop) -> None:
        pace = Pace(1, in_flight=1)
        first = await pace.turn()
        gone = asyncio.create_task(pace.turn())
        stays = asyncio.create_task(pace.turn())
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        pace.accepted(first)
        await stays
        assert loop.time() == pytest.approx(1, abs=0.1)

    played(scene)


@pytest.mark.parametrize("per_second", [0, -1])
def test_a_pace_of_nothing_is_refused(per_second: float) -> None:
    """A pace at which nothing would ever leave is a mistake."""
    with pytest.raises(ValueError, match="above zero"):
        Pace(per_second)
