"""The bot put together: every router, and what their handlers are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Dispatcher
from aiogram.utils.callback_answer import CallbackAnswerMiddleware

from alerts.confirmation import patience
from bot.context import Acquaintance, Running
from bot.polling import poll
from bot.routers import (
    digest_hour,
    errors,
    forget,
    help_page,
    history,
    judging,
    language,
    membership,
    now_page,
    operators,
    paid,
    region,
    start,
    stats,
    subscribe,
    today,
    unconfirmed,
    unsubscribe,
    woken,
)

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from bot.context import Now
    from bot.ending import Ending
    from bot.judging import Judging
    from bot.texts import Texts
    from bot.watching import Watching
    from storage.store import Store

__all__ = ["dispatcher_for", "poll"]


def dispatcher_for(
    store: Store,
    gazetteer: Gazetteer,
    texts: Texts,
    now: Now,
    watching: Watching | None = None,
    *,
    judges: Judging | None = None,
    ending: Ending | None = None,
) -> Dispatcher:
    """Return a dispatcher that answers residents from ``store``, and operators if there are any."""
    running = Running()
    dispatcher = Dispatcher(
        disable_fsm=True,  # nobody is asked anything that has to be remembered
        running=running,
        watching=watching,
        judging=judges,
        ending=ending,
    )
    dispatcher.update.outer_middleware(running)
    after = ending.patience if ending is not None else patience({})
    dispatcher.update.outer_middleware(Acquaintance(store, gazetteer, texts, now, after))
    dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
    if watching is not None and watching.chats:
        dispatcher.include_routers(
            operators.router(watching), stats.router(watching), paid.router(watching)
        )
        if judges is not None:
            dispatcher.include_router(judging.router(watching.chats))
        if ending is not None:
            dispatcher.include_router(unconfirmed.router(watching.chats))
    dispatcher.include_routers(
        start.router(),
        subscribe.router(),
        unsubscribe.router(),
        now_page.router(),
        today.router(),
        region.router(),
        history.router(),
        woken.router(),
        digest_hour.router(),
        language.router(),
        help_page.router(),
        forget.router(),
        membership.router(),
        errors.router(),
        region.free_text_router(),
    )
    return dispatcher
