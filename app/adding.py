"""What ``tocsin channel`` does: a wish, a look told in lines, and the channel followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.clock import SystemClock
from bot.standing import Standing, standings
from bot.watching import start_watching
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from alerts.channels import Role
    from alerts.profiles import ChannelLook
    from alerts.reader import Reader
    from app.config import Config
    from app.starter import StarterChannel
    from storage.store import SourceHealth, Store

_EXCERPT: Final = 90
_KNOWN: Final = {True: "yes", False: "no", None: "not to be seen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A channel an operator wishes to follow; ``starter`` is what the list says of it."""

    username: str
    region: str | None
    municipality: str | None
    role: Role
    starter: StarterChannel | None

    @property
    def office(self) -> str:
        """Return whose voice it would be."""
        return f"{self.role.value} of {self.municipality or self.region or 'no region (federal)'}"


def wish_of(starter: StarterChannel) -> Wish:
    """Return the wish for a channel of the starter list."""
    return Wish(
        username=starter.username,
        region=starter.region,
        municipality=starter.municipality,
        role=starter.role,
        starter=starter,
    )


async def why_not(store: Store, wish: Wish) -> str | None:
    """Return why a channel need not be added, None if it may be."""
    for one in await store.watched_channels():
        if one.channel.username == wish.username and one.stranger is None:
            return "followed already"
    return None


async def doubts(store: Store, look: ChannelLook, wish: Wish) -> list[str]:
    """Return what speaks against following a channel without a second thought."""
    profile, starter = look.profile, wish.starter
    number, found = profile.channel_id, []
    known = await store.pinned_number(wish.username)
    if known is not None and number not in {None, known}:
        found.append(f"this name was another channel's before, number {known}")
    listed = starter.channel_id if starter else None
    if listed is not None and number not in {None, listed}:
        found.append(f"the starter list knows another channel here, number {listed}")
    if starter is not None and not starter.follow:
        found.append("the starter list advises against following it")
    if profile.scam or profile.fake:
        found.append("Telegram warns of this channel: scam or fake")
    if profile.username is not None and profile.username != look.username:
        found.append(f"its present name is @{profile.username}")
    return found


async def follow(store: Store, look: ChannelLook, wish: Wish, who: str) -> None:
    """Follow a channel that was looked at; ChannelMismatchError if it has another name."""
    now = SystemClock().now()
    await start_watching(
        store,
        look,
        role=wish.role,
        region=wish.region,
        municipality=wish.municipality,
        who=who,
        now=now,
    )


def look_told(
    look: ChannelLook, wish: Wish, warnings: Sequence[str], reader: Reader
) -> Iterator[str]:
    """Give what a channel is, line by line, and how its last posts would be understood."""
    profile, last = look.profile, look.last_post_at
    yield f"\n@{look.username}  {profile.title}"
    yield f"  number       {profile.channel_id or 'not to be seen'}"
    yield f"  verified     {_KNOWN[profile.verified]}"
    yield f"  subscribers  {profile.subscribers or 'not to be seen'}"
    yield f"  last post    {told_moment(last)}"
    yield f"  seen by      {look.through}"
    yield from _starter_told(wish)
    for warning in warnings:
        yield f"  WARNING      {warning}"
    if look.posts:
        yield f"  its last {len(look.posts)} posts, newest first, as they would be understood:"
    for post in reversed(look.posts):
        kind = reader.read(post.text, wish.region).kind.value
        excerpt = " ".join(post.text.split())[:_EXCERPT]
        yield f"    {post.published_at:%Y-%m-%d %H:%M}  {kind:<9}  {excerpt}"


def _starter_told(wish: Wish) -> Iterator[str]:
    """Give what the starter list knows of a channel."""
    starter = wish.starter
    if starter is None:
        yield "  WARNING      not on the starter list: make sure whose it is"
        return
    state = "verified by the office or Telegram" if starter.verified else "NOT VERIFIED"
    yield f"  starter list {starter.holder}: {state}"
    if starter.note:
        yield f"               {starter.note}"


async def listed(config: Config) -> list[str]:
    """Return how every followed channel does, in lines; those that need attention come first."""
    async with open_store(config.database.url.get_secret_value()) as store:
        await store.follow([channel.channel() for channel in config.channels])
        watched, health = await store.watched_channels(), await store.health()
    found = standings(watched, health, SystemClock().now())
    if not found:
        return ["no channel is followed; to begin: tocsin channel add --starter RU-BEL"]
    return [line for one in found for line in _standing_told(one)]


def _standing_told(one: Standing) -> Iterator[str]:
    """Give how one channel does."""
    watched = one.watched
    channel = watched.channel
    added = f"added by {watched.added_by}" if watched.added_by else "from the configuration"
    office = f"{channel.role.value}, {channel.municipality or channel.region or 'federal'}"
    yield f"@{channel.username}  {channel.title}  ({office}; {added})"
    yield f"  last post {told_moment(watched.last_post_at)}"
    if not one.health:
        yield "  not heard yet"
    for health in one.health:
        yield f"  {health.source}: heard {told_moment(health.last_heard_at)}{told_lags(health)}"
        if health.trouble:
            yield f"    TROUBLE {health.trouble}"
    for problem in problems(one):
        yield f"  ATTENTION {problem}"


def told_lags(health: SourceHealth) -> str:
    """Return how fast a source is."""
    if health.median_lag is None or health.worst_lag is None:
        return ""
    return f", lag median {_length(health.median_lag)}, worst {_length(health.worst_lag)}"


def problems(one: Standing) -> Iterator[str]:
    """Give what an operator should know of a channel, in sentences."""
    watched = one.watched
    if watched.stranger is not None:
        yield f"another channel ({watched.stranger}) has taken its name and is not followed"
    if watched.channel.renamed_to is not None:
        yield f"its name is now @{watched.channel.renamed_to}; it is followed by its number"
    if one.is_marked:
        yield "Telegram warns of it: scam or fake"
    if one.is_dead:
        yield "no source hears it"
    if one.is_silent and watched.usual_silence is not None:
        yield f"silent longer than usual (usually up to {_length(watched.usual_silence)})"


def told_moment(moment: datetime | None) -> str:
    """Return a moment as an operator reads it."""
    return "never" if moment is None else moment.strftime("%Y-%m-%d %H:%M UTC")


def _length(length: timedelta) -> str:
    """Return a length of time, short ones exactly."""
    seconds = length.total_seconds()
    if length < timedelta(minutes=2):
        return f"{seconds:.2f} s"
    if length < timedelta(hours=2):
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"
