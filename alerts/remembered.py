"""What a pure function said of each word, kept: words repeat, and most are asked of every post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")
_MOST: Final = 1 << 14
_LONGEST: Final = 40


class Remembered(dict[str, Answer]):
    """The answers of a function by word, as quick to ask as a dictionary; noise is not kept."""

    def __init__(self, function: Callable[[str], Answer], most: int = _MOST) -> None:
        """Take the function, which must tell the same of a word each time; keep so many answers."""
        super().__init__()
        self._function, self._most = function, most

    def __missing__(self, word: str) -> Answer:
        """Ask the function, and keep what it says unless the word is too long for one."""
        answer = self._function(word)
        if len(word) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[word] = answer
        return answer
