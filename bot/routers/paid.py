"""/paid, in operators' chats alone: whether alarms may cost, and what they would."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Command, CommandObject

from bot import keyboards
from bot.callbacks import Pay
from bot.paid import LEAST_STARS, estimate
from bot.screen import show
from bot.stats_words import delay, number
from bot.texts import Html
from bot.who import who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiogram import Bot
    from aiogram.types import CallbackQuery, Message

    from bot.context import Visit
    from bot.paid import Estimate
    from bot.voice import Voice
    from bot.watching import Watching
    from storage.store import KeptBot

_SOON: Final = timedelta(seconds=1)

log = logging.getLogger(__name__)


async def paid(message: Message, command: CommandObject, visit: Visit, bot: Bot) -> None:
    """Show how it is, ask before it is turned on, turn it off at once."""
    async with visit.store.snapshot() as snapshot:
        kept = await snapshot.bot()
    wish = (command.args or "").strip().lower()
    if kept is None or wish not in {"", "on", "off"}:
        await show(message, visit.voice.say("paid-usage"))
    elif wish == "off":
        await _set(visit, who(message), on=False)
        await show(message, visit.voice.say("paid-is-off"))
    else:
        asks = wish == "on" and kept.paid_since is None
        facts = [*_state(kept, visit), *_cost(estimate(kept.residents), visit.voice)]
        facts += _balance(await _stars(bot), estimate(kept.residents), visit.voice)
        facts.append(visit.voice.say("paid-ask") if asks else visit.voice.say("paid-usage"))
        await show(message, Html("\n".join(facts)), keyboards.paying(visit.voice) if asks else None)


async def confirmed(query: CallbackQuery, callback_data: Pay, visit: Visit) -> None:
    """Let alarms cost from now on, or leave it as it was."""
    if callback_data.sure:
        await _set(visit, who(query), on=True)
        await show(query, visit.voice.say("paid-is-on"))
    else:
        await show(query, visit.voice.say("watch-not"))


async def _set(visit: Visit, name: str, *, on: bool) -> None:
    """Turn the switch, and write into the journal who did."""
    async with visit.store.transaction() as transaction:
        kept = await transaction.bot()
        if kept is None or on == (kept.paid_since is not None):
            return
        await transaction.set_paid(name, visit.now if on else None)
        cost = estimate(kept.residents)
        detail = f"bot {kept.id}, {cost.residents} residents, at most {cost.stars} Stars an alarm"
        await transaction.audit(name, f"paid broadcasts {'on' if on else 'off'}", detail, visit.now)


async def _stars(bot: Bot) -> int | None:
    """Return the bot's balance, None if Telegram does not tell it."""
    try:
        return (await bot.get_my_star_balance()).amount
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("the balance is not known: %s", type(error).__name__)
        return None


def _state(kept: KeptBot, visit: Visit) -> Iterator[Html]:
    """Say whether it is on, since when and by whom."""
    voice = visit.voice
    yield voice.say("paid-title")
    if kept.paid_since is None:
        yield voice.say("paid-now-off")
    else:
        since = voice.moment(kept.paid_since, voice.zone(()), visit.now)
        yield voice.say("paid-now-on", since=since, who=kept.paid_by or "–")
    yield Html("")


def _cost(cost: Estimate, voice: Voice) -> Iterator[Html]:
    """Say what an alarm costs, and what that buys."""
    yield voice.say("paid-residents", count=number(cost.residents))
    free, paid_for = max(cost.free, _SOON), max(cost.paid, _SOON)
    yield voice.say("paid-times", free=delay(free, voice), paid=delay(paid_for, voice))
    yield voice.say("paid-cost", stars=number(cost.stars))


def _balance(stars: int | None, cost: Estimate, voice: Voice) -> Iterator[Html]:
    """Say for how many alarms there are Stars."""
    if stars is None:
        yield voice.say("paid-balance-unknown")
    elif stars < LEAST_STARS:
        yield voice.say("paid-balance-low", stars=number(stars), least=number(LEAST_STARS))
    else:
        alarms = cost.alarms(stars)
        yield voice.say(
            "paid-balance",
            stars=number(stars),
            least=number(LEAST_STARS),
            alarms="–" if alarms is None else number(alarms),
        )
    yield Html("")


def router(watching: Watching) -> Router:
    """Return the router of /paid and its buttons."""
    routes = Router(name="paid")
    routes.message.filter(F.chat.id.in_(watching.chats))
    routes.callback_query.filter(F.message.chat.id.in_(watching.chats))
    routes.message.register(paid, Command("paid"))
    routes.callback_query.register(confirmed, Pay.filter())
    return routes
