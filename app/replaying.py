"""A recorded night folded into alerts, each with its places as the posts word them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alerts.areas import region_of
from alerts.authority import spoken_by
from alerts.confirmation import patience, unconfirmed_since
from alerts.folding import apart, fold
from alerts.reader import official_reader
from alerts.situation import Alert, Report
from alerts.tables import load_gazetteer
from app.lessons import taught_readers
from app.sources import recorded_channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from alerts.channels import Channel
    from alerts.reader import Reader
    from app.config import Config
    from listeners.replay import RecordedPost

Row = dict[str, Any]
"""An alert as ``tocsin replay --json`` writes it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Posts in the order of their publication; in reports a post is known by its place here.

    ``channels`` and ``taught`` are those of a configuration, by username: their offices and homes,
    and their readers.
    """

    posts: Sequence[RecordedPost]
    channels: Mapping[str, Channel] = field(default_factory=dict)
    taught: Mapping[str, Reader] = field(default_factory=dict)

    def reports(self) -> Iterator[Report]:
        """Yield the posts as they act on the situation."""
        for place, post in enumerate(self.posts):
            channel = self.channels.get(post.channel) or recorded_channel(post)
            reader = self.taught.get(post.channel) or official_reader()
            yield Report(
                post=place,
                role=channel.role,
                region=channel.region,
                published_at=post.posted_at,
                verdict=spoken_by(channel, reader.read(post.text, channel.region)),
            )

    def rows(self) -> Iterator[Row]:
        """Yield every alert, one for each place that it was declared for."""
        for alert in apart(fold(self.reports())):
            for place in self.places(alert):
                yield self._row(alert, place)

    def places(self, alert: Alert) -> Sequence[str | None]:
        """Return the places of an alert in the words of the post that opened it.

        None for a whole region; the name of the gazetteer where the post has none, as in a clear
        of a region that leaves the place out.
        """
        if alert.area == region_of(alert.area):
            return [None]
        gazetteer = load_gazetteer()
        if alert.parts:
            return alert.parts
        post = self.posts[alert.opened_by]
        named = (
            mention.place
            for mention in gazetteer.find(post.text, post.channel_region)
            if mention.area == alert.area and not mention.within
        )
        return [next(named, gazetteer.area(alert.area).name)]

    def _row(self, alert: Alert, place: str | None) -> Row:
        """Return an alert as the contract of the command has it."""
        now = self.posts[-1].posted_at
        return {
            "region": region_of(alert.area),
            "place": place,
            "hazard": alert.hazard or "any",
            "opened_at": _iso(alert.opened_at),
            "opened_by": self._name(alert.opened_by),
            "downgraded_at": _iso(alert.eased_at),
            "closed_at": _iso(alert.ended_at),
            "closed_by": self._name(alert.ended_by),
            "unconfirmed_since": _iso(unconfirmed_since(alert, patience({}), now)),
        }

    def _name(self, place: int | None) -> str | None:
        """Return a post by the id it has in the file."""
        return self.posts[place].id if place is not None else None


def recording(items: Iterable[RecordedPost], config: Config | None = None) -> Recording:
    """Return a night from its lines: an edit takes the place of the post, a deletion removes it.

    Channels of a configuration are read and speak as it says.
    """
    newest = {(item.channel, item.message_id): item for item in items}
    kept = (post for post in newest.values() if not post.deleted)
    posts = sorted(kept, key=lambda post: (post.posted_at, post.channel, post.message_id))
    if config is None:
        return Recording(posts)
    channels = {each.username: each.channel() for each in config.channels}
    return Recording(posts, channels, taught_readers(config))


def _iso(at: datetime | None) -> str | None:
    """Return a moment in ISO form."""
    return at.isoformat() if at is not None else None
