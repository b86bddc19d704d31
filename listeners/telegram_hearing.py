"""Between Telegram and the ears: each message to its channel's ear, what that says to the voice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from listeners.protocol import ChannelSeen
from listeners.telegram_absences import WIDEST_SEARCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.posts import SourcePost
    from listeners.protocol import ChannelFacts, Clock, Memory
    from listeners.telegram_following import Followed
    from listeners.telegram_said import Said
    from listeners.telegram_voice import Voice

_FIRST_CHANNEL: Final = datetime(2015, 9, 22, tzinfo=UTC)
"""Telegram introduced channels on this day."""
_AHEAD: Final = timedelta(minutes=1)
"""Two clocks may differ by so much."""


class Hearing:
    """Says what was heard in channels, and in time what was held back."""

    def __init__(self, source: str, voice: Voice, *, memory: Memory, clock: Clock) -> None:
        """Say everything through ``voice``."""
        self.voice = voice
        self._memory = memory
        self._source = source
        self._clock = clock

    def pushed(self, followed: Followed, said: Said, *, in_turn: bool = False) -> None:
        """Take a message as it comes."""
        now = self._clock.now()
        self._say(followed, followed.ear.pushed(_dated(said, now, now), now, in_turn=in_turn))

    def edited(self, followed: Followed, said: Said) -> None:
        """Take another state of a message."""
        now = self._clock.now()
        self._say(followed, followed.ear.edited(_dated(said, now, now), now))

    def deleted(self, followed: Followed, numbers: Iterable[int]) -> None:
        """Take word of deletions."""
        self._say(followed, followed.ear.deleted(numbers, self._clock.now()))

    def first_read(self, followed: Followed, page: Sequence[Said]) -> None:
        """Take the newest messages of a channel never heard before."""
        now = self._clock.now()
        self._say(followed, followed.ear.first_read(_all_dated(page, now), now))
        self.mark(followed)

    def read(self, followed: Followed, page: Sequence[Said], up_to: int) -> None:
        """Take a piece of history that leaves nothing out up to a number."""
        now = self._clock.now()
        self._say(followed, followed.ear.read(_all_dated(page, now), up_to, now))
        self.mark(followed)

    async def swept(
        self, followed: Followed, page: Sequence[Said], up_to: int, *, newest: bool = True
    ) -> None:
        """Take a stretch of messages to compare; an empty one shows that there are no older."""
        after = max(page[0].message_id - 1 if page else 0, up_to - WIDEST_SEARCH - 1)
        kept = await self._memory.kept_ids(followed.name, after, up_to)
        ear, now = followed.ear, self._clock.now()
        dated = _all_dated(page, now)
        self._say(followed, ear.swept(dated, up_to, now, whole=not page, newest=newest, kept=kept))

    def mark(self, followed: Followed) -> None:
        """Say how far nothing is missing, if that has changed."""
        mark = followed.ear.new_mark()
        if mark is not None:
            self.voice.say([mark])

    def seen(self, followed: Followed, facts: ChannelFacts) -> None:
        """Take what Telegram says of the channel; it is passed on when it changes."""
        known = followed.facts
        if known is None or _without_subscribers(known) != _without_subscribers(facts):
            followed.facts = facts
            self.voice.say([self._seen(followed, facts, taken_over=False)])

    def taken_over(self, followed: Followed, stranger: ChannelFacts) -> None:
        """Say that the username is another channel's now."""
        self.voice.say([self._seen(followed, stranger, taken_over=True)])

    def well(self, followed: Followed) -> None:
        """Say that the channel is heard."""
        followed.trouble = None
        followed.failures = 0
        self.voice.status(
            followed.name,
            None,
            title=followed.facts.title if followed.facts else None,
            channel_id=followed.ear.wording.channel_id,
        )

    def trouble(self, followed: Followed, sentence: str) -> None:
        """Say why the channel is not heard."""
        followed.trouble = sentence
        self.voice.status(followed.name, sentence)

    def _seen(self, followed: Followed, facts: ChannelFacts, *, taken_over: bool) -> ChannelSeen:
        """Return facts as they are told."""
        return ChannelSeen(
            channel=followed.name,
            source=self._source,
            at=self._clock.now(),
            facts=facts,
            taken_over=taken_over,
        )

    def _say(self, followed: Followed, posts: list[SourcePost]) -> None:
        """Say posts, and look again when something that is held back is due."""
        self.voice.say(posts)
        due = followed.ear.next_due()
        if due is not None:
            asyncio.get_running_loop().call_at(due, self._release, followed)

    def _release(self, followed: Followed) -> None:
        """Say what has been held back for long enough."""
        self._say(followed, followed.ear.due())


def _dated(said: Said, moment: datetime, now: datetime) -> Said:
    """Return a message with a date that can be, or else with the ``moment``.

    A post from the future would be the last word on an alert for as long.
    """
    return said if _can_be(said, now) else replace(said, published_at=moment)


def _all_dated(page: Sequence[Said], now: datetime) -> list[Said]:
    """Return messages, oldest first, with dates that can be: none is older than those before it.

    What was published long ago must not seem to be fresh.
    """
    moment = next((said.published_at for said in page if _can_be(said, now)), now)
    dated: list[Said] = []
    for said in page:
        dated.append(_dated(said, moment, now))
        moment = dated[-1].published_at
    return dated


def _can_be(said: Said, now: datetime) -> bool:
    """Tell whether a message's date is one."""
    return _FIRST_CHANNEL < said.published_at <= now + _AHEAD


def _without_subscribers(facts: ChannelFacts) -> tuple[object, ...]:
    """Return the facts whose change matters: subscribers come and go all day."""
    return (
        facts.channel_id,
        facts.username,
        facts.title,
        facts.verified,
        facts.scam,
        facts.fake,
        facts.restricted,
        facts.left,
    )
