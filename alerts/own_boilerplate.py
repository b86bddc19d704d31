"""Boilerplate of one channel alone, blanked so that it is not read and offsets stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alerts.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable


class OwnBoilerplate:
    """Texts that a channel adds to its posts, in any case and spacing."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts as people copy them."""
        words = (normalise(text).split() for text in texts)
        rows = [r"\s+".join(map(re.escape, row)) for row in words if row]
        self._pattern = re.compile("|".join(rows)) if rows else None

    def blanked(self, text: str) -> str:
        """Return a post with those texts blanked, every offset as it was."""
        if self._pattern is None:
            return text
        for match in reversed(list(self._pattern.finditer(normalise(text)))):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        return text
