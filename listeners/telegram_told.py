"""What was last handed over of a channel's messages, so that only news is handed over again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from listeners.telegram_said import Said

REMEMBERED: Final = 1000
"""So many messages are remembered; of older ones every state is news, and storage decides."""
_SPARE: Final = 200
"""So many more pile up before the oldest are forgotten."""
UNKNOWN: Final = 0
"""Stands for the text of a post that was handed over by an earlier process."""


@dataclass(slots=True)
class State:
    """One message; ``text`` is a hash of what was handed over, None if nothing was."""

    text: int | None
    published_at: datetime
    edited_at: datetime | None = None
    gone: bool = False

    def is_older_than(self, said: Said) -> bool:
        """Tell whether a message says something else, and not something that was overtaken."""
        if self.gone or said.text is None or (self.text is None and not said.text):
            return False
        if self.edited_at is not None:
            overtaken = said.edited_at is None or said.edited_at < self.edited_at
            if overtaken:
                return False
        return self.text != hash(said.text)


class Told:
    """The newest messages of a channel as they were handed over."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._states: dict[int, State] = {}

    def __contains__(self, number: int) -> bool:
        """Tell whether a message is remembered."""
        return number in self._states

    def get(self, number: int) -> State | None:
        """Return what is remembered of a message."""
        return self._states.get(number)

    def remember(self, said: Said) -> None:
        """Remember a message as it was handed over."""
        text = None if said.text is None else hash(said.text)
        self._states[said.message_id] = State(text, said.published_at, said.edited_at)

    def pass_over(self, said: Said) -> None:
        """Remember a message of which nothing was handed over."""
        self._states[said.message_id] = State(None, said.published_at, said.edited_at)

    def suppose(self, number: int, text: int | None, at: datetime) -> State:
        """Remember a message of which only the number is known."""
        state = State(text, self._about(number, at))
        self._states[number] = state
        return state

    def living(self) -> Iterator[int]:
        """Return the messages that are not known to be deleted."""
        return (number for number, state in self._states.items() if not state.gone)

    def forget_oldest(self) -> None:
        """Keep only the newest ones."""
        if len(self._states) > REMEMBERED + _SPARE:
            newest = sorted(self._states)[-REMEMBERED:]
            self._states = {number: self._states[number] for number in newest}

    def _about(self, number: int, at: datetime) -> datetime:
        """Return about when a message was published: not later than it was, if that is known."""
        before = max((known for known in self._states if known < number), default=None)
        if before is not None:
            return self._states[before].published_at
        return min((state.published_at for state in self._states.values()), default=at)
