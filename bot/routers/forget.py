"""/forget: everything kept about a chat is deleted, after one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import Command

from bot import keyboards
from bot.callbacks import Forget
from bot.screen import show

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message

    from bot.context import Visit


async def ask_forget(message: Message, visit: Visit) -> None:
    """Ask whether it is meant."""
    await show(message, visit.voice.say("forget-ask"), keyboards.forgetting(visit.voice))


async def forget(query: CallbackQuery, callback_data: Forget, visit: Visit) -> None:
    """Delete all, or nothing."""
    if callback_data.sure:
        await visit.store.forget(visit.resident.chat_id)
        await show(query, visit.voice.say("forgotten"))
    else:
        await show(query, visit.voice.say("kept"))


def router() -> Router:
    """Return the router of /forget and its buttons."""
    routes = Router(name="forget")
    routes.message.register(ask_forget, Command("forget", ignore_case=True))
    routes.callback_query.register(forget, Forget.filter())
    return routes
