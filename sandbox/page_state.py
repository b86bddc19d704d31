"""All the page needs to draw itself from nothing: channels, residents, chats, the night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.views import page_channel, page_message

if TYPE_CHECKING:
    from sandbox.errors import Json
    from sandbox.night import Night
    from sandbox.telegram import Telegram

NEWEST: Final = 200


def page_state(telegram: Telegram, night: Night) -> Json:
    """Return the whole state of the page."""
    bot = telegram.any_bot()
    return {
        "bot": {
            "name": bot.profile.get(("name", "")) or bot.name,
            "username": bot.username,
            "about": bot.profile.get(("description", ""), ""),
            "alive": bot.updates.polled.is_set(),
        },
        "channels": [page_channel(channel, NEWEST) for channel in telegram.channels.values()],
        "residents": [
            resident_view(telegram, resident.id)
            for resident in telegram.residents.values()
            if resident.shown
        ],
        "night": night.view(),
    }


def resident_view(telegram: Telegram, resident_id: int) -> Json:
    """Return a resident with their chat."""
    bot, resident = telegram.any_bot(), telegram.residents[resident_id]
    chat = bot.chats.get(resident_id)
    messages = list(chat.messages.values())[-NEWEST:] if chat is not None else []
    return {
        "id": resident.id,
        "name": resident.first_name,
        "captions": resident.captions,
        "blocked": chat is not None and chat.blocked,
        "messages": [page_message(message) for message in messages],
        "keyboard": chat.keyboard if chat is not None else None,
        "commands": {language: bot.menu(resident_id, language) for language in ("ru", "en")},
    }
