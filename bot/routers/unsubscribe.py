"""/unsubscribe: one's places, each to be removed by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.callbacks import Drop
from bot.screen import show

if TYPE_CHECKING:
    from aiogram.utils.callback_answer import CallbackAnswer

    from bot.context import Visit


async def unsubscribe(event: Message | CallbackQuery, visit: Visit) -> None:
    """Show the places to remove."""
    own = await visit.own()
    if own:
        await show(event, visit.voice.say("own-title"), keyboards.own_places(own, visit.voice))
    elif isinstance(event, Message):
        await show(event, visit.voice.say("own-none"), keyboards.beginning(visit.voice))
    else:
        await show(event, visit.voice.say("own-removed"), keyboards.beginning(visit.voice))


async def drop(
    query: CallbackQuery,
    callback_data: Drop,
    callback_answer: CallbackAnswer,
    visit: Visit,
) -> None:
    """Remove a place, or all of them."""
    await visit.store.unsubscribe(visit.resident.chat_id, callback_data.area)
    if callback_data.area is not None:
        callback_answer.text = visit.voice.plain(
            "removed", place=visit.voice.name(callback_data.area)
        )
    await unsubscribe(query, visit)


def router() -> Router:
    """Return the router of /unsubscribe and its buttons."""
    routes = Router(name="unsubscribe")
    routes.message.register(unsubscribe, Command("unsubscribe", ignore_case=True))
    routes.callback_query.register(drop, Drop.filter())
    return routes
