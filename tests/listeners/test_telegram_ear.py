"""The account of one channel: whatever order things come in, nothing is lost or told twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listeners.telegram_ear import Ear
from listeners.telegram_said import Said

if TYPE_CHECKING:
    from alerts.posts import SourcePost

NOW = datetime(2026, 9, 14, 20, 0, tzinfo=UTC)
COUNT = 12


class Timer:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds that have passed."""
        return self.seconds


@pytest.fixture
def timer() -> Timer:
    """Return a timer that stands still."""
    return Timer()


def an_ear(timer: Timer, mark: int | None = 0, oldest: int | None = 1) -> Ear:
    """Return an ear that goes on after a mark, with posts kept since the oldest."""
    ear = Ear("oper", source="telegram:a", order_patience=0.3, album_patience=1.0, timer=timer)
    ear.begin(mark, oldest)
    return ear


def a_message(number: int, text: str | None = "", **more: object) -> Said:
    """Return a message; its text is its number unless another is given."""
    return Said(
        message_id=number,
        text=text if text != "" else str(number),
        published_at=NOW + timedelta(minutes=number),
        **more,  # type: ignore[arg-type]  # the test names fields of Said
    )


def told(posts: list[SourcePost]) -> list[tuple[int, str]]:
    """Return posts in short."""
    return [(post.message_id, "(deleted)" if post.deleted else post.text) for post in posts]


step = st.one_of(
    st.tuples(st.just("push"), st.integers(1, COUNT)),
    st.tuples(st.just("read"), st.integers(1, COUNT)),
    st.tuples(st.just("sweep"), st.integers(1, COUNT)),
    st.tuples(st.just("wait"), st.integers(0, 1)),
)


@given(st.lists(step, max_size=40))
def test_nothing_is_lost_or_told_twice(steps: list[tuple[str, int]]) -> None:
    """After every step, all posts up to the mark have been handed over, each once."""
    timer = Timer()
    ear = an_ear(timer)
    heard: list[tuple[int, str]] = []
    for what, number in steps:
        if what == "push":
            heard += told(ear.pushed(a_message(number), NOW))
        elif what == "read" and ear.mark is not None:
            up_to = min(COUNT, ear.mark + number)
            page = [a_message(each) for each in range(ear.mark + 1, up_to + 1)]
            heard += told(ear.read(page, up_to, NOW))
        elif what == "sweep" and ear.mark is not None:
            page = [a_message(each) for each in range(max(1, COUNT - number), COUNT + 1)]
            heard += told(ear.swept(page, ear.mark, NOW, whole=False))
        else:
            timer.seconds += number
            heard += told(ear.due())
        numbers = [number for number, _ in heard]
        assert len(numbers) == len(set(numbers))
        assert set(range(1, (ear.mark or 0) + 1)) <= set(numbers)
    page = [a_message(each) for each in range((ear.mark or 0) + 1, COUNT + 1)]
    heard += told(ear.read(page, COUNT, NOW))

    assert sorted(heard) == [(number, str(number)) for number in range(1, COUNT + 1)]
    assert not ear.is_behind


def test_a_post_ahead_of_a_gap_waits_a_moment_and_no_longer(timer: Timer) -> None:
    """A gap that is filled at once keeps the order; one that is not delays nothing."""
    ear = an_ear(timer)

    assert ear.pushed(a_message(3), NOW) == []
    assert told(ear.read([a_message(1), a_message(2)], 2, NOW)) == [(1, "1"), (2, "2"), (3, "3")]
    assert ear.pushed(a_message(6), NOW) == []
    timer.seconds += 0.31
    assert told(ear.due()) == [(6, "6")]
    assert told(ear.pushed(a_message(7), NOW)) == [(7, "7")]
    assert told(ear.read([a_message(4), a_message(5)], 5, NOW)) == [(4, "4"), (5, "5")]
    assert ear.mark == 7


def test_an_older_state_that_comes_late_is_no_news(timer: Timer) -> None:
    """A page asked for before an edit must not take the edit back."""
    ear = an_ear(timer)
    first = a_message(1)
    second = a_message(1, "Отбой", edited_at=NOW)

    assert told(ear.pushed(first, NOW)) == [(1, "1")]
    assert told(ear.edited(second, NOW)) == [(1, "Отбой")]
    assert ear.read([first], 1, NOW) == []


def test_a_deleted_post_is_never_heard_again(timer: Timer) -> None:
    """Word of a deletion outlives pages that still show the post, also one never heard."""
    ear = an_ear(timer)

    assert told(ear.pushed(a_message(1), NOW)) == [(1, "1")]
    assert told(ear.deleted([1, 2], NOW)) == [(1, "(deleted)")]
    assert ear.deleted([1], NOW) == []
    assert ear.read([a_message(1), a_message(2)], 2, NOW) == []


