"""Looks at many channels at once every few seconds: has anything moved that was not pushed?"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from telethon import errors
from telethon.tl import functions, types

from listeners.telegram_requests import LONG_PAUSE, Lane
from listeners.telegram_said import facts_of, said
from listeners.telegram_troubles import (
    CLOSED,
    NoAnswerError,
    PausedError,
    account_trouble,
    channel_trouble,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from listeners.telegram_following import Followed, Following
    from listeners.telegram_hearing import Hearing
    from listeners.telegram_history import History
    from listeners.telegram_requests import Requests
    from listeners.telegram_said import Said
    from listeners.telegram_settings import TelegramSettings

log = logging.getLogger(__name__)

_AT_ONCE: Final = 100
"""The most channels Telegram answers for in one request."""
_LONGEST_TICK: Final = 60.0
_LEAST_REST: Final = 0.2
_PATIENCE: Final = 3
"""So many looks may fail in a row before they are done without, if any ever went well."""
_MOST_REFUSALS: Final = 20
"""So many in a row, and it is not single channels that spoil the answers."""
_LONGEST_WITHOUT: Final = 24
"""Looks that are done without are tried again ever more rarely, after so many ticks at most."""


class Looks:
    """The looks of one connection."""

    def __init__(
        self,
        following: Following,
        hearing: Hearing,
        history: History,
        requests: Requests,
        *,
        settings: TelegramSettings,
        timer: Callable[[], float],
        looked: Callable[[], None],
    ) -> None:
        """Look at all followed channels that are pinned; ``looked`` is called after each round."""
        self._following = following
        self._hearing = hearing
        self._history = history
        self._requests = requests
        self._settings = settings
        self._timer = timer
        self._hurry = asyncio.Event()
        self._tick = settings.tick_seconds
        self._failures = _PATIENCE - 1
        self._refusals = 0
        self._again_at = 0.0
        self._looked = looked

    def hurry(self) -> None:
        """Look soon: Telegram says that something has happened and not what."""
        self._hurry.set()

    async def keep_looking(self) -> None:
        """Look every tick, for ever; NoAnswerError if Telegram does not answer."""
        while True:
            await self._look_at_all()
            self._looked()
            self._tick = max(self._settings.tick_seconds, self._tick * 0.9)
            await asyncio.sleep(min(self._tick / 5, _LEAST_REST))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._tick):
                    await self._hurry.wait()
            self._hurry.clear()

    def _slow_down(self) -> None:
        """Look less often for a while: Telegram has asked for a pause."""
        self._tick = min(2 * self._tick, max(_LONGEST_TICK, self._settings.tick_seconds))

    async def _look_at_all(self) -> None:
        """Look once at every channel; those in trouble by themselves, when their time has come."""
        now = self._timer()
        pinned = [followed for followed in self._following if followed.pin is not None]
        sound = [followed for followed in pinned if followed.try_again_at == 0.0]
        for start in range(0, len(sound), _AT_ONCE):
            await self._look(sound[start : start + _AT_ONCE])
        for followed in pinned:
            if 0.0 < followed.try_again_at <= now:
                followed.try_again_at = 0.0
                await self._look([followed])

    async def _look(self, some: list[Followed]) -> None:
        """Ask for some channels; one that spoils the answer for all is found by halving."""
        if self._timer() < self._again_at:
            await self._read_each(some)
            return
        counted = {followed: followed.pts for followed in some}
        request = functions.messages.GetPeerDialogsRequest(
            peers=[types.InputDialogPeer(followed.peer()) for followed in some]
        )
        was_paused = self._requests.paused(Lane.LOOK) > 0
        try:
            dialogs = await self._requests.ask(Lane.LOOK, request, longest_pause=0.0)
        except PausedError as error:
            if not was_paused:
                self._slow_down()
            if error.seconds > LONG_PAUSE:
                await self._read_each(some)
        except NoAnswerError as error:
            # a server that does not know this request, or a connection that is dead?
            await self._requests.probe()
            await self._unanswered(some, error)
        except (errors.RPCError, errors.TypeNotFoundError) as error:
            if account_trouble(error) is not None:
                raise
            await self._refused(some, error)
        else:
            self._failures = self._refusals = 0
            self._compare(counted, dialogs)

    async def _refused(self, some: list[Followed], error: Exception) -> None:
        """Find out whom a refused look is about."""
        self._refusals += 1
        if channel_trouble(error) is None or self._refusals > _MOST_REFUSALS:
            await self._unanswered(some, error)
        elif len(some) > 1:
            await self._look(some[: len(some) // 2])
            await self._look(some[len(some) // 2 :])
        elif isinstance(error, errors.TypeNotFoundError):
            self._ask_history(some[0])  # which can step over what cannot be read
        else:
            self._history.refused(some[0], error)

    async def _unanswered(self, some: list[Followed], error: Exception) -> None:
        """Do without this look; if looking fails again and again, read the histories instead."""
        self._failures += 1
        if self._failures == _PATIENCE:
            log.warning("looking at many channels at once fails: %s", error)
        if self._failures >= _PATIENCE:
            ticks = min(2 ** min(self._failures - _PATIENCE, 10), _LONGEST_WITHOUT)
            self._again_at = self._timer() + ticks * self._settings.tick_seconds
            await self._read_each(some)

    async def _read_each(self, some: list[Followed]) -> None:
        """Read the histories of some channels in place of a look, if the connection is good."""
        await self._requests.probe()
        for followed in some:
            self._ask_history(followed)

    def _compare(self, counted: dict[Followed, int | None], answer: Any) -> None:  # noqa: ANN401 - Telethon ships no types
        """Go through an answer."""
        chats = {chat.id: chat for chat in answer.chats}
        tops = {
            (message.peer_id.channel_id, message.id): message
            for message in answer.messages
            if isinstance(message.peer_id, types.PeerChannel)
        }
        dialogs = {
            dialog.peer.channel_id: dialog
            for dialog in answer.dialogs
            if isinstance(dialog, types.Dialog) and isinstance(dialog.peer, types.PeerChannel)
        }
        for followed, counted_before in counted.items():
            if followed.pin is None or followed not in self._following:
                continue
            number = followed.pin.channel_id
            chat, dialog = chats.get(number), dialogs.get(number)
            if isinstance(chat, types.ChannelForbidden):
                followed.try_again_at = self._timer() + self._settings.retry_channel_seconds
                self._hearing.trouble(followed, CLOSED)
                continue
            if isinstance(chat, types.Channel) and not chat.min:
                self._hearing.seen(followed, facts_of(chat, followed.name))
            if dialog is None:
                self._ask_history(followed)
            else:
                followed.is_unseen = False
                top = tops.get((number, dialog.top_message))
                if top is not None and top.id != followed.settled_top:
                    self._take(followed, said(top, answer.chats, answer.users))
                self._weigh(followed, dialog, counted_before)
            if not followed.is_unseen:
                self._tell(followed)

    def _take(self, followed: Followed, newest: Said | None) -> None:
        """Take the newest message, which comes with the look, like one that was pushed."""
        mark = followed.ear.mark
        if newest is None or mark is None:
            return  # a channel never heard before begins with a page of history
        self._hearing.pushed(followed, newest)
        if followed.pts is not None:
            followed.pts += (followed.ear.mark or mark) - mark

    def _weigh(self, followed: Followed, dialog: Any, counted_before: int | None) -> None:  # noqa: ANN401 - Telethon ships no types
        """Decide what must be read of a channel, by its newest number and its count of events."""
        ear = followed.ear
        last_look, followed.pts_at_look = followed.pts_at_look, dialog.pts
        if dialog.top_message > ear.top and dialog.top_message != followed.settled_top:
            ear.top = dialog.top_message
        if ear.is_behind:
            self._history.catch_up(followed)
            return
        overdue = followed.swept_at is None or self._timer() - followed.swept_at > self._period()
        # pushes that came while the answer was on its way are counted by us and not in it
        counts = {counted_before, followed.pts}
        followed.may_differ |= dialog.pts not in counts | {last_look}
        if overdue or ear.misses or (dialog.pts is not None and dialog.pts not in counts):
            self._history.sweep(followed)
        if dialog.pts is not None and dialog.pts not in counts:
            followed.pts = dialog.pts

    def _ask_history(self, followed: Followed) -> None:
        """Read a channel of which this server says nothing, as often as the pace lets us."""
        now = self._timer()
        if followed.swept_at is None or now - followed.swept_at >= self._least_period():
            followed.swept_at = now
            followed.is_unseen = True
            self._history.catch_up(followed)
            self._history.sweep(followed)

    def _tell(self, followed: Followed) -> None:
        """Tell how it stands with a channel that was looked at."""
        self._hearing.mark(followed)
        pause = self._history.is_paused()
        if followed.ear.is_behind and pause > LONG_PAUSE:
            self._hearing.trouble(
                followed, f"Telegram asks for a pause of {pause:.0f} s; missed posts come after it"
            )
        elif not (followed.ear.is_behind and followed.trouble):
            self._hearing.well(followed)

    def _period(self) -> float:
        """Return how often a channel is compared though nothing points to a change."""
        return max(self._settings.sweep_seconds, 4 * self._least_period())

    def _least_period(self) -> float:
        """Return how often all channels can be read at the pace Telegram bears."""
        least = len(self._following) * self._settings.history_seconds
        return max(self._settings.tick_seconds, least)
