"""What people are told of a post: residents by notices that wait, operators in the log."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.channels import Role
from alerts.notices import ALARMS, Notice, Reason
from alerts.recipients import grows_silently
from alerts.situation import URGENT, Alert, Level, Report
from alerts.verdicts import Hazard, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.store import KeptPost, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A post on its way through one transaction; ``by_operator``: it is read anew by a person."""

    kept: KeptPost
    verdict: Verdict
    fresh: bool
    now: datetime
    by_operator: bool = False

    @property
    def in_turn(self) -> bool:
        """Tell a new post from an edit, a deletion or a correction."""
        return self.kept.revision == 1 and not self.by_operator

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


async def tell(
    transaction: Transaction,
    heard: Heard,
    reason: Reason,
    alerts: Sequence[Alert],
    left_out: tuple[str, ...] = (),
) -> int:
    """Plan one notice: only fresh news rings; its end reaches whoever was alarmed in any case.

    ``left_out`` are the areas in which danger goes on that ends around them.
    """
    notice = _notice(heard, reason, alerts, left_out)
    post, now = heard.kept.id, heard.now
    if reason in ALARMS and not heard.fresh:
        await transaction.note(replace(notice, reason=Reason.TOO_OLD), alerts, post, now)
        return 0
    if reason is Reason.REFRESHED:
        confirmed_at = heard.kept.post.published_at
        return await transaction.refresh(alerts, confirmed_at, post, now) if heard.fresh else 0
    if reason is Reason.LOWERED:  # the alarm itself must not go on saying what never was
        confirmed_at = max(alert.confirmed_at for alert in alerts)
        shown = await transaction.refresh(alerts, confirmed_at, post, now)
        return shown + await transaction.tell(notice, alerts, post, now, alarmed_only=True)
    planned = await transaction.tell(notice, alerts, post, now, alarmed_only=not heard.fresh)
    if grows_silently(notice):
        planned += await _grow(transaction, heard, notice)
    return planned


async def _grow(transaction: Transaction, heard: Heard, notice: Notice) -> int:
    """Show more of a danger to who follows its whole region and has been alarmed of it before."""
    around = await transaction.open_alerts(region_of(notice.areas[0]))
    same = [
        alert
        for alert in around
        if alert.area not in notice.areas
        and (alert.hazard is None or alert.hazard in notice.hazards)
    ]
    return await transaction.refresh(
        same, heard.kept.post.published_at, heard.kept.id, heard.now, grown=notice.areas
    )


async def tell_drill(transaction: Transaction, heard: Heard) -> int:
    """Plan a silent word about a drill, once and only while it is news."""
    drill = next((s for s in heard.verdict.statements if s.kind is Kind.DRILL), None)
    if drill is None or heard.verdict.kind is not Kind.DRILL:
        return 0
    if not heard.in_turn or not heard.fresh or not drill.areas:
        return 0
    notice = _facts(heard, Reason.DRILL, Kind.DRILL, areas=drill.areas, hazards=drill.hazards)
    return await transaction.tell(notice, [], heard.kept.id, heard.now)


def _notice(
    heard: Heard, reason: Reason, alerts: Sequence[Alert], left_out: tuple[str, ...]
) -> Notice:
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
    notice = _facts(heard, reason, kind, areas=areas, hazards=hazards, since=since)
    excepted = left_out if reason is Reason.ENDED else ()
    immediate = any(alert.level is Level.IMMEDIATE for alert in alerts)
    return replace(notice, excepted=excepted, immediate=immediate)


def _facts(
    heard: Heard,
    reason: Reason,
    kind: Kind,
    *,
    areas: tuple[str, ...],
    hazards: tuple[Hazard, ...],
    since: datetime | None = None,
) -> Notice:
    """Return a notice that names the post as its source."""
    post, channel = heard.kept.post, heard.kept.channel
    by_hand = channel.role is Role.OPERATOR
    return Notice(
        reason=reason,
        kind=kind,
        areas=areas,
        hazards=hazards,
        published_at=post.published_at,
        received_at=post.received_at,
        source_name=channel.title,
        link=None if by_hand else f"{channel.address}/{post.message_id}",
        excerpt="" if by_hand else post.text,
        since=since,
        forwarded_from=post.forwarded_from,
        by_operator=heard.by_operator,
        by_hand=by_hand,
    )


async def show_unknown(
    transaction: Transaction, kept: KeptPost, verdict: Verdict, now: datetime
) -> None:
    """Tell the operator of urgent words about places that the gazetteer does not know."""
    for statement in verdict.statements:
        if statement.kind in URGENT and statement.unknown:
            place = f"@{kept.post.channel}/{kept.post.message_id}: {', '.join(statement.unknown)}"
            log.warning("%s at a place that is not known: %s", statement.kind, place)
            await transaction.audit("tocsin", "place not known", place, now)
