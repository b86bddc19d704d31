"""A look at a channel before it is followed: by an account that is logged in, else by its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.profiles import UnseenError
from app.clock import SystemClock
from app.logs import hush_telethon
from listeners.preview_look import look_at_page

if TYPE_CHECKING:
    from alerts.profiles import ChannelLook
    from app.config import Config

POSTS: Final = 20
"""So many of the last posts are shown with what they would be understood to say."""


async def look_at(config: Config, username: str) -> ChannelLook:
    """Look at a channel; UnseenError tells why nobody could."""
    hush_telethon()
    clock = SystemClock()
    why: list[str] = []
    for account in config.telegram.accounts:
        from app.telegram import settings_of  # noqa: PLC0415 - Telethon only for whoever has accounts
        from listeners.telegram_look import look_with_account  # noqa: PLC0415 - the same
        from listeners.telegram_session import is_logged_in  # noqa: PLC0415 - the same

        if not is_logged_in(config.telegram.sessions, account.name):
            continue
        try:
            return await look_with_account(
                username,
                account=account.name,
                settings=settings_of(config.telegram),
                posts=POSTS,
                now=clock.now(),
            )
        except UnseenError as error:
            why.append(f"telegram:{account.name}: {error}")
    if config.preview.enabled or not why:
        try:
            return await look_at_page(
                username,
                base_url=config.preview.base_url,
                proxy=config.preview.proxy,
                clock=clock,
                posts=POSTS,
            )
        except UnseenError as error:
            why.append(f"preview: {error}")
    raise UnseenError("; ".join(why))