def test_only_what_is_absent_twice_is_gone(timer: Timer) -> None:
    """One look that leaves a post out may be an old one."""
    ear = an_ear(timer)
    posts = [a_message(number) for number in (1, 2, 3)]
    ear.read(posts, 3, NOW)
    without = [posts[0], posts[2]]

    assert ear.swept(without, 3, NOW, whole=False) == []
    assert ear.misses
    assert ear.swept(posts, 3, NOW, whole=False) == []
    assert ear.swept(without, 3, NOW, whole=False) == []
    assert told(ear.swept(without, 3, NOW, whole=False)) == [(2, "(deleted)")]


def test_doubts_about_older_posts_do_not_ask_for_the_newest_again(timer: Timer) -> None:
    """Each stretch of a channel is compared for itself, whatever was absent from another."""
    ear = an_ear(timer)
    posts = [a_message(number) for number in range(1, 7)]
    ear.read(posts, 6, NOW)

    assert ear.swept(posts[3:], 6, NOW, whole=False) == []
    assert ear.swept([posts[0], posts[2]], 3, NOW, whole=False, newest=False) == []
    assert ear.doubts(0, 3)
    assert not ear.misses
    assert ear.swept(posts[3:], 6, NOW, whole=False) == []
    gone = ear.swept([posts[0], posts[2]], 3, NOW, whole=False, newest=False)
    assert told(gone) == [(2, "(deleted)")]
    assert not ear.doubts(0, 6)


def test_the_mark_stops_before_an_album_that_waits(timer: Timer) -> None:
    """A process killed while an album may still get its words reads it again."""
    ear = an_ear(timer)
    ear.read([a_message(1)], 1, NOW)
    ear.new_mark()

    assert ear.pushed(a_message(2, None), NOW) == []
    quiet = Said(message_id=3, text="", published_at=NOW, group=8)
    assert ear.pushed(quiet, NOW) == []
    mark = ear.new_mark()
    assert mark is not None
    assert mark.up_to == 2
    timer.seconds += 1.1
    assert told(ear.due()) == [(3, "")]
    mark = ear.new_mark()
    assert mark is not None
    assert mark.up_to == 3


def test_an_album_has_the_number_of_its_first_part(timer: Timer) -> None:
    """While an earlier part may be missing, an album without words waits for it."""
    ear = an_ear(timer)
    parts = [Said(message_id=number, text="", published_at=NOW, group=8) for number in (1, 2)]

    assert ear.pushed(parts[1], NOW) == []
    timer.seconds += 5.0
    assert ear.due() == []
    assert ear.next_due() is None
    assert ear.read(parts, 2, NOW) == []
    timer.seconds += 5.0
    assert told(ear.due()) == [(1, "")]


def test_an_album_told_before_a_restart_is_not_told_again(timer: Timer) -> None:
    """The last parts of an album whose words were kept by an earlier process are no posts."""
    ear = an_ear(timer, mark=1)
    words = Said(message_id=1, text="Последствия", published_at=NOW, group=8)
    part = Said(message_id=2, text="", published_at=NOW, group=8)

    assert ear.pushed(part, NOW) == []
    assert ear.swept([words, part], 2, NOW, whole=False) == []
    timer.seconds += 5.0
    assert ear.due() == []


def test_a_post_kept_ahead_of_the_mark_and_deleted_since_is_gone(timer: Timer) -> None:
    """What an earlier process handed over before a gap was filled is looked for as well."""
    ear = an_ear(timer, mark=1)
    page = [a_message(number) for number in (1, 2, 4)]
    ear.read(page[1:], 4, NOW)

    assert ear.swept(page, 4, NOW, whole=False) == []
    assert told(ear.swept(page, 4, NOW, whole=False)) == [(3, "(deleted)")]
    assert ear.swept(page, 4, NOW, whole=False) == []


def test_what_was_pushed_before_the_first_reading_says_where_to_begin(timer: Timer) -> None:
    """A post handed over at once leaves no hole between itself and the first page read."""
    ear = an_ear(timer, mark=None)

    assert ear.beginning(None, 20) is None
    assert ear.beginning(78, 20) == 78
    assert ear.pushed(a_message(70), NOW) == []
    timer.seconds += 0.31
    assert told(ear.due()) == [(70, "70")]
    assert ear.heard_before(111)
    assert ear.beginning(None, 20) == 49
    assert ear.beginning(60, 20) == 60
    assert ear.beginning(78, 20) == 69


def test_what_comes_after_the_mark_is_not_compared(timer: Timer) -> None:
    """Posts that came meanwhile fill the newest page; those before them wait for their turn."""
    ear = an_ear(timer, mark=3)

    assert ear.swept([a_message(number) for number in range(50, 150)], 3, NOW, whole=False) == []
    assert ear.compared_after <= 3
