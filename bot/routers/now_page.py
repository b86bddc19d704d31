"""/now: what one's places live under at this moment, or the place that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import Command, CommandObject

from bot import keyboards
from bot.callbacks import Show
from bot.in_force import situations
from bot.lookup import LONGEST_QUERY, look_up
from bot.news import gather_news
from bot.screen import fitted, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiogram.types import Message

    from bot.context import Visit
    from bot.news import News
    from bot.voice import Voice


async def now_in_force(message: Message, command: CommandObject, visit: Visit) -> None:
    """Tell what is in force: since when, last confirmed, announced by whom."""
    query = (command.args or "").strip()
    if query:
        found = look_up(visit.gazetteer, query)
        if found.area is None and found.others:
            offers = keyboards.candidates(found.others, Show, visit.voice)
            await show(message, visit.voice.say("which-place"), offers)
            return
        asked = [found.area.id] if found.area is not None else []
    else:
        asked = await visit.own()
    if not asked:
        text = visit.voice.say("not-found", query=query[:LONGEST_QUERY]) if query else None
        await show(message, text or visit.voice.say("own-none"), keyboards.beginning(visit.voice))
        return
    moment = visit.now
    news = await gather_news(visit.store, asked, moment, moment, visit.patience)
    await show(message, fitted(_lines(asked, news, visit.voice), visit.voice))


def _lines(areas: Sequence[str], news: News, voice: Voice) -> Iterator[str]:
    yield from situations(areas, news, voice)
    yield voice.say("aid")


def router() -> Router:
    """Return the router of /now."""
    routes = Router(name="now")
    routes.message.register(now_in_force, Command("now", ignore_case=True))
    return routes
