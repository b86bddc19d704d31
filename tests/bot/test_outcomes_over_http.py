"""What Telegram may answer, each over HTTP: what becomes of the message and of the chat."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.drain import Drain
from bot.paced import Paced
from bot.session import TelegramSession
from sandbox.faults import Trouble
from sandbox.server import Sandbox, open_sandbox
from tests.bot.outbox import DIGEST, THREAT, settle, tell, tell_one, until, until_counts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from tests.bot.conftest import Town

ANNA: Final = 7
OTHERS: Final = range(11, 21)
MOVED: Final = -1001000000007
EMPTY: Final = replace(THREAT, body=" ")


@pytest.fixture
def backend() -> str:
    """Choose one database: the wire is what is tested here."""
    return "sqlite"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Return a sandbox where every number is a chat."""
    async with open_sandbox(port=0, autoplay=False, demo=False, any_chat=True) as opened:
        yield opened


class QuickSession(TelegramSession):
    """The bot's own line, without the quarter of a second for TLS when it is closed."""

    async def close(self) -> None:
        """Close at once: there is no TLS on this computer."""
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def wired(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Return a real bot that talks to the sandbox."""
    session = QuickSession(api=TelegramAPIServer.from_base(sandbox.url))
    yield Bot(sandbox.token, session=session)
    await session.close()


class Draining(Protocol):
    """Starts a drain and stops it at the end."""

    def __call__(self, *, per_second: float = 500.0) -> AbstractAsyncContextManager[Drain]:
        """Drain while the context lasts."""


@pytest.fixture
def draining(wired: Bot, town: Town, texts: Texts, gazetteer: Gazetteer) -> Draining:
    """Return a maker of drains, whose time passes quickly."""

    def make(*, per_second: float = 500.0) -> AbstractAsyncContextManager[Drain]:
        wake = asyncio.Event()
        drain = Drain(
            town.store, wired, texts, gazetteer, per_second=per_second, now=town.now, wake=wake
        )
        return _running(drain, town, wake)

    return make


@asynccontextmanager
async def _running(drain: Drain, town: Town, wake: asyncio.Event) -> AsyncIterator[Drain]:
    """Drain while the context lasts."""
    task = asyncio.create_task(drain.run())

    async def go_on() -> None:
        """Let time pass, so that what waits falls due."""
        while True:
            await asyncio.sleep(0.02)
            town.now.pass_(seconds=0.5)
            wake.set()

    clock = asyncio.create_task(go_on())
    try:
        yield drain
    finally:
        for each in (clock, task):
            each.cancel()
        await asyncio.wait([clock, task])


async def alarm(town: Town) -> None:
    """Plan an alarm to Anna and to others."""
    await settle(town.store, [ANNA, *OTHERS])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())


def heard(sandbox: Sandbox, chat: int) -> int:
    """Return how many messages a chat got."""
    return sum(one.chat_id == chat for one in sandbox.telegram.accepted)


@pytest.mark.parametrize(
    ("trouble", "messages"),
    [
        (Trouble.FLOOD, 1),
        (Trouble.SERVER_ERROR, 1),
        (Trouble.BAD_GATEWAY, 1),
        (Trouble.RESET, 1),
        (Trouble.LOST_ANSWER, 2),
    ],
)
async def test_what_may_pass_is_tried_again(
    sandbox: Sandbox,
    town: Town,
    draining: Draining,
    trouble: Trouble,
    messages: int,
) -> None:
    """An alarm arrives in the end; twice only where an answer was lost; the others as well."""
    await alarm(town)
    sandbox.faults.add(trouble, chat=ANNA)
    async with draining():
        await until_counts(town.store, sent=1 + len(OTHERS))
    assert heard(sandbox, ANNA) == messages
    assert [heard(sandbox, chat) for chat in OTHERS] == [1] * len(OTHERS)


@pytest.mark.parametrize(
    ("trouble", "arrives"),
    [(Trouble.BAD_GATEWAY, "sent"), (Trouble.LOST_ANSWER, "dropped"), (Trouble.RESET, "dropped")],
)
async def test_a_digest_is_not_sent_twice(
    sandbox: Sandbox,
    town: Town,
    draining: Draining,
    trouble: Trouble,
    arrives: str,
) -> None:
    """A page of a failing server is no lost answer; a broken connection may be one."""
    await settle(town.store, [ANNA])
    await tell_one(town.store, DIGEST, ANNA, town.now())
    sandbox.faults.add(trouble, chat=ANNA)
    async with draining():
        await until_counts(town.store, **{arrives: 1})
    assert heard(sandbox, ANNA) <= 1


@pytest.mark.parametrize("trouble", [Trouble.BLOCKED, Trouble.DEACTIVATED])
async def test_who_left_is_retired_at_once(
    sandbox: Sandbox, town: Town, draining: Draining, trouble: Trouble
) -> None:
    """A chat that is gone is asked once, and nothing more is planned for it."""
    await alarm(town)
    sandbox.faults.add(trouble, chat=ANNA, times=None)
    async with draining():
        await until_counts(town.store, sent=len(OTHERS), unreachable=1)
    assert sandbox.faults.met == [(trouble, ANNA)]
    assert await tell(town.store, THREAT, [], town.now()) == len(OTHERS)


async def test_a_chat_that_is_not_found_twice_is_retired(
    sandbox: Sandbox, town: Town, draining: Draining
) -> None:
    """Once may be a mistake."""
    await alarm(town)
    sandbox.faults.add(Trouble.CHAT_NOT_FOUND, chat=ANNA, times=None)
    async with draining():
        await until_counts(town.store, sent=len(OTHERS), unreachable=1)
        assert await tell(town.store, THREAT, [], town.now()) == 1 + len(OTHERS)
        await until_counts(town.store, sent=2 * len(OTHERS), unreachable=2)
    assert await tell(town.store, THREAT, [], town.now()) == len(OTHERS)


async def test_a_group_that_moved_is_told_where_it_is(
    sandbox: Sandbox, town: Town, draining: Draining
) -> None:
    """Its new number is kept, and the message goes there."""
    await settle(town.store, [-7, *OTHERS])
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    sandbox.faults.add(Trouble.MIGRATE, chat=-7, migrate_to=MOVED, times=None)
    async with draining():
        await until_counts(town.store, sent=1 + len(OTHERS))
    assert (heard(sandbox, -7), heard(sandbox, MOVED)) == (0, 1)
    assert MOVED in {who.chat_id for who, _ in await town.store.export_subscribers()}


async def test_a_message_that_is_always_refused_stops_nobody(
    town: Town,
    draining: Draining,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A row that Telegram never takes is put aside, told to the operator once, and passed by."""
    await settle(town.store, [ANNA, *OTHERS])
    await tell_one(town.store, EMPTY, ANNA, town.now())
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    async with draining():
        await until_counts(town.store, sent=1 + len(OTHERS), failed=1)
    [said] = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert "message text is empty" in said
    caplog.clear()


async def test_an_answer_to_a_resident_does_not_wait_for_the_alarm(
    sandbox: Sandbox, wired: Bot, town: Town, draining: Draining
) -> None:
    """A command's answer takes the next turn, however many wait to be alarmed."""
    await settle(town.store, range(100, 160))
    await tell(town.store, THREAT, [await town.danger("RU-BEL")], town.now())
    async with draining(per_second=30) as drain:
        wired.session.middleware(Paced(drain.pace))
        await until(lambda: len(sandbox.telegram.accepted) >= 5)
        before = len(sandbox.telegram.accepted)
        await wired.send_message(ANNA, "/now")
        assert len(sandbox.telegram.accepted) - before < 7
        await until_counts(town.store, sent=60)


async def test_an_answer_that_meets_a_flood_comes_a_little_later(
    sandbox: Sandbox, wired: Bot, draining: Draining
) -> None:
    """A 429 is waited out; the resident who asked need not ask again."""
    async with draining() as drain:
        wired.session.middleware(Paced(drain.pace))
        sandbox.faults.add(Trouble.FLOOD, chat=ANNA, retry_after=1)
        await wired.send_message(ANNA, "/now")
    assert heard(sandbox, ANNA) == 1


@pytest.mark.parametrize(("stars", "paid"), [(20_000, 11), (0, 0)])
async def test_an_alarm_is_paid_for_if_it_may_cost(
    sandbox: Sandbox, town: Town, draining: Draining, stars: int, paid: int
) -> None:
    """With Stars it leaves as a paid one; where Telegram takes none, it leaves all the same."""
    account = sandbox.telegram.bot(sandbox.token)
    account.stars = stars
    await town.store.know_bots([account.id])
    async with town.store.transaction() as transaction:
        await transaction.set_paid("operator", town.now())
    await alarm(town)
    async with draining():
        await until_counts(town.store, sent=1 + len(OTHERS))
    assert account.paid_messages == paid
