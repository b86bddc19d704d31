"""What is known of followed channels besides their posts: who they are, how often they speak."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from alerts.profiles import Profile
from storage.channels import channel_columns, channel_from
from storage.engine import insert
from storage.tables.heard import ChannelRow, PostRow
from storage.tables.watched import ProfileRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from alerts.channels import Channel
    from storage.columns import Query
    from storage.engine import Database

SPOKEN: Final = 50
"""So many of a channel's last posts say how often it usually speaks."""

FEWEST: Final = 10
"""With fewer nothing is usual yet."""

_USUAL: Final = 0.9
"""The share of silences that were no longer than the usual one."""

_LAST_POSTS: Final = (
    select(PostRow.published_at)
    .where(PostRow.channel_id == bindparam("channel_id"))
    .order_by(PostRow.published_at.desc())
    .limit(SPOKEN)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A followed channel with what operators want to know of it.

    ``added_by`` is None for a channel of the configuration. ``stranger`` is the number of another
    channel that was met under its name. ``usual_silence`` is how long it may well say nothing.
    """

    channel: Channel
    added_by: str | None
    added_at: datetime | None
    profile: Profile | None
    stranger: int | None
    last_post_at: datetime | None
    usual_silence: timedelta | None


class Profiles:
    """Comparing and keeping who channels are, inside a transaction."""

    _connection: AsyncConnection

    async def watched(self, username: str) -> Watched | None:
        """Return what is known of a followed channel, None if it is not followed."""
        query = _watched().where(ChannelRow.username == username)
        row = (await self._connection.execute(query)).first()
        return None if row is None else await _watched_from(self._connection, row)

    async def save_profile(self, username: str, profile: Profile, now: datetime) -> None:
        """Keep what a channel is now; what the source does not say stays as it was.

        A channel that bears its name lets whoever had been met under it be forgotten.
        """
        said: dict[str, Any] = {
            "title": profile.title,
            "verified": profile.verified,
            "scam": profile.scam,
            "fake": profile.fake,
            "restricted": profile.restricted,
            "subscribers": profile.subscribers,
        }
        facts = {name: fact for name, fact in said.items() if fact is not None}
        facts |= {"username": profile.username, "seen_at": now}
        if profile.username == username:
            facts["stranger"] = None
        await self._save(username, facts, {})

    async def save_stranger(self, username: str, number: int, now: datetime) -> None:
        """Keep that another channel was met under a followed name."""
        facts = {"stranger": number, "seen_at": now}
        await self._save(username, facts, {"username": username})

    async def _save(self, username: str, facts: dict[str, Any], if_new: dict[str, Any]) -> None:
        """Change what is kept of a channel, with ``if_new`` where nothing was."""
        found = await self._connection.execute(
            select(ChannelRow.id, ChannelRow.title).where(ChannelRow.username == username)
        )
        channel = found.first()
        if channel is None:
            return
        new = {"title": channel.title, **if_new, **facts}
        await self._connection.execute(
            insert(self._connection, ProfileRow)
            .values(channel_id=channel.id, **new)
            .on_conflict_do_update(index_elements=["channel_id"], set_=facts)
        )


class WatchedChannels:
    """What the store knows of the channels that are followed."""

    _database: Database

    async def watched_channels(self) -> list[Watched]:
        """Return the followed channels, by name."""
        query = _watched().order_by(ChannelRow.username)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
            return [await _watched_from(connection, row) for row in rows]


def _watched() -> Query:
    """Return the query of followed channels, to be narrowed by the caller."""
    return (
        channel_columns()
        .add_columns(
            ChannelRow.id,
            ChannelRow.added_by,
            ChannelRow.added_at,
            ProfileRow.channel_id.label("profiled"),
            ProfileRow.username.label("profile_username"),
            ProfileRow.title.label("profile_title"),
            ProfileRow.verified,
            ProfileRow.scam,
            ProfileRow.fake,
            ProfileRow.restricted,
            ProfileRow.subscribers,
            ProfileRow.stranger,
        )
        .where(ChannelRow.followed)
    )


async def _watched_from(connection: AsyncConnection, row: Any) -> Watched:  # noqa: ANN401 - a row of ``_watched``
    """Return what a row says, with how often the channel speaks."""
    found = await connection.execute(_LAST_POSTS, {"channel_id": row.id})
    moments = list(found.scalars())
    return Watched(
        channel=channel_from(row),
        added_by=row.added_by,
        added_at=row.added_at,
        profile=_profile_from(row),
        stranger=row.stranger,
        last_post_at=moments[0] if moments else None,
        usual_silence=usual_silence(moments),
    )


def _profile_from(row: Any) -> Profile | None:  # noqa: ANN401 - a row of ``_watched``
    """Return what Telegram said of a channel, None if it was never asked."""
    if row.profiled is None:
        return None
    return Profile(
        channel_id=row.number,
        username=row.profile_username,
        title=row.profile_title,
        verified=row.verified,
        scam=row.scam,
        fake=row.fake,
        restricted=row.restricted,
        subscribers=row.subscribers,
    )


def usual_silence(newest_first: Sequence[datetime]) -> timedelta | None:
    """Return how long a channel may well say nothing, None if it has not said enough to tell."""
    if len(newest_first) < FEWEST:
        return None
    gaps = sorted(later - earlier for later, earlier in pairwise(newest_first))
    return gaps[int(_USUAL * (len(gaps) - 1))]
