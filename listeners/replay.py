"""Plays a recorded night again: posts from JSON lines, each heard at its own moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from alerts.posts import SourcePost
from listeners.skipped import Skipped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence

    from listeners.protocol import Clock, Heard, Memory

_LARGEST_ID: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPost:
    """One line of a recording; ``id`` is its name there, ``message_id`` its number."""

    id: str
    message_id: int
    channel: str
    channel_region: str | None
    posted_at: datetime
    text: str
    edited_at: datetime | None = None
    deleted: bool = False

    @property
    def heard_at(self) -> datetime:
        """Return when this state of the post could first be heard."""
        return self.edited_at or self.posted_at


class ReplayListener:
    """A source that hands over recorded posts and then ends."""

    name = "replay"

    def __init__(self, posts: Sequence[RecordedPost], *, memory: Memory, clock: Clock) -> None:
        """Prepare to play posts in the order of their moments."""
        self._posts = sorted(posts, key=lambda post: post.heard_at)
        self._memory = memory
        self._clock = clock

    async def heard(self) -> AsyncGenerator[Heard, None]:
        """Yield the posts that are not kept yet, each when its moment has come.

        Each is received at that very moment: at a high speed a second of ours is an hour of the
        night, and no post may grow stale by that.
        """
        for post in await self._still_to_play():
            await self._clock.sleep_until(post.heard_at)
            yield SourcePost(
                channel=post.channel,
                message_id=post.message_id,
                text=post.text,
                published_at=post.posted_at,
                received_at=post.heard_at,
                source=self.name,
                edited_at=post.edited_at,
                deleted=post.deleted,
            )

    async def _still_to_play(self) -> list[RecordedPost]:
        """Return the posts after the ones that are kept.

        What is kept is a beginning of each channel's posts, so a channel is taken up right after
        its newest kept number: later posts with lower numbers, and edits, are still to come.
        """
        newest = {
            channel: await self._memory.newest_id(channel)
            for channel in sorted({post.channel for post in self._posts})
        }
        caught_up = {channel for channel, number in newest.items() if number is None}
        remaining = []
        for post in self._posts:
            kept_up_to = newest[post.channel] or 0
            if post.channel not in caught_up and post.message_id >= kept_up_to:
                caught_up.add(post.channel)
                if post.message_id == kept_up_to:
                    continue
            if post.channel in caught_up:
                remaining.append(post)
        return remaining


def read_recording(lines: Iterable[str]) -> Iterator[RecordedPost | Skipped]:
    """Read JSON lines; an ``id`` that is no message number gets the ordinal of its first line."""
    ordinals: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise ValueError("the line is not an object")  # noqa: TRY004, TRY301 - one way out for a bad line
            yield _recorded(fields, number, ordinals)
        except json.JSONDecodeError as error:
            yield Skipped(place=f"line {number}", why=f"not JSON: {error.msg}")
        except RecursionError:
            yield Skipped(place=f"line {number}", why="nested too deeply")
        except ValueError as error:
            yield Skipped(place=f"line {number}", why=str(error))


def _recorded(
    fields: Mapping[str, object], ordinal: int, ordinals: dict[tuple[str, str], int]
) -> RecordedPost:
    """Return a line's post; ValueError with what is wrong in it."""
    channel = _string(fields, "channel").strip().lower().lstrip("@")
    if not channel:
        raise ValueError("channel is empty")
    name = fields.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise ValueError("id is neither a number nor a text")  # noqa: TRY004 - a mistake in a line, not in a call
    identity = str(name)
    message_id = _message_id(identity)
    region = fields.get("channel_region")
    deleted = fields.get("deleted", False)
    return RecordedPost(
        id=identity,
        message_id=message_id or ordinals.setdefault((channel, identity), ordinal),
        channel=channel,
        channel_region=None if region is None else _string(fields, "channel_region"),
        posted_at=_moment(fields, "posted_at"),
        text=_string(fields, "text"),
        edited_at=None if fields.get("edited_at") is None else _moment(fields, "edited_at"),
        deleted=deleted is True,
    )


def _message_id(identity: str) -> int | None:
    """Return the message number an id is, None if it is none."""
    if not (identity.isascii() and identity.isdecimal() and len(identity) <= len(str(_LARGEST_ID))):
        return None
    number = int(identity)
    return number if 0 < number <= _LARGEST_ID else None


def _string(fields: Mapping[str, object], key: str) -> str:
    """Return a field that must be a text."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a text")  # noqa: TRY004 - a mistake in a line, not in a call
    if not value.isascii():
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value.replace("\x00", "")


def _moment(fields: Mapping[str, object], key: str) -> datetime:
    """Return a field that must be a moment with its zone."""
    try:
        moment = datetime.fromisoformat(_string(fields, key))
    except ValueError:
        raise ValueError(f"{key} is not a moment") from None
    if moment.tzinfo is None:
        raise ValueError(f"{key} names no zone")
    return moment
