"""/subscribe: choosing places, by name or by pages of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.filters import Command, CommandObject

from bot import keyboards
from bot.callbacks import Choose, Done, Places, Regions, Toggle
from bot.in_force import situation
from bot.lookup import LONGEST_QUERY, look_up
from bot.news import gather_news
from bot.residents import Added, follow
from bot.screen import fitted, show, write

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message
    from aiogram.utils.callback_answer import CallbackAnswer

    from alerts.areas import Area
    from bot.context import Visit
    from bot.texts import Html

_NAMED_PLACES: Final = 20


async def subscribe(message: Message, command: CommandObject, visit: Visit) -> None:
    """Follow the place that was named, or offer the regions."""
    query = (command.args or "").strip()
    if not query:
        await regions(message, Regions(), visit)
        return
    found = look_up(visit.gazetteer, query)
    if found.area is not None:
        text = await _followed(found.area, visit)
        await show(message, text)
    elif found.others:
        offers = keyboards.candidates(found.others, Choose, visit.voice)
        await show(message, visit.voice.say("which-place"), offers)
    else:
        text = visit.voice.say("not-found", query=query[:LONGEST_QUERY])
        await show(message, text, keyboards.beginning(visit.voice))


async def regions(
    event: Message | CallbackQuery,
    callback_data: Regions,
    visit: Visit,
) -> None:
    """Show a page of the regions."""
    own = await visit.own()
    on_land = [area for area in visit.gazetteer.regions() if not area.id.startswith("SEA-")]
    buttons = keyboards.regions(on_land, own, callback_data.page, visit.voice)
    await show(event, visit.voice.say("choose-region"), buttons)


async def places(query: CallbackQuery, callback_data: Places, visit: Visit) -> None:
    """Show a page of the places of a region."""
    region = callback_data.region
    buttons = keyboards.places(
        region,
        visit.gazetteer.municipalities(region),
        await visit.own(),
        callback_data.page,
        visit.voice,
    )
    await show(query, visit.voice.say("choose-place", region=visit.voice.name(region)), buttons)


async def toggle(
    query: CallbackQuery,
    callback_data: Toggle,
    callback_answer: CallbackAnswer,
    visit: Visit,
) -> None:
    """Add or remove a place; what is in force in a new one is told at once."""
    area = visit.gazetteer.area(callback_data.area)
    if not callback_data.on:
        await visit.store.unsubscribe(visit.resident.chat_id, area.id)
        callback_answer.text = visit.voice.plain("removed", place=visit.voice.name(area.id))
    elif await follow(visit.store, visit.resident, area, visit.now) is Added.WITHIN_REGION:
        callback_answer.text = visit.voice.plain("already-whole")
        callback_answer.show_alert = True
        return
    else:
        callback_answer.text = visit.voice.plain("added", place=visit.voice.name(area.id))
        if query.message is not None and await visit.store.alerts_in_force([area.id]):
            lines = await _situation(area, visit)
            await write(query.message, fitted(lines, visit.voice))
    region = area.id.partition("/")[0]
    page = Places(region=region, page=callback_data.page)
    await places(query, page, visit)


async def choose(query: CallbackQuery, callback_data: Choose, visit: Visit) -> None:
    """Follow a place that was offered."""
    area = visit.gazetteer.area(callback_data.area)
    await show(query, await _followed(area, visit))


async def done(query: CallbackQuery, visit: Visit) -> None:
    """Put the buttons away and leave the list of one's places."""
    own = await visit.own()
    if own:
        names = visit.voice.names(own, _NAMED_PLACES)
        await show(query, visit.voice.say("subscribed", place=names))
    else:
        await show(query, visit.voice.say("own-none"), keyboards.beginning(visit.voice))


async def _followed(area: Area, visit: Visit) -> Html:
    """Follow a place; return the answer with what is in force there."""
    await follow(visit.store, visit.resident, area, visit.now)
    # with its region: many names are there twice, and the wrong one would stay silent
    place = keyboards.full_name(area, visit.voice)
    answer = visit.voice.say("subscribed", place=place)
    return fitted([answer, "", *await _situation(area, visit)], visit.voice)


async def _situation(area: Area, visit: Visit) -> list[Html]:
    news = await gather_news(visit.store, [area.id], visit.now, visit.now, visit.patience)
    return list(situation(area.id, news, visit.voice))


def router() -> Router:
    """Return the router of /subscribe and its buttons."""
    routes = Router(name="subscribe")
    routes.message.register(subscribe, Command("subscribe", ignore_case=True))
    routes.callback_query.register(regions, Regions.filter())
    routes.callback_query.register(places, Places.filter())
    routes.callback_query.register(toggle, Toggle.filter())
    routes.callback_query.register(choose, Choose.filter())
    routes.callback_query.register(done, Done.filter(), F.message)
    return routes
