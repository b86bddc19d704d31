"""/language: the language the bot speaks to this chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import Command

from bot import keyboards
from bot.callbacks import Speak
from bot.screen import show
from bot.texts import LANGUAGES

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message

    from bot.context import Visit


async def ask_language(event: Message | CallbackQuery, visit: Visit) -> None:
    """Offer the languages."""
    await show(event, visit.voice.say("language-ask"), keyboards.languages(visit.resident.language))


async def set_language(query: CallbackQuery, callback_data: Speak, visit: Visit) -> None:
    """Keep the language and answer in it."""
    language = callback_data.language
    if language not in LANGUAGES:
        await ask_language(query, visit)
        return
    await visit.store.save_subscriber(replace(visit.resident, language=language))
    spoken = replace(visit.voice, language=language)
    await show(query, spoken.say("language-set"), keyboards.beginning(spoken))


def router() -> Router:
    """Return the router of /language and its buttons."""
    routes = Router(name="language")
    routes.message.register(ask_language, Command("language", ignore_case=True))
    routes.callback_query.register(set_language, Speak.filter())
    return routes
