from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alerts.posts import SourcePost
from listeners.replay import RecordedPost, ReplayListener, read_recording
from listeners.skipped import Skipped
from tests.fakes.clock import InstantClock
from tests.fakes.memory import KnownIds

if TYPE_CHECKING:
    from collections.abc import Mapping

POSTED = "2026-09-14T23:00:00+03:00"


def line(**fields: object) -> str:
    """Return a line of a recording."""
    usual: dict[str, object] = {
        "id": 7,
        "channel": "oper",
        "channel_region": "RU-BEL",
        "posted_at": POSTED,
        "text": "Тревога",
    }
    return json.dumps(usual | fields, ensure_ascii=False)


def read(*lines: str) -> list[RecordedPost | Skipped]:
    """Read lines of a recording."""
    return list(read_recording(lines))


def numbered(*lines: str) -> list[tuple[str, int]]:
    """Return the names and numbers of recorded posts."""
    return [(post.id, post.message_id) for post in read(*lines) if isinstance(post, RecordedPost)]


async def played(
    posts: list[RecordedPost], kept: Mapping[str, int], clock: InstantClock
) -> list[SourcePost]:
    """Play a recording to its end."""
    listener = ReplayListener(posts, memory=KnownIds(kept), clock=clock)
    return [item async for item in listener.heard() if isinstance(item, SourcePost)]


def recorded(
    number: int, minute: int, *, edited_at: datetime | None = None, deleted: bool = False
) -> RecordedPost:
    """Return a recorded post of some minute."""
    return RecordedPost(
        id=str(number),
        message_id=number,
        channel="oper",
        channel_region=None,
        posted_at=datetime(2026, 9, 14, 20, tzinfo=UTC) + timedelta(minutes=minute),
        text=f"Сообщение {number}",
        edited_at=edited_at,
        deleted=deleted,
    )


def test_a_line_is_a_post() -> None:
    """A recorded post keeps its name, its moment and its channel, by the name others use."""
    (post,) = read(line(id="wk-002", channel="@OperShtab", channel_region=None))

    assert post == RecordedPost(
        id="wk-002",
        message_id=1,
        channel="opershtab",
        channel_region=None,
        posted_at=datetime(2026, 9, 14, 20, tzinfo=UTC),
        text="Тревога",
    )


def test_names_that_are_no_numbers_get_the_ordinal_of_their_line() -> None:
    """The same name is the same post in its channel, also when it comes again as an edit."""
    assert numbered(
        line(id=12), line(id="a"), "", line(id="b"), line(id="a"), line(id="2147483648")
    ) == [("12", 12), ("a", 2), ("b", 4), ("a", 2), ("2147483648", 6)]


def test_bad_lines_are_named_and_passed_over() -> None:
    """A mistake in a line costs that line alone."""
    items = read(
        "{",
        "[]",
        line(channel=" @"),
        line(text=None),
        line(posted_at="2026-09-14T23:00:00"),
        line(posted_at="вчера"),
        line(id=None),
        line(),
    )

    assert [item.place for item in items if isinstance(item, Skipped)] == [
        f"line {number}" for number in range(1, 8)
    ]
    assert isinstance(items[-1], RecordedPost)
    reasons = [item.why for item in items if isinstance(item, Skipped)]
    assert reasons[1:] == [
        "the line is not an object",
        "channel is empty",
        "text is not a text",
        "posted_at names no zone",
        "posted_at is not a moment",
        "id is neither a number nor a text",
    ]


@given(st.lists(st.text() | st.binary().map(lambda raw: raw.decode(errors="surrogateescape"))))
def test_no_recording_breaks_the_reader(noise: list[str]) -> None:
    """Whatever stands in a line, the next one is read."""
    assert isinstance(read(*noise, line())[-1], RecordedPost)


async def test_a_post_is_heard_at_its_own_moment(clock: InstantClock) -> None:
    """The clock of the night decides, so a replayed night is as fresh as it was."""
    posts = await played([recorded(2, 30), recorded(1, 10)], {}, clock)

    assert [post.message_id for post in posts] == [1, 2]
    assert [post.received_at for post in posts] == [post.published_at for post in posts]


async def test_a_late_clock_makes_no_post_stale() -> None:
    """A post whose moment has passed is heard at once, as fresh as it was on that night."""
    now = datetime(2026, 9, 15, tzinfo=UTC)

    (post,) = await played([recorded(1, 10)], {}, InstantClock(now))

    assert post.received_at == post.published_at


async def test_edits_and_deletions_are_heard_when_they_happened(clock: InstantClock) -> None:
    """A changed state of a post comes at the moment of the change."""
    edited = recorded(1, 0, edited_at=datetime(2026, 9, 14, 20, 30, tzinfo=UTC), deleted=True)

    posts = await played([edited, recorded(1, 0), recorded(2, 10)], {}, clock)

    assert [(post.message_id, post.deleted) for post in posts] == [
        (1, False),
        (2, False),
        (1, True),
    ]


async def test_kept_posts_are_passed_over_without_waiting(clock: InstantClock) -> None:
    """A replay that was interrupted goes on where it stopped."""
    posts = await played([recorded(number, number) for number in range(1, 6)], {"oper": 3}, clock)

    assert [post.message_id for post in posts] == [4, 5]


async def test_numbers_out_of_order_lose_nothing(clock: InstantClock) -> None:
    """What is kept is what came first, not what has a lower number."""
    recording = [recorded(9, 1), recorded(3, 2), recorded(12, 3), recorded(5, 4)]

    assert [post.message_id for post in await played(recording, {"oper": 9}, clock)] == [3, 12, 5]
    assert [post.message_id for post in await played(recording, {"oper": 12}, clock)] == [5]
