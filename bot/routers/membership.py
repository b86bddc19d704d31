"""A resident who blocks the bot, or a chat that removes it, is written to no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.filters import IS_MEMBER, IS_NOT_MEMBER, ChatMemberUpdatedFilter

if TYPE_CHECKING:
    from aiogram.types import ChatMemberUpdated

    from bot.context import Visit


async def gone(event: ChatMemberUpdated, visit: Visit) -> None:
    """Retire the chat; /start brings it back."""
    await visit.store.retire(event.chat.id, visit.now)


def router() -> Router:
    """Return the router of the bot's own membership."""
    routes = Router(name="membership")
    routes.my_chat_member.register(gone, ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
    return routes
