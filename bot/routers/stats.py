"""/stats, in operators' chats alone: what became of messages, on one screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command

from bot.screen import fitted, show
from bot.stats_words import alarm_lines, bot_lines, day_lines
from bot.texts import Html

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.context import Visit
    from bot.watching import Watching

DAY: Final = timedelta(hours=24)


async def stats(message: Message, visit: Visit, watching: Watching) -> None:
    """Tell of each bot what became of its last alarm and of its last day."""
    zone = ZoneInfo(visit.resident.timezone)
    lines: list[Html] = []
    for bot in await visit.store.bots():
        own = visit.store.of_bot(bot.number)
        last, day = await own.last_alarm(), await own.outcomes_since(visit.now - DAY)
        lines += [
            *([Html("")] if lines else []),
            *bot_lines(
                watching.bots.get(bot.number, str(bot.id)), bot, await own.mirrors(), visit.voice
            ),
            *alarm_lines(last, visit.voice, zone, visit.now),
            *day_lines(day, visit.voice),
        ]
    await show(message, fitted(lines or [visit.voice.say("stats-no-alarm")], visit.voice))


def router(watching: Watching) -> Router:
    """Return the router of /stats."""
    routes = Router(name="stats")
    routes.message.filter(F.chat.id.in_(watching.chats))
    routes.message.register(stats, Command("stats"))
    return routes
