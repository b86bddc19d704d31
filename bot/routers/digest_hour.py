"""/digest: the hour of the daily digest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command

from bot import keyboards
from bot.callbacks import DigestAt
from bot.residents import with_digest
from bot.screen import show

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message

    from bot.context import Visit


async def ask_hour(message: Message, visit: Visit) -> None:
    """Offer the hours."""
    buttons = keyboards.digest_hours(visit.resident.digest_minute, visit.voice)
    zone = ZoneInfo(visit.resident.timezone)
    clock = visit.voice.moment(visit.now, zone, visit.now)
    await show(message, visit.voice.say("digest-ask", clock=clock), buttons)


async def set_hour(query: CallbackQuery, callback_data: DigestAt, visit: Visit) -> None:
    """Keep the hour that was chosen, or no digest."""
    hour = callback_data.hour
    if hour is None:
        await visit.store.save_subscriber(with_digest(visit.resident, None, visit.now))
        await show(query, visit.voice.say("digest-off"))
    elif hour in keyboards.DIGEST_HOURS:
        await visit.store.save_subscriber(with_digest(visit.resident, hour * 60, visit.now))
        await show(query, visit.voice.say("digest-set", time=f"{hour:02}:00"))


def router() -> Router:
    """Return the router of /digest and its buttons."""
    routes = Router(name="digest")
    routes.message.register(ask_hour, Command("digest", ignore_case=True))
    routes.callback_query.register(set_hour, DigestAt.filter())
    return routes
