"""/why: why one was woken, or was not, by what happened in one's places in the last two days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command

from bot import keyboards
from bot.screen import fitted, show
from bot.woken_words import woken_lines

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.context import Visit

_BACK: Final = timedelta(days=2)
_EVENTS: Final = 12


async def why(message: Message, visit: Visit) -> None:
    """Tell of the last events, each with what came of it for this chat."""
    wanted = await visit.store.subscriptions(visit.resident.chat_id)
    if not wanted:
        await show(message, visit.voice.say("own-none"), keyboards.beginning(visit.voice))
        return
    since = visit.now - _BACK
    events = await visit.store.events_for(visit.resident, wanted, since, _EVENTS)
    zone = ZoneInfo(visit.resident.timezone)
    lines = list(woken_lines(events, visit.voice, zone, visit.now))
    await show(message, fitted(lines, visit.voice))


def router() -> Router:
    """Return the router of /why; in operators' chats theirs, which takes a link, comes first."""
    routes = Router(name="woken")
    routes.message.register(why, Command("why", ignore_case=True))
    return routes
