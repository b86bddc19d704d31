"""The road of a post: heard, understood, kept, and turned into messages that wait to be sent.

    listeners → ``handle`` → one transaction: post, verdict, situation, outbox → the bot's drain

Everything a post leads to commits together or not at all. Delivery drains the outbox by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.changes import by_reason, changes
from alerts.notices import Notice, Reason
from alerts.situation import ACTING, Alert, Level, Report, acts, after
from alerts.verdicts import Hazard, Kind, Verdict
from app.history import keep, reread
from storage.store import NotFollowedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from alerts.channels import Channel
    from alerts.posts import SourcePost
    from alerts.reader import Reader
    from storage.store import KeptPost, Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The parts a post passes; ``age_limit`` is how old it may be on arrival and still ring."""

    store: Store
    reader: Reader
    channels: Mapping[str, Channel]
    age_limit: timedelta

    async def handle(self, post: SourcePost, now: datetime) -> int:
        """Keep a post with all that follows from it; return how many messages were planned.

        A post that is already kept changes nothing. NotFollowedError if its channel is not
        followed, perhaps no longer.
        """
        channel = self.channels.get(post.channel)
        if channel is None:
            raise NotFollowedError(post.channel)
        verdict = self.reader.read(post.text, channel.region)
        async with self.store.transaction() as transaction:
            kept = await transaction.add_post(post)
            if kept is None:
                return 0
            await transaction.add_verdict(kept, verdict)
            heard = _Heard(kept=kept, verdict=verdict, fresh=self._fresh(kept), now=now)
            planned = 0
            for region in _regions(heard):
                planned += await _change_situation(transaction, heard, region)
            return planned + await _tell_drill(transaction, heard)

    def _fresh(self, kept: KeptPost) -> bool:
        """Tell whether this is young enough to ring; an edit or deletion is as old as itself."""
        post = kept.post
        happened_at = post.published_at
        if kept.revision > 1:
            happened_at = post.edited_at or post.received_at
        return post.received_at - happened_at <= self.age_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A post on its way through one transaction."""

    kept: KeptPost
    verdict: Verdict
    fresh: bool
    now: datetime

    @property
    def in_turn(self) -> bool:
        """Tell a new post from an edit or a deletion."""
        return self.kept.revision == 1

    @property
    def report(self) -> Report:
        """Return the post as it acts on the situation."""
        channel = self.kept.channel
        return Report(
            post=self.kept.id,
            role=channel.role,
            region=channel.region,
            published_at=self.kept.post.published_at,
            verdict=self.verdict,
        )


def _regions(heard: _Heard) -> list[str]:
    """Return the regions whose situation a post may change; an edit may take back what it did."""
    if heard.kept.channel.role not in ACTING:
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


async def _change_situation(transaction: Transaction, heard: _Heard, region: str) -> int:
    """Bring a region's alerts up to what its posts now say, and plan who is told."""
    post = heard.kept.post
    if heard.in_turn and await transaction.is_newest(region, heard.kept.id, post.published_at):
        old = await transaction.open_alerts(region)
        touched = {
            alert.key: alert
            for alert in after({alert.key: alert for alert in old}, heard.report)
            if region_of(alert.area) == region
        }
        new = [touched.pop(alert.key, alert) for alert in old] + list(touched.values())
        difference = changes(old, new)
    else:
        difference = await reread(transaction, region, post.published_at)
    saved = await keep(transaction, difference)
    ids = {(alert.key, alert.opened_by): alert for alert in saved}
    planned = 0
    for reason, alerts in by_reason(difference):
        known = [ids.get((alert.key, alert.opened_by), alert) for alert in alerts]
        planned += await _tell(transaction, heard, reason, known)
    return planned


async def _tell(
    transaction: Transaction, heard: _Heard, reason: Reason, alerts: Sequence[Alert]
) -> int:
    """Plan one notice: only fresh news rings; its end reaches whoever was alarmed in any case."""
    rings = reason in {Reason.OPENED, Reason.WORSE}
    if rings and not heard.fresh:
        return 0
    return await transaction.tell(
        _notice(heard, reason, alerts),
        alerts,
        heard.kept.id,
        heard.now,
        alarmed_only=not heard.fresh,
    )


async def _tell_drill(transaction: Transaction, heard: _Heard) -> int:
    """Plan a silent word about a drill, once and only while it is news."""
    drill = next((s for s in heard.verdict.statements if s.kind is Kind.DRILL), None)
    if drill is None or heard.verdict.kind is not Kind.DRILL:
        return 0
    if not heard.in_turn or not heard.fresh or not drill.areas:
        return 0
    notice = _facts(heard, Reason.DRILL, Kind.DRILL, areas=drill.areas, hazards=drill.hazards)
    return await transaction.tell(notice, [], heard.kept.id, heard.now)


def _notice(heard: _Heard, reason: Reason, alerts: Sequence[Alert]) -> Notice:
    """Return the facts of one message about several alerts."""
    attack = any(alert.level is Level.ATTACK for alert in alerts)
    match reason:
        case Reason.ENDED | Reason.EASED | Reason.CORRECTED:
            kind = Kind.ALL_CLEAR
        case _:
            kind = Kind.ATTACK if attack else Kind.THREAT
    areas = tuple(dict.fromkeys(alert.area for alert in alerts))
    hazards = tuple(dict.fromkeys(a.hazard for a in alerts if a.hazard is not None))
    since = min(alert.opened_at for alert in alerts)
    return _facts(heard, reason, kind, areas=areas, hazards=hazards, since=since)


def _facts(
    heard: _Heard,
    reason: Reason,
    kind: Kind,
    *,
    areas: tuple[str, ...],
    hazards: tuple[Hazard, ...],
    since: datetime | None = None,
) -> Notice:
    """Return a notice that names the post as its source."""
    post = heard.kept.post
    return Notice(
        reason=reason,
        kind=kind,
        areas=areas,
        hazards=hazards,
        published_at=post.published_at,
        received_at=post.received_at,
        source_name=heard.kept.channel.title,
        link=f"{heard.kept.channel.address}/{post.message_id}",
        excerpt=post.text,
        since=since,
    )
