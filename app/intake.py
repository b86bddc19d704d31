"""From the sources to the pipeline: one post after another, and word of how each source does."""

from __future__ import annotations

import logging
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.posts import SourcePost
from alerts.verdicts import Doubt, Kind, Statement, Verdict
from listeners.protocol import ChannelSeen, SourceMark, SourceStatus
from storage.store import ChannelMismatchError, NotFollowedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.health import Health
    from app.identities import Identities
    from app.pipeline import Pipeline
    from listeners.protocol import Clock, Listener

log = logging.getLogger(__name__)

NOT_UNDERSTOOD = Verdict(statements=(Statement(kind=Kind.OTHER, unsure=Doubt.NOT_READ),))
"""What stands for the meaning of a post whose reading failed, until it is read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes what sources hand over; ``planned`` is called when messages wait to be sent."""

    pipeline: Pipeline
    health: Health
    identities: Identities
    clock: Clock
    planned: Callable[[], None]
    _marks: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Remember nothing of what was said so far: other channels are followed now."""
        self._marks.clear()
        self.identities.forget()
        self.health.keep_only(self.pipeline.channels)

    async def follow(self, listener: Listener) -> None:
        """Take everything a source hands over, in its order."""
        strange: set[str] = set()
        async with aclosing(listener.heard()) as listening:
            async for heard in listening:
                match heard:
                    case SourcePost():
                        await self._post(heard, strange)
                    case SourceStatus():
                        self.health.status(heard)
                        self._wake(await self.identities.looked(heard))
                    case ChannelSeen():
                        self._wake(await self.identities.seen(heard))
                    case SourceMark() if heard.channel not in strange:
                        await self._mark(heard)
        log.info("%s: no more posts will come from this source", listener.name)

    async def _post(self, post: SourcePost, strange: set[str]) -> None:
        """Take a post; what a stranger says marks nothing as heard."""
        try:
            self._wake(await take(post, self.pipeline, self.clock))
        except ChannelMismatchError as error:
            place = f"@{post.channel}/{post.message_id}"
            log.error("%s is not taken: %s", place, error)  # noqa: TRY400 - the sentence says all
            strange.add(post.channel)
            now = self.clock.now()
            self._wake(await self.identities.refused(post.channel, error.heard, now))
            return
        strange.discard(post.channel)
        self.health.post(post)

    async def _mark(self, mark: SourceMark) -> None:
        """Keep up to where a channel was heard; the posts before it are kept by now."""
        if self._marks.get(mark.channel, 0) < mark.up_to:
            await self.pipeline.store.save_mark(mark.channel, mark.up_to)
            self._marks[mark.channel] = mark.up_to

    def _wake(self, planned: int) -> None:
        """Let the drain know of new messages."""
        if planned:
            self.planned()


async def take(post: SourcePost, pipeline: Pipeline, clock: Clock) -> int:
    """Pass one post through the pipeline; return how many messages were planned.

    The one seam where any failure is caught: a post that cannot be handled must not silence the
    posts behind it. It is kept without its meaning and the operator is told. If even keeping it
    fails, that is raised: a database that does not answer is no reason to go on reading.
    """
    try:
        return await pipeline.handle(post, clock.now())
    except NotFollowedError:
        log.info("@%s is no longer followed; post %s is left", post.channel, post.message_id)
    except ChannelMismatchError:
        raise
    except Exception:
        log.exception("@%s/%s could not be understood; kept unread", post.channel, post.message_id)
        async with pipeline.store.transaction() as transaction:
            kept = await transaction.add_post(post)
            if kept is not None:
                await transaction.add_verdict(kept, NOT_UNDERSTOOD)
                await transaction.doubt(kept.revision_id, post.received_at)
            place = f"@{post.channel}/{post.message_id}"
            await transaction.audit("tocsin", "post not understood", place, clock.now())
    return 0
