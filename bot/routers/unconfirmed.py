"""/unconfirmed, in operators' chats alone: danger nobody confirms, and ending it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.filters import Command

from alerts.confirmation import unconfirmed_since
from bot.callbacks import EndByHand, EndNot
from bot.keyboards import Markup, button, full_name, rows
from bot.screen import fitted, show
from bot.texts import Html
from bot.who import who

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from aiogram.types import CallbackQuery, Message

    from alerts.situation import Alert
    from bot.context import Visit
    from bot.ending import Ending

_SHOWN: Final = 8


async def unconfirmed(event: Message, visit: Visit, ending: Ending) -> None:
    """List the open alerts that nothing has confirmed for long, the longest silence first."""
    found = [
        alert
        for alert in await visit.store.alerts_in_force(None)
        if unconfirmed_since(alert, ending.patience, visit.now) is not None
    ]
    found.sort(key=lambda alert: alert.confirmed_at)
    lines = list(_lines(found, visit))
    buttons = [
        [
            button(
                visit.voice.plain("button-end", number=number),
                EndByHand(alert=alert.id or 0, sure=False),
            )
        ]
        for number, alert in enumerate(found[:_SHOWN], start=1)
    ]
    await show(event, fitted(lines, visit.voice), rows(buttons))


def _lines(found: Sequence[Alert], visit: Visit) -> Iterator[Html]:
    """Give each alert its number, and what is known of it."""
    voice = visit.voice
    if not found:
        yield voice.say("unconfirmed-none")
        return
    yield voice.say("unconfirmed-title", count=len(found))
    for number, alert in enumerate(found[:_SHOWN], start=1):
        yield Html("")
        yield voice.say("unconfirmed-line", number=number, **_facts(alert, visit))
    if len(found) > _SHOWN:
        yield voice.say("and-more", count=len(found) - _SHOWN)


def _facts(alert: Alert, visit: Visit) -> dict[str, str]:
    """Return an alert in words."""
    voice = visit.voice
    zone = voice.zone([alert.area])
    return {
        "what": voice.danger(alert),
        "place": full_name(visit.gazetteer.area(alert.area), voice),
        "since": voice.moment(alert.opened_at, zone, visit.now),
        "time": voice.moment(alert.confirmed_at, zone, visit.now),
    }


async def ask(query: CallbackQuery, callback_data: EndByHand, visit: Visit) -> None:
    """Ask whether to end an alert that no official has cleared."""
    alert = await _open(callback_data.alert, visit)
    if alert is None:
        await show(query, visit.voice.say("end-over"))
        return
    await show(query, visit.voice.say("end-ask", **_facts(alert, visit)), _sure(alert, visit))


async def end(query: CallbackQuery, callback_data: EndByHand, visit: Visit, ending: Ending) -> None:
    """End it, in the operator's name."""
    ended = await ending.ender.end(callback_data.alert, who(query), visit.now)
    if ended is None:
        await show(query, visit.voice.say("end-over"))
    else:
        await show(query, visit.voice.say("end-done", **_facts(ended, visit), who=who(query)))


async def leave(query: CallbackQuery, visit: Visit) -> None:
    """Leave the alert in force."""
    await show(query, visit.voice.say("end-not"))


async def _open(number: int, visit: Visit) -> Alert | None:
    """Return an alert that is in force, by its id."""
    in_force = await visit.store.alerts_in_force(None)
    return next((alert for alert in in_force if alert.id == number), None)


def _sure(alert: Alert, visit: Visit) -> Markup:
    """Offer to end an alert, or to leave it."""
    sure = EndByHand(alert=alert.id or 0, sure=True)
    return rows(
        [
            [button(visit.voice.plain("button-end-sure"), sure)],
            [button(visit.voice.plain("button-end-not"), EndNot())],
        ]
    )


def router(chats: Collection[int]) -> Router:
    """Return the router of ends by hand, deaf to all chats but the operators'."""
    routes = Router(name="unconfirmed")
    routes.message.filter(F.chat.id.in_(chats))
    routes.callback_query.filter(F.message.chat.id.in_(chats))
    routes.message.register(unconfirmed, Command("unconfirmed", ignore_case=True))
    routes.callback_query.register(end, EndByHand.filter(F.sure))
    routes.callback_query.register(ask, EndByHand.filter())
    routes.callback_query.register(leave, EndNot.filter())
    return routes
