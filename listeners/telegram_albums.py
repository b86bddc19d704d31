"""Albums: several pictures and one caption are one post.

The post's number is that of the part with the words, which is handed over at once. The other
parts are no posts. Only if no part has words within a moment, the first one stands for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from listeners.telegram_said import Said

_REMEMBERED: Final = 50
_NEVER: Final = 2**63


@dataclass(frozen=True, slots=True)
class _Wordless:
    """An album none of whose parts had words so far."""

    first: Said
    at: datetime
    until: float


class Albums:
    """The albums of one channel that are not yet complete."""

    def __init__(self, patience: float, timer: Callable[[], float]) -> None:
        """Wait for words so many seconds after the first part."""
        self._patience = patience
        self._timer = timer
        self._wordless: dict[int, _Wordless] = {}
        self._spoken: dict[int, None] = {}

    def quiet(self, part: Said, at: datetime) -> None:
        """Take a part without words: the words may still come."""
        if part.group is None or part.group in self._spoken:
            return
        waiting = self._wordless.get(part.group)
        if waiting is None:
            self._wordless[part.group] = _Wordless(part, at, self._timer() + self._patience)
        elif part.message_id < waiting.first.message_id:
            self._wordless[part.group] = _Wordless(part, waiting.at, waiting.until)

    def spoke(self, part: Said) -> None:
        """Take the part that has the words, or one by which the album is known already."""
        if part.group is not None:
            self._wordless.pop(part.group, None)
            self._done(part.group)

    def due(self, mark: int) -> Iterator[tuple[Said, datetime]]:
        """Return the first parts of albums that have stayed without words.

        Beyond the mark an earlier part may still be missing, and the album's number with it.
        """
        now = self._timer()
        for group, album in list(self._wordless.items()):
            if album.until <= now and album.first.message_id <= mark:
                del self._wordless[group]
                self._done(group)
                yield album.first, album.at

    def deadlines(self, mark: int) -> list[float]:
        """Return when the waiting ends, for each album up to the mark."""
        return [album.until for album in self._wordless.values() if album.first.message_id <= mark]

    def oldest(self) -> int:
        """Return the lowest number that waits, a huge one if none does."""
        return min((album.first.message_id for album in self._wordless.values()), default=_NEVER)

    def _done(self, group: int) -> None:
        """Remember that the album has its post."""
        self._spoken[group] = None
        while len(self._spoken) > _REMEMBERED:
            del self._spoken[next(iter(self._spoken))]
