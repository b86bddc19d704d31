"""When a state of a post is news, and what is kept of it: one rule for one post and for many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alerts.areas import region_of
from alerts.verdicts import Kind, Verdict
from storage.encoding import statement_to_json, tally_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alerts.posts import SourcePost

Facts = dict[str, Any]
"""A row to be inserted, by column."""

NOWHERE = ""
"""The region of a statement that names no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What is known of a kept revision, as far as the next state of its post is judged by it."""

    text_hash: str
    source: str
    edited_at: datetime | None
    received_at: datetime


def revision_of(post: SourcePost) -> Revision:
    """Return a state of a post as it is known once it is kept."""
    return Revision(
        text_hash=post.digest,
        source=post.source,
        edited_at=post.edited_at,
        received_at=post.received_at,
    )


def is_news(post: SourcePost, revisions: Sequence[Revision]) -> bool:
    """Tell whether this state of a post follows the revisions that are kept, oldest first."""
    if not revisions:
        return not post.deleted
    latest = revisions[-1]
    if post.digest == latest.text_hash:
        return False
    edits = [revision.edited_at for revision in revisions if revision.edited_at is not None]
    if post.digest not in {revision.text_hash for revision in revisions}:
        return post.edited_at is None or not edits or post.edited_at >= max(edits)
    if post.source == latest.source:
        return True  # one source does not go back in time: the channel took its edit back
    # a latest revision without an edit time happened before it was heard
    known = max([*edits, latest.received_at if latest.edited_at is None else latest.edited_at])
    return post.edited_at is not None and post.edited_at > known


def post_facts(channel_id: int, post: SourcePost, newest: int) -> Facts:
    """Return the row of a new post, and which of its revisions is the newest."""
    return {
        "channel_id": channel_id,
        "message_id": post.message_id,
        "published_at": post.published_at,
        "forwarded_from": post.forwarded_from,
        "revision": newest,
    }


def revision_facts(post_id: int, number: int, post: SourcePost) -> Facts:
    """Return the row of a revision."""
    return {
        "post_id": post_id,
        "revision": number,
        "text": post.text,
        "text_hash": post.digest,
        "source": post.source,
        "received_at": post.received_at,
        "edited_at": post.edited_at,
        "deleted": post.deleted,
    }


def verdict_facts(revision_id: int, verdict: Verdict) -> Facts:
    """Return the row of a verdict."""
    return {
        "revision_id": revision_id,
        "kind": verdict.kind.value,
        "statements": [statement_to_json(statement) for statement in verdict.statements],
        "tally": tally_to_json(verdict.tally),
        "killed": verdict.killed,
        "injured": verdict.injured,
    }


def region_facts(verdict_id: int, verdict: Verdict, published_at: datetime) -> list[Facts]:
    """Return the rows that say which regions a verdict speaks of."""
    return [
        {
            "verdict_id": verdict_id,
            "region": region,
            "kind": kind.value,
            "published_at": published_at,
        }
        for region, kind in sorted(touched(verdict))
    ]


def touched(verdict: Verdict) -> set[tuple[str, Kind]]:
    """Return the regions a verdict speaks of, each with how."""
    found = {
        (region_of(area), statement.kind)
        for statement in verdict.statements
        for area in (*statement.areas, *(area for area, _ in statement.parts)) or (NOWHERE,)
    }
    if verdict.tally is not None:
        counted = Kind.SUMMARY if Kind.SUMMARY in {verdict.kind, *verdict.also} else verdict.kind
        found |= {(region_of(area), counted) for area in verdict.tally.by_region}
    return found
