"""A channel's history from an export file: every post once, and no message to anybody.

What is imported has happened. It is kept and understood like any post, and the alerts of its region
are folded anew with it at the end; residents are told nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from alerts.authority import may_act, spoken_by
from alerts.posts import SourcePost
from app.history import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from alerts.channels import Channel
    from alerts.reader import Reader
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
    oldest: datetime | None = None
    for batch in _batches(items):
        posts = [item for item in batch if isinstance(item, SourcePost)]
        imported.skipped += [item for item in batch if not isinstance(item, SourcePost)]
        imported.read += len(posts)
        read = [
            (post, spoken_by(channel, reader.read(post.text, channel.region))) for post in posts
        ]
        async with store.transaction() as transaction:
            imported.added += await transaction.add_history(read)
        moments = [post.published_at for post in posts]
        oldest = min(moments if oldest is None else [oldest, *moments], default=None)
        progress()
    if oldest is not None and may_act(channel.role):
        await _fold(store, channel, oldest)
    return imported


async def _fold(store: Store, channel: Channel, since: datetime) -> None:
    """Bring the alerts of every region the channel acts on up to what its posts say."""
    acted_on = await store.acted_on(channel.username, since)
    if channel.region is not None:
        acted_on = {channel.region: min(acted_on.values())} if acted_on else {}
    for region, first in sorted(acted_on.items()):
        await catch_up(store, region, first)


def _batches(
    items: Iterable[SourcePost | Skipped],
) -> Iterator[list[SourcePost | Skipped]]:
    """Divide items into lists of ``BATCH``."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
