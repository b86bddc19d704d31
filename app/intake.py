"""From the sources to the pipeline: one post after another, and word of how each source does."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.posts import SourcePost
from alerts.verdicts import Kind, Statement, Verdict
from storage.store import ChannelMismatchError, SourceHealth

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.pipeline import Pipeline
    from listeners.protocol import Clock, Listener, SourceStatus
    from storage.store import Store

log = logging.getLogger(__name__)

NOT_UNDERSTOOD = Verdict(statements=(Statement(kind=Kind.OTHER),))
"""What stands for the meaning of a post whose reading failed, until it is read anew."""


class Health:
    """How every channel is heard through every source; kept in memory, written now and then."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._known: dict[tuple[str, str], SourceHealth] = {}
        self._unsaved: set[tuple[str, str]] = set()

    def post(self, post: SourcePost) -> None:
        """Note a post and how long it took to reach us."""
        known = self._of(post.channel, post.source)
        newest = known.last_post_at
        if newest is None or newest < post.published_at:
            lag = post.received_at - post.published_at
            known = replace(known, last_post_at=post.published_at, last_lag=lag)
        self._note(replace(known, last_heard_at=post.received_at))

    def status(self, status: SourceStatus) -> None:
        """Note a look at a channel; a source lost or back is logged once."""
        known = self._of(status.channel, status.source)
        if status.trouble and not known.trouble:
            log.warning("%s: @%s is lost: %s", status.source, status.channel, status.trouble)
        if known.trouble and not status.trouble:
            log.warning("%s: @%s is back", status.source, status.channel)
        if not status.trouble:
            known = replace(known, last_heard_at=status.at)
        self._note(replace(known, trouble=status.trouble))

    async def save(self, store: Store) -> None:
        """Write what has changed since the last time."""
        changed, self._unsaved = self._unsaved, set()
        if changed:
            await store.save_health([self._known[key] for key in sorted(changed)])

    async def keep_saving(self, store: Store, seconds: float) -> None:
        """Write every so often, and once more when stopped."""
        try:
            while True:
                await asyncio.sleep(seconds)
                await self.save(store)
        finally:
            await self.save(store)

    def _of(self, channel: str, source: str) -> SourceHealth:
        """Return what is known of a channel through a source."""
        unheard = SourceHealth(
            channel=channel,
            source=source,
            last_heard_at=None,
            last_post_at=None,
            last_lag=None,
            trouble=None,
        )
        return self._known.get((channel, source), unheard)

    def _note(self, health: SourceHealth) -> None:
        """Remember, and write it next time."""
        key = (health.channel, health.source)
        self._known[key] = health
        self._unsaved.add(key)


async def follow(
    listener: Listener,
    pipeline: Pipeline,
    health: Health,
    clock: Clock,
    planned: Callable[[], None],
) -> None:
    """Hand every post of a source to the pipeline; ``planned`` is called when messages wait."""
    async with aclosing(listener.heard()) as listening:
        async for heard in listening:
            if isinstance(heard, SourcePost):
                if await take(heard, pipeline, clock):
                    planned()
                health.post(heard)
            else:
                health.status(heard)
    log.info("%s: no more posts will come from this source", listener.name)


async def take(post: SourcePost, pipeline: Pipeline, clock: Clock) -> int:
    """Pass one post through the pipeline; return how many messages were planned.

    The one seam where any failure is caught: a post that cannot be handled must not silence the
    posts behind it. It is kept without its meaning and the operator is told. If even keeping it
    fails, that is raised: a database that does not answer is no reason to go on reading.
    """
    try:
        return await pipeline.handle(post, clock.now())
    except ChannelMismatchError as error:
        log.error("@%s/%s is not taken: %s", post.channel, post.message_id, error)  # noqa: TRY400 - the sentence says all
    except Exception:
        log.exception("@%s/%s could not be understood; kept unread", post.channel, post.message_id)
        async with pipeline.store.transaction() as transaction:
            kept = await transaction.add_post(post)
            if kept is not None:
                await transaction.add_verdict(kept, NOT_UNDERSTOOD)
            place = f"@{post.channel}/{post.message_id}"
            await transaction.audit("tocsin", "post not understood", place, clock.now())
    return 0
