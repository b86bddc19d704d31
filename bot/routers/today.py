"""/today: what was announced since midnight in one's places, with official numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command

from bot import keyboards
from bot.day import day
from bot.news import gather_news
from bot.screen import fitted, show

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.context import Visit


async def today(message: Message, visit: Visit) -> None:
    """Tell of the day so far: of one's places, or of all when there are none."""
    moment, zone = visit.now, ZoneInfo(visit.resident.timezone)
    midnight = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    own = await visit.own() or None
    news = await gather_news(visit.store, own, midnight, moment)
    date = visit.voice.date(moment, zone)
    if own is None:
        title = visit.voice.say("today-everywhere", date=date)
        buttons = keyboards.beginning(visit.voice)
    else:
        title = visit.voice.say("today-title", date=date)
        buttons = None
    await show(message, fitted([title, "", *day(news, visit.voice, zone)], visit.voice), buttons)


def router() -> Router:
    """Return the router of /today."""
    routes = Router(name="today")
    routes.message.register(today, Command("today", ignore_case=True))
    return routes
