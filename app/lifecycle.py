"""Every part of a running relay: opened in order, closed in reverse, each task with an owner.

Where several processes share a PostgreSQL, a part is done by one of them at a time: listening as a
whole, answering and sending bot by bot.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.alone import alone_with
from app.config import ConfigError
from app.lessons import taught_readers
from app.listening import listen
from app.parts import Part, Share
from app.planning import plan_on
from app.relay import Relay
from bot.texts import load_texts
from storage.leadership import Leadership
from storage.store import StorageError, open_store
from storage.waking import keep_listening

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.config import Config
    from storage.store import Store

log = logging.getLogger(__name__)


class StoppedError(Exception):
    """Somebody asked the program to stop."""


class NoBotError(Exception):
    """Telegram refuses every bot's token, for which waiting is no cure."""


async def run(config: Config, share: Share | None = None) -> None:
    """Run a share of the parts, or all, until a signal or a crash; then close in reverse order.

    NoBotError if Telegram refuses every bot's token; ConfigError if another program is at work
    with an SQLite database or a channel is not who it was; StorageError if the database is gone.
    """
    share = share or Share()
    ended: BaseException | None = None
    async with AsyncExitStack() as opened:
        database_url = config.database.url.get_secret_value()
        opened.enter_context(alone_with(database_url))
        store = await opened.enter_async_context(open_store(database_url))
        relay = await _relay(config, share, store)
        bots = await _open_bots(relay, opened)
        gc.freeze()  # tables and modules stay: to walk them again stops an alarm for 0.1 s and more
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_stop_on_signal(), name="signals")
                if Part.LISTEN in share.parts:
                    listening = relay.leadership.lead("listen", partial(listen, relay))
                    tasks.create_task(listening, name="listen")
                if Part.SEND in share.parts:
                    tasks.create_task(keep_listening(database_url, relay.wake), name="notified")
                    planning = relay.leadership.lead("plan", partial(plan_on, relay))
                    tasks.create_task(planning, name="plan")
                    tasks.create_task(_keep_pruning(relay), name="prune")
                if bots:
                    tasks.create_task(_serve(relay, bots), name="bots")
        except* StoppedError:
            log.info("stopped")
        except* (NoBotError, ConfigError, StorageError) as failures:
            ended = _first(failures)
    if ended is not None:
        raise ended


async def _relay(config: Config, share: Share, store: Store) -> Relay:
    """Put together what all parts use; the bots get their numbers."""
    ids = {bot.name: bot.id or 0 for bot in config.every_bot()}
    numbers = await store.know_bots(list(ids.values()))
    names = {name: numbers[number] for name, number in ids.items()}
    for known in await store.bots():
        if known.id not in numbers and known.residents:
            log.warning(
                "%d residents of bot %d are told nothing: it is not in the configuration",
                known.residents,
                known.id,
            )
    return Relay(
        config=config,
        share=share,
        store=store.of_bot(names[config.bot.name]),
        numbers=names,
        leadership=Leadership(config.database.url.get_secret_value()),
        texts=load_texts(),
        gazetteer=load_gazetteer(),
        reader=official_reader(),
        taught=taught_readers(config),
    )


async def _open_bots(
    relay: Relay, opened: AsyncExitStack
) -> dict[str, list[tuple[str, Callable[[], Awaitable[None]]]]]:
    """Return the work there is for each bot, by name, each with its role; none if none is asked."""
    parts = relay.share.parts & {Part.BOT, Part.SEND}
    if not parts:
        return {}
    # a process that only listens needs no aiogram, which takes seconds and 165 MB
    from app.bots import open_bot  # noqa: PLC0415 - see above
    from app.sending import send  # noqa: PLC0415 - see above
    from app.talking import talk  # noqa: PLC0415 - see above

    work: dict[str, list[tuple[str, Callable[[], Awaitable[None]]]]] = {}
    for config in relay.share.bots_of(relay.config):
        bot = await opened.enter_async_context(open_bot(config))
        own = relay.store.of_bot(relay.numbers[config.name])
        work[config.name] = []
        if Part.SEND in parts:
            work[config.name].append((f"send {config.id}", partial(send, relay, config, bot, own)))
        if Part.BOT in parts:
            work[config.name].append((f"bot {config.id}", partial(talk, relay, bot, own)))
    return work


async def _keep_pruning(relay: Relay) -> None:
    """Let one process remove what is no longer kept."""
    from app.sending import keep_pruning  # noqa: PLC0415 - as above

    await relay.leadership.lead("prune", partial(keep_pruning, relay))


async def _serve(
    relay: Relay, bots: dict[str, list[tuple[str, Callable[[], Awaitable[None]]]]]
) -> None:
    """Let every bot do its work; one whose token is refused stops none of the others."""
    refused: list[str] = []

    async def serve(name: str) -> None:
        """Do one bot's work, in its roles."""
        from bot.delivery import BotUnusableError  # noqa: PLC0415 - as above

        try:
            async with asyncio.TaskGroup() as tasks:
                for role, work in bots[name]:
                    tasks.create_task(relay.leadership.lead(role, work), name=role)
        except* BotUnusableError as refusals:
            refused.append(str(_first(refusals)))
            log.error("the bot %s is not at work: %s", name, refused[-1])  # noqa: TRY400 - it says all

    async with asyncio.TaskGroup() as tasks:
        for name in bots:
            tasks.create_task(serve(name), name=name)
    raise NoBotError(refused[0])


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first error of a group, however deep it lies."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _stop_on_signal() -> None:
    """Wait for an interrupt or a request to terminate, then raise StoppedError."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    try:
        await asked.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    raise StoppedError
