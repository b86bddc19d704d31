"""/region NAME: all about one place; its name alone, written as a message, asks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject

from bot import keyboards
from bot.callbacks import Show
from bot.day import day
from bot.digest import DAY
from bot.in_force import state
from bot.lookup import LONGEST_QUERY, look_up_region
from bot.news import gather_news
from bot.screen import fitted, show
from bot.texts import Html, escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiogram.types import CallbackQuery, Message

    from alerts.areas import Area
    from bot.context import Visit

_OTHERS: Final = 3


async def region(message: Message, command: CommandObject, visit: Visit) -> None:
    """Tell about the place that was named."""
    query = (command.args or "").strip()
    if not query:
        await show(message, visit.voice.say("region-ask"))
    elif not await _answered(message, query, visit):
        text = visit.voice.say("not-found", query=query[:LONGEST_QUERY])
        await show(message, text, keyboards.beginning(visit.voice))


async def free_text(message: Message, visit: Visit) -> None:
    """Take a message that is no command for the name of a place, or say how to ask."""
    query = (message.text or "").strip()
    is_name = 0 < len(query) <= LONGEST_QUERY and not query.startswith("/")
    if not (is_name and await _answered(message, query, visit)):
        await show(message, visit.voice.say("hint"))


async def shown(query: CallbackQuery, callback_data: Show, visit: Visit) -> None:
    """Tell about the place that was chosen."""
    await _tell(query, visit.gazetteer.area(callback_data.area), (), visit)


async def _answered(message: Message, query: str, visit: Visit) -> bool:
    """Tell about a place or offer those that may be meant; False if there are none."""
    found = look_up_region(visit.gazetteer, query)
    if found.area is not None:
        await _tell(message, found.area, found.others[:_OTHERS], visit)
    elif found.others:
        offers = keyboards.candidates(found.others, Show, visit.voice)
        await show(message, visit.voice.say("which-place"), offers)
    return found.area is not None or bool(found.others)


async def _tell(
    event: Message | CallbackQuery,
    area: Area,
    others: Sequence[Area],
    visit: Visit,
) -> None:
    """Show the situation, the last 24 hours and the official numbers of a place."""
    moment = visit.now
    news = await gather_news(visit.store, [area.id], moment - DAY, moment, visit.patience)
    is_followed = visit.known and area.id in await visit.own()
    heading = Html(f"<b>{escaped(keyboards.full_name(area, visit.voice))}</b>")
    lines = [heading, *state(area.id, news, visit.voice), "", visit.voice.say("day-title")]
    lines += day(news, visit.voice, visit.voice.zone([area.id]))
    buttons = keyboards.about(area.id, others, visit.voice, followed=is_followed)
    await show(event, fitted(lines, visit.voice), buttons)


def router() -> Router:
    """Return the router of /region."""
    routes = Router(name="region")
    routes.message.register(region, Command("region", ignore_case=True))
    routes.callback_query.register(shown, Show.filter())
    return routes


def free_text_router() -> Router:
    """Return the router of messages that no other router knows; it comes last."""
    routes = Router(name="free text")
    routes.message.register(free_text, F.chat.type == ChatType.PRIVATE)
    return routes
