"""The whole program listening with accounts and pages, while operators change what it follows."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from sandbox.server import open_sandbox
from tests.app.operator import Operator
from tests.fixtures.program import PATIENCE
from tests.mtproto.server import open_mtproto

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from storage.store import Store

OPERATORS = -77
GOVERNOR = '[[channels]]\nusername = "governor"\nrole = "governor"\nregion = "RU-BEL"'
DESK = f"[operators]\nchats = [{OPERATORS}]"
THREAT = "Белгородская область: ракетная опасность!"


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    """Return an operator with a governor's channel and an account that is logged in."""
    async with (
        open_mtproto() as server,
        open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox,
    ):
        at_work = Operator(tmp_path, server, sandbox)
        at_work.writes_config(GOVERNOR, DESK)
        server.world.channel("governor", title="Губернатор")
        await at_work.logs_in()
        yield at_work


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not await happened():  # noqa: ASYNC110 - what is waited for sets no event here
            await asyncio.sleep(0.05)


def night() -> tuple[datetime, datetime]:
    """Return a time that holds all of a test."""
    now = datetime.now(UTC)
    return now - timedelta(hours=1), now + timedelta(hours=1)


async def newest(store: Store, channel: str, number: int) -> None:
    """Wait until a post is kept."""

    async def kept() -> bool:
        return (await store.newest_id(channel) or 0) >= number

    await until(kept)


async def test_a_channel_added_meanwhile_is_heard_at_once(operator: Operator) -> None:
    """A running program follows a channel added by the command line, and leaves it again."""
    world = operator.server.world
    governor = world.named("governor")
    assert governor is not None
    mayor = world.channel("mayor", title="Мэр")
    mayor.publish("Добрый вечер")
    async with operator.running() as store:
        for number in (1, 2):
            governor.publish(THREAT)
            await newest(store, "governor", number)
        city = ("--region", "RU-BEL", "--municipality", "RU-BEL/belgorod")
        add = ("channel", "add", "mayor", *city, "--role", "mayor", "--yes")
        assert (await operator.runs(*add)).code == 0
        mayor.publish("Отбой!")
        await newest(store, "mayor", 2)

        async def marked() -> bool:
            return await store.mark("mayor") == 2

        await until(marked)
        (listed,) = [
            one for one in await store.watched_channels() if one.channel.username == "mayor"
        ]
        assert listed.channel.channel_id == mayor.id
        assert (await operator.runs("channel", "remove", "mayor")).code == 0

        async def timed() -> bool:
            return any(one.lags_ms for one in await store.health())

        await until(timed)
        doctor = await operator.runs("doctor")
        assert "ok   telegram:main: logged in as" in doctor.out
        assert "telegram:main, lag median" in doctor.out


async def test_a_name_that_goes_to_another_channel(operator: Operator) -> None:
    """Operators are told that a channel lost its name; it is followed on, and the other is not."""
    world = operator.server.world
    stranger = world.channel("nobody", title="Чужой")
    governor = world.named("governor")
    assert governor is not None
    governor.publish(THREAT)
    async with operator.running() as store:
        await newest(store, "governor", 1)
        world.move_username("governor", stranger)
        stranger.publish("Массированная атака БПЛА на Белгород!")

        def told() -> list[str]:
            accepted = operator.sandbox.telegram.accepted
            return [one.text for one in accepted if one.chat_id == OPERATORS]

        async def changed() -> bool:
            return any("У него больше нет имени" in text for text in told())

        await until(changed)
        governor.publish("Отбой ракетной опасности, Белгородская область.")
        await newest(store, "governor", 2)
        (alert,) = await store.alerts_between(["RU-BEL"], *night())
        assert alert.ended_by is not None
        assert len(told()) == 1


async def test_an_account_and_the_page_bring_a_post_once(operator: Operator) -> None:
    """What two sources bring is one post, and the lag of each is known."""
    governor = operator.server.world.named("governor")
    assert governor is not None
    operator.sandbox.telegram.add_channel("governor", "Губернатор")
    numbers = count(1)
    async with operator.running() as store:

        async def both() -> bool:
            """Let one more post be published, for each source may begin to hear late."""
            number = next(numbers)
            governor.publish(f"Сообщение {number}")
            operator.sandbox.telegram.publish("governor", f"Сообщение {number}")
            await newest(store, "governor", number)
            await asyncio.sleep(0.3)
            return {one.source for one in await store.health() if one.lags_ms} == {
                "preview",
                "telegram:main",
            }

        await until(both)
