"""A channel's history from an export file: every post once, and no message to anybody.

What is imported has happened. It is kept and understood like any post, and the alerts of its region
are folded anew with it at the end; residents are told nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.posts import SourcePost
from alerts.situation import acts
from app.history import keep, reread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from alerts.channels import Channel
    from alerts.reader import Reader
    from alerts.verdicts import Verdict
    from listeners.skipped import Skipped
    from storage.store import Store

BATCH: Final = 200
"""Posts a transaction: enough to be quick, few enough that live posts hardly wait."""


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import has done so far."""

    read: int = 0
    added: int = 0
    skipped: list[Skipped] = field(default_factory=list)


async def import_posts(
    items: Iterable[SourcePost | Skipped],
    channel: Channel,
    store: Store,
    reader: Reader,
    progress: Callable[[], None],
) -> Imported:
    """Keep the posts of an export; ``progress`` is called after each transaction.

    An import that was broken off is taken up by running it again.
    """
    imported = Imported()
    first: dict[str, datetime] = {}
    for batch in _batches(items):
        posts = [item for item in batch if isinstance(item, SourcePost)]
        imported.skipped += [item for item in batch if not isinstance(item, SourcePost)]
        imported.read += len(posts)
        verdicts = [(post, reader.read(post.text, channel.region)) for post in posts]
        async with store.transaction() as transaction:
            imported.added += await transaction.add_history(verdicts)
        for post, verdict in verdicts:
            for region in _regions(channel, verdict):
                first[region] = min(first.get(region, post.published_at), post.published_at)
        progress()
    for region, since in sorted(first.items()):
        async with store.transaction() as transaction:
            await keep(transaction, await reread(transaction, region, since))
    return imported


def _regions(channel: Channel, verdict: Verdict) -> set[str]:
    """Return the regions whose situation a post may have changed."""
    if not acts(verdict):
        return set()
    if channel.region is not None:
        return {channel.region}
    return {region_of(area) for statement in verdict.statements for area in statement.areas}


def _batches(
    items: Iterable[SourcePost | Skipped],
) -> Iterator[list[SourcePost | Skipped]]:
    """Divide items into lists of ``BATCH``."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
