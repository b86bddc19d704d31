"""What operators read: a channel before it is followed, and how the followed ones do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.render import cut
from bot.texts import Html, escaped
from bot.troubles import trouble_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from alerts.posts import SourcePost
    from alerts.profiles import ChannelLook
    from alerts.reader import Reader
    from bot.standing import Standing
    from bot.voice import Voice
    from bot.watching import Starter
    from storage.store import SourceHealth

_TITLE: Final = 60
_EXCERPT: Final = 110
_TROUBLE: Final = 160
_MINUTE: Final = timedelta(minutes=1)


def look_lines(
    look: ChannelLook, *, region: str | None, reader: Reader, voice: Voice, zone: ZoneInfo
) -> Iterator[Html]:
    """Give what a channel is, and how its last posts would be understood."""
    profile = look.profile
    yield Html(f"<b>@{escaped(look.username)}</b> {escaped(cut(profile.title, _TITLE))}")
    yield voice.say(
        "look-id", id=str(profile.channel_id or "–"), through=voice.source(look.through)
    )
    yield voice.say("look-verified", set=_yes_or_no(profile.verified))
    if profile.scam or profile.fake:
        yield voice.say("look-warned")
    if profile.username is not None and profile.username != look.username:
        yield voice.say("look-renamed", username=profile.username)
    if profile.subscribers is not None:
        yield voice.say("look-subscribers", count=str(profile.subscribers))
    last = look.last_post_at
    if last is None:
        yield voice.say("look-empty")
        return
    yield voice.say("look-last", time=voice.moment(last, zone))
    yield Html("")
    yield voice.say("look-posts", count=len(look.posts))
    for post in reversed(look.posts):
        yield _understood(post, region, reader, voice, zone)


def doubt_lines(
    look: ChannelLook, starter: Starter | None, known: int | None, voice: Voice
) -> Iterator[Html]:
    """Give what we and the list of known channels know against a channel."""
    number = look.profile.channel_id
    if known is not None and number not in {None, known}:
        yield voice.say("look-was-other", id=str(known))
    if starter is None:
        yield voice.say("look-unknown")
        return
    if starter.channel_id is not None and number not in {None, starter.channel_id}:
        yield voice.say("look-other-id", id=str(starter.channel_id))
    if not starter.follow:
        yield voice.say("look-not-advised")


def standing_lines(standing: Standing, voice: Voice, zone: ZoneInfo) -> Iterator[Html]:
    """Give how a followed channel does."""
    watched, now = standing.watched, standing.now
    mark = "⚠️" if standing.needs_attention else "🔹"
    channel = watched.channel
    name = f"@{channel.username}"
    title = "" if channel.title == name else f"<b>{escaped(cut(channel.title, _TITLE))}</b> "
    yield Html(f"{mark} {title}{escaped(name)}")
    post = _when(watched.last_post_at, voice, zone, now)
    heard = standing.heard
    if heard is None:
        yield voice.say("channel-unheard-ever", post=post)
    else:
        time = _when(heard.last_heard_at, voice, zone, now)
        yield voice.say("channel-heard", post=post, heard=time, source=voice.source(heard.source))
    for one in standing.health:
        if one.median_lag is not None and one.worst_lag is not None:
            yield voice.say(
                "channel-lags",
                source=voice.source(one.source),
                median=length(one.median_lag, voice),
                worst=length(one.worst_lag, voice),
            )
    yield from _warnings(standing, voice)


def _warnings(standing: Standing, voice: Voice) -> Iterator[Html]:
    """Give what is wrong with a channel."""
    watched = standing.watched
    if watched.stranger is not None:
        yield voice.say("channel-stranger", number=str(watched.stranger))
    if watched.channel.renamed_to is not None:
        yield voice.say("channel-renamed", username=watched.channel.renamed_to)
    if standing.is_marked:
        yield voice.say("look-warned")
    if standing.is_dead:
        yield voice.say("channel-dead")
    elif standing.is_unheard:
        yield voice.say("channel-unheard")
    for one in standing.troubles:
        yield _trouble(one, voice)
    if standing.is_silent and watched.usual_silence is not None:
        yield voice.say("channel-silent", usual=length(watched.usual_silence, voice))


def _trouble(health: SourceHealth, voice: Voice) -> Html:
    """Say why a source does not hear a channel."""
    sentence = cut(trouble_in(voice.language, health.trouble or ""), _TROUBLE)
    return voice.say("channel-trouble", source=voice.source(health.source), trouble=sentence)


def _understood(
    post: SourcePost, region: str | None, reader: Reader, voice: Voice, zone: ZoneInfo
) -> Html:
    """Give one line of a post: when, what it would be taken for, and how it begins."""
    verdict = reader.read(post.text, region)
    kind = voice.say("kind", kind=verdict.kind.value)
    excerpt = escaped(cut(" ".join(post.text.split()), _EXCERPT))
    time = escaped(voice.moment(post.published_at, zone))
    return Html(f"<b>{kind}</b>, {time}: {excerpt}")


def _when(moment: datetime | None, voice: Voice, zone: ZoneInfo, now: datetime) -> str:
    """Return a moment, a dash for none."""
    return "–" if moment is None else voice.moment(moment, zone, now)


def length(time: timedelta, voice: Voice) -> str:
    """Return a length of time, short ones in seconds."""
    if time >= _MINUTE:
        return voice.duration(time)
    return voice.plain("seconds", seconds=time.total_seconds())


def _yes_or_no(known: bool | None) -> str:  # noqa: FBT001 - a fact, not a switch
    """Return what is known as a text's choice."""
    return "unknown" if known is None else "yes" if known else "no"
