"""One channel's account of itself: what was handed over, what is missing, what waits for its turn.

Posts come from everywhere: pushed, found by a look, read from the history. Here each becomes a
``SourcePost`` once, and once more for every other text it takes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from listeners.telegram_absences import Absences
from listeners.telegram_albums import Albums
from listeners.telegram_told import UNKNOWN, Told
from listeners.telegram_wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from alerts.posts import SourcePost
    from listeners.protocol import SourceMark
    from listeners.telegram_said import Said


@dataclass(frozen=True, slots=True)
class _Held:
    """A message that came before those it follows, kept back for a moment."""

    said: Said
    at: datetime
    until: float


class Ear:
    """Hands over a channel's messages, in order as long as waiting for it is short.

    ``mark`` is the number up to which nothing is missing, None before the first reading.
    ``top`` is the highest number known to exist. The posts after ``compared_after`` were compared
    with the channel as its newest.
    """

    def __init__(
        self,
        channel: str,
        *,
        source: str,
        order_patience: float,
        album_patience: float,
        timer: Callable[[], float],
    ) -> None:
        """Begin with nothing known of the channel; ``timer`` counts seconds and is never set."""
        self.wording = Wording(channel, source)
        self.mark: int | None = None
        self.top = 0
        self._order_patience = order_patience
        self._timer = timer
        self._begun_at = 0
        self._first_heard: int | None = None
        self._floor = 0
        self._told = Told()
        self._held: dict[int, _Held] = {}
        self._ahead: set[int] = set()
        self._albums = Albums(album_patience, timer)
        self._absences = Absences(self._told)
        self.compared_after = 0
        self._marked: int | None = None

    @property
    def is_behind(self) -> bool:
        """Tell whether there are posts that were not handed over."""
        return self.mark is None or self.top > self.mark

    @property
    def misses(self) -> bool:
        """Tell whether some of the newest posts were absent, so that another look must decide."""
        return self.doubts(self.compared_after, self.top)

    def doubts(self, after: int, up_to: int) -> bool:
        """Tell whether posts of a stretch were absent when it was last compared."""
        return self._absences.between(after, up_to)

    def begin(self, mark: int | None, oldest: int | None = None) -> None:
        """Go on after the number up to which every post is kept.

        What was published before the ``oldest`` kept one is not followed: an edit would bring up
        an alarm from the past whose end was never heard.
        """
        self.mark = self._marked = mark
        self._begun_at = mark or 0
        first = None if mark is None else mark + 1
        self._floor = min((number for number in (oldest, first) if number), default=0)

    @property
    def floor(self) -> int:
        """Return the number of the oldest post that is followed."""
        return self._floor

    def heard_before(self, number: int) -> bool:
        """Tell whether something older was handed over while there was no mark yet."""
        return self._first_heard is not None and self._first_heard < number

    def beginning(self, kept: int | None, history: int) -> int | None:
        """Return where to begin in a channel without a mark; None if nothing says where.

        Nothing may be left out after what is ``kept`` of any source, nor after what was pushed
        before there was time to read; a little ``history`` comes before that.
        """
        if self._first_heard is None:
            return kept
        before = self._first_heard - 1
        return max(0, before - history) if kept is None else min(kept, before)

    def pushed(self, said: Said, at: datetime, *, in_turn: bool = False) -> list[SourcePost]:
        """Take one message; ``in_turn`` says that Telegram counts nothing between it and the last.

        One that seems to come too early is held for a moment, and never for long: a gap may take
        minutes to fill, and what is held may be the alarm.
        """
        number = said.message_id
        follows = self.mark is not None and (number == self.mark + 1 or in_turn)
        self.top = max(self.top, number)
        if self.mark is None:
            self._first_heard = min(number, self._first_heard or number)
        if number in self._told or (self.mark is not None and number <= self.mark):
            return self._tell(said, at)
        if self.mark is not None and follows:
            posts = self._tell(said, at)
            return [*posts, *self._known_up_to(number)]
        if self._ahead:
            self._ahead.add(number)
            return self._tell(said, at)
        self._held.setdefault(number, _Held(said, at, self._timer() + self._order_patience))
        return []

    def first_read(self, page: Sequence[Said], at: datetime) -> list[SourcePost]:
        """Take the newest messages of a channel never heard before; older ones are left alone."""
        self._floor = min((said.message_id for said in page), default=0)
        return self.read(page, max((said.message_id for said in page), default=0), at)

    def settle(self) -> None:
        """Believe that there is nothing after the mark: what was announced is gone again."""
        self.top = self.mark or 0

    def read(self, page: Iterable[Said], up_to: int, at: datetime) -> list[SourcePost]:
        """Take a piece of history, after which nothing up to a number is missing."""
        found = {said.message_id: (said, at) for said in page}
        for number in sorted(self._held):
            if number <= up_to:
                held = self._held.pop(number)
                found.setdefault(number, (held.said, held.at))
        posts = [post for number in sorted(found) for post in self._tell(*found[number])]
        return posts + self._known_up_to(max(up_to, self.mark or 0))

    def edited(self, said: Said, at: datetime) -> list[SourcePost]:
        """Take another state of a message; one never heard of waits its turn like a new one."""
        if said.message_id in self._held:
            self._held[said.message_id] = _Held(said, at, self._held[said.message_id].until)
            return []
        return self.pushed(said, at)

    def deleted(self, numbers: Iterable[int], at: datetime) -> list[SourcePost]:
        """Take word that messages were deleted; none of them is ever heard again."""
        posts: list[SourcePost] = []
        for number in sorted(numbers):
            told = self._told.get(number)
            self._held.pop(number, None)
            if told is None:
                unheard = self.mark is None or number > self.mark
                told = self._told.suppose(number, None if unheard else UNKNOWN, at)
            if not told.gone and told.text is not None:
                posts.append(self.wording.deletion(number, told, at))
            told.gone = True
        return posts

    def swept(
        self,
        page: Sequence[Said],
        up_to: int,
        at: datetime,
        *,
        whole: bool,
        newest: bool = True,
        kept: AbstractSet[int] | None = None,
    ) -> list[SourcePost]:
        """Compare a stretch of messages up to a number with what was handed over of them.

        ``whole`` says that the channel has no messages before these, ``newest`` that none followed
        them when they were asked for, and ``kept`` which numbers are kept, by whomever they were
        heard. What is absent twice is gone.
        """
        posts: list[SourcePost] = []
        for said in page:
            if self._floor <= said.message_id <= up_to:
                posts += self._compare(said, at)
        present = {said.message_id for said in page}
        shown_after = 0 if whole else min(present, default=up_to)
        after = max(shown_after, self._floor - 1)
        if newest:
            self.compared_after = min(after, up_to)
        gone = self._absences.compare(present, after, up_to, at, kept=kept)
        return posts + self.deleted(gone, at)

    def due(self) -> list[SourcePost]:
        """Hand over what has waited long enough for what should come before it."""
        posts: list[SourcePost] = []
        now = self._timer()
        for number in sorted(self._held):
            held = self._held[number]
            if held.until <= now:
                del self._held[number]
                self._ahead.add(number)
                posts += self._tell(held.said, held.at)
        for said, at in self._albums.due(self.mark or 0):
            self._told.remember(said)
            posts.append(self.wording.post(said, at))
        return posts

    def next_due(self) -> float | None:
        """Return when something that waits will have waited long enough."""
        held = (held.until for held in self._held.values())
        return min((*held, *self._albums.deadlines(self.mark or 0)), default=None)

    def new_mark(self) -> SourceMark | None:
        """Return the mark if it has moved since it was last asked for."""
        if self.mark is None:
            return None
        up_to = min(self.mark, self._albums.oldest() - 1)
        if self._marked is not None and up_to <= self._marked:
            return None
        self._marked = up_to
        return self.wording.mark(up_to)

    def _compare(self, said: Said, at: datetime) -> list[SourcePost]:
        """Return a message that was read anew as a post, if it may say what was not kept."""
        number = said.message_id
        if number <= self._begun_at:
            self._albums.spoke(said)  # of its album nothing more is to be told
        if number in self._told or number > self._begun_at:
            return self._tell(said, at)
        if said.edited_at is not None and said.text is not None and not said.is_quiet_part:
            return self._tell(said, at)  # what it says now may not be what was kept
        self._told.remember(said)
        return []

    def _known_up_to(self, number: int) -> list[SourcePost]:
        """Move the mark, and hand over what was held for this."""
        posts: list[SourcePost] = []
        self.mark = max(self.mark or 0, number)
        while self.mark + 1 in self._ahead or self.mark + 1 in self._held:
            self.mark += 1
            held = self._held.pop(self.mark, None)
            if held is not None:
                posts += self._tell(held.said, held.at)
        self.top = max(self.top, self.mark)
        self._ahead = {ahead for ahead in self._ahead if ahead > self.mark}
        self._told.forget_oldest()
        return posts

    def _tell(self, said: Said, at: datetime) -> list[SourcePost]:
        """Return the message as a post, if it says what was not handed over."""
        told = self._told.get(said.message_id)
        if told is None:
            return self._tell_first(said, at)
        if not told.is_older_than(said):
            return []
        self._told.remember(said)
        return [self.wording.post(said, at)]

    def _tell_first(self, said: Said, at: datetime) -> list[SourcePost]:
        """Return a message's first state as a post, if it is one."""
        if said.is_quiet_part:
            self._albums.quiet(said, at)
        if said.text is None or said.is_quiet_part:
            self._told.pass_over(said)
            return []
        self._albums.spoke(said)
        self._told.remember(said)
        return [self.wording.post(said, at)]
