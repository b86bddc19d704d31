"""The road of a post: heard, understood, kept, and turned into messages that wait to be sent.

    listeners → ``handle`` → one transaction: post, verdict, situation, outbox → the bot's drain

Everything a post leads to commits together or not at all. Delivery drains the outbox by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.authority import may_act, spoken_by
from alerts.changes import by_reason, changes, left_out
from alerts.folding import after
from alerts.situation import acts
from app.history import keep, mark, replace, reread
from app.telling import Heard, show_unknown, tell, tell_drill
from storage.store import NotFollowedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from alerts.channels import Channel
    from alerts.posts import SourcePost
    from alerts.reader import Reader
    from storage.store import KeptPost, Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The parts a post passes; ``age_limit`` is how old it may be on arrival and still ring.

    ``taught`` are readers of single channels, which have their own way of saying things.
    """

    store: Store
    reader: Reader
    channels: Mapping[str, Channel]
    age_limit: timedelta
    taught: Mapping[str, Reader] = field(default_factory=dict)

    async def handle(self, post: SourcePost, now: datetime) -> int:
        """Keep a post with all that follows from it; return how many messages were planned.

        A post that is already kept changes nothing. NotFollowedError if its channel is not
        followed, perhaps no longer.
        """
        channel = self.channels.get(post.channel)
        if channel is None:
            raise NotFollowedError(post.channel)
        post = post.as_first_published()
        text = "" if post.deleted else post.text
        reader = self.taught.get(post.channel, self.reader)
        verdict = spoken_by(channel, reader.read(text, channel.region))
        async with self.store.transaction() as transaction:
            kept = await transaction.add_post(post)
            if kept is None:
                return 0
            await transaction.add_verdict(kept, verdict)
            await show_unknown(transaction, kept, verdict, now)
            heard = Heard(kept=kept, verdict=verdict, fresh=self._fresh(kept), now=now)
            planned = 0
            if verdict.unsure and heard.fresh and may_act(channel.role):
                await transaction.doubt(kept.revision_id, post.received_at)
            for region in regions_of(heard):
                planned += await change_situation(transaction, heard, region)
            return planned + await tell_drill(transaction, heard)

    def _fresh(self, kept: KeptPost) -> bool:
        """Tell whether this is young enough to ring; an edit or deletion is as old as itself."""
        post = kept.post
        happened_at = post.published_at
        if kept.revision > 1:
            happened_at = post.edited_at or post.received_at
        return post.received_at - happened_at <= self.age_limit


def regions_of(heard: Heard) -> list[str]:
    """Return the regions whose situation a post may change; an edit may take back what it did."""
    if not may_act(heard.kept.channel.role):
        return []
    verdicts = [verdict for verdict in (heard.verdict, heard.kept.previous) if verdict is not None]
    acting = [verdict for verdict in verdicts if acts(verdict)]
    home = heard.kept.channel.region
    if home is not None:
        return [home] if acting else []
    named = {
        region_of(area)
        for verdict in acting
        for statement in verdict.statements
        for area in statement.areas
    }
    return sorted(named)


async def change_situation(transaction: Transaction, heard: Heard, region: str) -> int:
    """Bring a region's alerts up to what its posts now say, and plan who is told."""
    position = heard.kept.position
    found = await transaction.region_now(region, position) if heard.in_turn else None
    if found is not None and not found.overtaken:
        old = found.alerts
        touched = {
            alert.key: alert
            for alert in after({alert.key: alert for alert in old}, heard.report)
            if region_of(alert.area) == region
        }
        new = [touched.pop(alert.key, alert) for alert in old] + list(touched.values())
        difference = changes(old, new)
        saved = await keep(transaction, difference)
        await mark(transaction, region, position, new, found.checkpoint_at)
    else:
        rebuilt = await reread(transaction, region, position)
        difference = rebuilt.difference
        saved = await replace(transaction, rebuilt)
    ids = {(alert.key, alert.opened_by): alert for alert in saved}
    planned = 0
    for reason, alerts in by_reason(difference):
        known = [ids.get((alert.key, alert.opened_by), alert) for alert in alerts]
        planned += await tell(transaction, heard, reason, known, left_out(difference))
    return planned
