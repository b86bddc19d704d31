"""A post with the reasons of its verdict, as it is shown at a terminal."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, Final

from alerts.explaining import Part, explain
from alerts.tables import load_gazetteer
from bot.reasons import reason_lines
from bot.texts import load_texts
from bot.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.explaining import Explanation
    from alerts.reader import Reader

_WIDTH: Final = 100
_INDENT: Final = "  "
_STYLES: Final = {
    Part.BECAUSE: ("\x1b[1;4m", "\x1b[0m"),
    Part.AGAINST: ("\x1b[3m", "\x1b[0m"),
    Part.ASIDE: ("\x1b[9m", "\x1b[0m"),
}
"""Bold and underlined, italic, struck through: forms, for colour alone is not seen by all."""
_SIGNS: Final = {Part.BECAUSE: ("[", "]"), Part.AGAINST: ("{", "}"), Part.ASIDE: ("(", ")")}
"""What stands for the forms where the terminal is asked for none (NO_COLOR)."""


class ReasonsView:
    """Shows posts one after another, in one language."""

    def __init__(self, language: str, *, terminal: bool) -> None:
        """Mark the words in the text itself if it is read at a ``terminal``."""
        self._voice = Voice(load_texts(), load_gazetteer(), language)
        self._terminal = terminal
        self._marks = _SIGNS if os.environ.get("NO_COLOR") else _STYLES

    def read(
        self, reader: Reader, text: str, home: str | None = None, name: str | None = None
    ) -> str:
        """Return a post as a reader reads it, with its reasons."""
        return self.shown(explain(reader, text, home), name)

    def shown(self, explanation: Explanation, name: str | None = None) -> str:
        """Return a post with its reasons; ``name`` is written over it."""
        return "\n".join(self._lines(explanation, name))

    def _lines(self, explanation: Explanation, name: str | None) -> Iterator[str]:
        """Yield the lines of the view."""
        if name is not None:
            yield f"# {name}"
        if self._terminal:
            yield self._marked(explanation)
            yield ""
        for line in reason_lines(explanation, self._voice, ids=True):
            if line.heading:
                yield line.text
            else:
                yield textwrap.fill(
                    line.text,
                    _WIDTH,
                    initial_indent=_INDENT,
                    subsequent_indent=2 * _INDENT,
                    break_on_hyphens=False,
                )

    def _marked(self, explanation: Explanation) -> str:
        """Return the text with the words marked that count for or against."""
        text, marked, end = explanation.text, [], 0
        for start, stop, part in explanation.spans:
            before, after = self._marks[part]
            marked += [_plain(text[end:start]), before, _plain(text[start:stop]), after]
            end = stop
        return "".join([*marked, _plain(text[end:])]).strip()


def _plain(text: str) -> str:
    """Return a text without what could steer a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
