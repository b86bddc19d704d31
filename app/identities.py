"""Is a followed channel still who it was? What changed is kept, logged and told to operators once.

A name that leads to another channel than before is never followed silently: nothing of the stranger
is kept, and operators are told who it is.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.profiles import Profile, trait_changes
from storage.store import ChannelMismatchError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.operators import Desk
    from listeners.protocol import ChannelSeen, SourceStatus
    from storage.store import Store, Transaction, Watched

log = logging.getLogger(__name__)


class Identities:
    """Compares what sources learn of channels with what is kept of them."""

    def __init__(self, store: Store, desk: Desk) -> None:
        """Keep in ``store``; tell at ``desk``."""
        self._store = store
        self._desk = desk
        self._last: dict[tuple[str, str], object] = {}

    def forget(self) -> None:
        """Look anew at everything that is said from now on: what is followed has changed."""
        self._last.clear()

    async def seen(self, seen: ChannelSeen) -> int:
        """Take what an account learnt of a channel; return how many messages were planned."""
        facts = seen.facts
        if self._same(seen.channel, seen.source, (facts, seen.taken_over)):
            return 0
        profile = Profile(
            channel_id=facts.channel_id,
            username=facts.username,
            title=facts.title,
            verified=facts.verified,
            scam=facts.scam,
            fake=facts.fake,
            restricted=facts.restricted,
            subscribers=facts.subscribers,
        )
        async with self._store.transaction() as transaction:
            watched = await transaction.watched(seen.channel)
            if watched is None:
                return 0
            if seen.taken_over:
                return await self._stranger(transaction, watched, facts.channel_id, seen.at)
            return await self._known(transaction, watched, profile, seen.at)

    async def looked(self, status: SourceStatus) -> int:
        """Take what a page showed of a channel; return how many messages were planned."""
        said = status.channel_id, status.title
        if said == (None, None) or self._same(status.channel, f"{status.source} looks", said):
            return 0
        async with self._store.transaction() as transaction:
            watched = await transaction.watched(status.channel)
            if watched is None:
                return 0
            kept = watched.profile
            from_account = kept is not None and kept.verified is not None
            if status.title is None or from_account:
                profile = kept  # an account knows better than a page
            else:
                profile = Profile(
                    channel_id=status.channel_id, username=status.channel, title=status.title
                )
            pinned = watched.channel.channel_id
            if status.channel_id is not None and pinned not in {None, status.channel_id}:
                return await self._stranger(transaction, watched, status.channel_id, status.at)
            if profile is None:
                return 0
            return await self._known(transaction, watched, profile, status.at)

    async def refused(self, channel: str, number: int | None, now: datetime) -> int:
        """Take word that a post of another channel came under a followed name."""
        if number is None or self._same(channel, "post", number):
            return 0
        async with self._store.transaction() as transaction:
            watched = await transaction.watched(channel)
            if watched is None:
                return 0
            return await self._stranger(transaction, watched, number, now)

    def _same(self, channel: str, source: str, said: object) -> bool:
        """Tell whether a source says again what it said before."""
        key = channel, source
        if self._last.get(key) == said:
            return True
        self._last[key] = said
        return False

    async def _known(
        self, transaction: Transaction, watched: Watched, profile: Profile, now: datetime
    ) -> int:
        """Keep who a channel is; tell what has changed."""
        username, pinned = watched.channel.username, watched.channel.channel_id
        if profile.channel_id is not None and pinned != profile.channel_id:
            if pinned is not None:
                return await self._stranger(transaction, watched, profile.channel_id, now)
            try:
                await transaction.pin_channel(username, profile.channel_id)
            except ChannelMismatchError as error:
                log.error("@%s cannot be followed: %s", username, error)  # noqa: TRY400 - the sentence says all
                return 0
        settled = watched.stranger is None or profile.username != username
        if profile == watched.profile and settled:
            return 0
        changes = trait_changes(_before(watched, profile), profile)
        await transaction.save_profile(username, profile, now)
        for change in changes:
            detail = f"@{username}: {change.trait.value}: {change.before!r} → {change.after!r}"
            log.warning("%s", detail)
            await transaction.audit("telegram", "channel changed", detail, now)
        if not changes:
            return 0
        return await self._desk.tell_changes(transaction, watched.channel, changes, now)

    async def _stranger(
        self, transaction: Transaction, watched: Watched, number: int, now: datetime
    ) -> int:
        """Keep that a name leads to another channel; tell it once."""
        if watched.stranger == number:
            return 0
        channel = watched.channel
        detail = f"@{channel.username} was channel {channel.channel_id} and is now {number}"
        log.error("%s; the new one is not followed", detail)
        await transaction.save_stranger(channel.username, number, now)
        await transaction.audit("telegram", "username taken over", detail, now)
        return await self._desk.tell_stranger(transaction, channel, number, now)


def _before(watched: Watched, profile: Profile) -> Profile:
    """Return what a channel was; one that was never seen had its own name and no warning on it."""
    if watched.profile is None:
        return replace(
            profile, username=watched.channel.username, scam=False, fake=False, restricted=False
        )
    kept = watched.profile
    return replace(
        kept, scam=bool(kept.scam), fake=bool(kept.fake), restricted=bool(kept.restricted)
    )
