"""/help: every command on one screen, and what the bot cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import Command

from bot.screen import show

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.context import Visit


async def help_(message: Message, visit: Visit) -> None:
    """Tell what the bot can do."""
    await show(message, visit.voice.say("help"))


def router() -> Router:
    """Return the router of /help."""
    routes = Router(name="help")
    routes.message.register(help_, Command("help", ignore_case=True))
    return routes
