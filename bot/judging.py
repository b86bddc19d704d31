"""What operators judge readings with: a reader for each channel, and how a post is corrected."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.reader import Reader
    from alerts.verdicts import Verdict
    from storage.store import ToldNotice

_KEPT_QUESTIONS: Final = 50
_KEY_BYTES: Final = 6


class Corrector(Protocol):
    """Whoever carries a correction out, with all that follows from it."""

    async def rehearse(
        self, post_id: int, verdict: Verdict, who: str, now: datetime
    ) -> list[ToldNotice] | None:
        """Return what residents would be told, None if the post is gone."""

    async def correct(
        self, post_id: int, verdict: Verdict, who: str, now: datetime
    ) -> list[ToldNotice] | None:
        """Have a post say what a person says; return what residents are told."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A correction an operator was shown: of which state of a post, and to what."""

    post_id: int
    revision: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How readings are judged; ``reader_of`` gives the reader of a channel by its username."""

    reader_of: Callable[[str], Reader]
    corrector: Corrector
    _proposed: OrderedDict[tuple[int, str], Proposed] = field(default_factory=OrderedDict)

    def remember(self, chat_id: int, proposed: Proposed) -> str:
        """Keep what a chat was asked until it decides; return the key to it."""
        key = secrets.token_hex(_KEY_BYTES)
        self._proposed[chat_id, key] = proposed
        if len(self._proposed) > _KEPT_QUESTIONS:
            self._proposed.popitem(last=False)
        return key

    def proposed(self, chat_id: int, key: str) -> Proposed | None:
        """Return what a chat was asked, None if that was too long ago."""
        return self._proposed.pop((chat_id, key), None)
