"""/start: what this is, and the first place to choose; a link may name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart

from bot import keyboards
from bot.screen import show

if TYPE_CHECKING:
    from aiogram.types import Message

    from alerts.gazetteer import Gazetteer
    from bot.context import Visit

_PAYLOAD: Final = "region_"


async def start(message: Message, command: CommandObject, visit: Visit) -> None:
    """Greet; a resident who comes back is told of alerts again."""
    if visit.known:
        await visit.store.save_subscriber(visit.resident)
    await show(message, visit.voice.say("start"), keyboards.beginning(visit.voice))
    if region := linked_region(visit.gazetteer, command.args):
        text = visit.voice.say("start-here", place=visit.voice.name(region))
        await show(message, text, keyboards.offer(region, visit.voice))


def linked_region(gazetteer: Gazetteer, payload: str | None) -> str | None:
    """Return the region a deep link names: ``region_bel`` or ``region_ua-43``."""
    if payload is None or not payload.startswith(_PAYLOAD):
        return None
    code = payload.removeprefix(_PAYLOAD).upper()
    known = {region.id for region in gazetteer.regions()}
    return next((area for area in (f"RU-{code}", code) if area in known), None)


def router() -> Router:
    """Return the router of /start."""
    routes = Router(name="start")
    routes.message.register(start, CommandStart(ignore_case=True))
    return routes
