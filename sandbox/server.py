"""The sandbox as one server on this computer, opened and closed as one thing."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from aiohttp import web

from sandbox import demo as demo_residents
from sandbox.bot_api import BotApi
from sandbox.faults import Faults
from sandbox.night import Night, sample_night
from sandbox.page import Page
from sandbox.preview import Preview
from sandbox.telegram import TOKEN, Telegram, utc_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Coroutine

    from sandbox.limits import Limits

LARGEST_REQUEST: Final = 50 * 1024 * 1024
FIRST_SECOND: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """An open sandbox; ``url`` is the Bot API's, the preview's and the page's address alike."""

    url: str
    token: str
    telegram: Telegram
    faults: Faults
    night: Night


@asynccontextmanager
async def open_sandbox(
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    autoplay: bool = True,
    demo: bool = True,
    now: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
    any_chat: bool = False,
    limits: Limits | None = None,
    tokens: Collection[str] | None = None,
    first_id: int | None = None,
    conflict_seconds: float = 3.0,
    seed: int = 0,
) -> AsyncIterator[Sandbox]:
    """Open a sandbox; port 0 lets the system choose, a taken port raises OSError.

    ``autoplay`` begins the night when the page is first opened. ``demo`` gives the channels
    a past and the residents steps of their own. ``first_id`` None numbers posts and messages
    by the seconds of the year, so that a sandbox opened again never gives a number that a
    database remembers.
    """
    telegram = Telegram(
        now=now,
        monotonic=monotonic,
        any_chat=any_chat,
        limits=limits,
        tokens=tokens,
        first_id=int((now() - FIRST_SECOND).total_seconds()) if first_id is None else first_id,
        conflict_seconds=conflict_seconds,
    )
    demo_residents.settle(telegram)
    if demo:
        demo_residents.remember(telegram)
    night, faults = Night(telegram, sample_night()), Faults(seed=seed, monotonic=monotonic)
    runner = runner_for(telegram, night, faults)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        address = runner.addresses[0]
        async with running(night.run(), *tasks(telegram, night, autoplay=autoplay, demo=demo)):
            yield Sandbox(
                url=f"http://{host}:{address[1]}",
                token=TOKEN,
                telegram=telegram,
                faults=faults,
                night=night,
            )
    finally:
        await runner.cleanup()


def runner_for(telegram: Telegram, night: Night, faults: Faults) -> web.AppRunner:
    """Return the server of a world, not yet listening."""
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.add_routes(BotApi(telegram, faults).routes())
    app.add_routes(Page(telegram, night, faults).routes())
    app.add_routes(Preview(telegram).routes())

    async def let_go(_app: web.Application) -> None:
        """End the streams and polls that would otherwise hold the closing up."""
        telegram.watchers.close()
        for bot in telegram.bots.values():
            bot.updates.close()

    app.on_shutdown.append(let_go)
    return web.AppRunner(app, handler_cancellation=True, shutdown_timeout=2.0, access_log=None)


def tasks(
    telegram: Telegram, night: Night, *, autoplay: bool, demo: bool
) -> list[Coroutine[None, None, None]]:
    """Return what goes on beside the server."""
    chosen = []
    if autoplay:
        chosen.append(begin_when_watched(telegram, night))
    if demo:
        chosen.append(demo_residents.act(telegram))
    return chosen


async def begin_when_watched(telegram: Telegram, night: Night) -> None:
    """Begin the night when someone opens the page."""
    await telegram.watchers.first.wait()
    if night.position == 0:
        night.play()


@asynccontextmanager
async def running(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run tasks for as long as the block lasts; raise what one of them broke on."""
    started = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in started:
            task.cancel()
        await asyncio.wait(started)
        for task in started:
            if not task.cancelled():
                task.result()
