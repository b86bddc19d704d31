"""How fast one chat may be written to: one message a second, a group twenty a minute."""

from __future__ import annotations

from collections import deque
from typing import Final

GROUP_MINUTE: Final = 20
_MINUTE: Final = 60.0
_LATELY: Final = 3.0


class ChatPace:
    """Knows the chats that were written to lately. Time is an argument."""

    def __init__(self, per_chat: float = 1.0) -> None:
        """Allow ``per_chat`` messages a second to each chat."""
        if per_chat <= 0:
            raise ValueError("a pace must be above zero")
        self._rest = 1.0 / per_chat
        self._free_at: dict[int, float] = {}
        self._held: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._swept_at = 0.0

    def rest(self, chat_id: int, now: float) -> float:
        """Return the seconds until a chat may be written to."""
        free_at = max(self._free_at.get(chat_id, 0.0), self._held.get(chat_id, 0.0))
        written = self._groups.get(chat_id)
        if written is not None and len(written) == GROUP_MINUTE:
            free_at = max(free_at, written[0] + _MINUTE)
        return max(0.0, free_at - now)

    def take(self, chat_id: int, now: float) -> None:
        """Count a message to a chat."""
        self._sweep(now)
        self._free_at[chat_id] = now + self._rest
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque(maxlen=GROUP_MINUTE)).append(now)

    def hold(self, chat_id: int, until: float) -> None:
        """Let one chat rest: Telegram asked for it."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), until)

    def was_written_to(self, chat_id: int, now: float) -> bool:
        """Tell whether a chat had more than one message lately: then a flood may be its own."""
        written = self._groups.get(chat_id)
        return chat_id in self._held or (
            written is not None and len(written) > 1 and now - written[-2] < _LATELY
        )

    def _sweep(self, now: float) -> None:
        """Forget chats that are free again."""
        if now - self._swept_at < self._rest:
            return
        self._swept_at = now
        self._free_at = {chat: at for chat, at in self._free_at.items() if at > now}
        self._held = {chat: at for chat, at in self._held.items() if at > now}
        for chat in [chat for chat, at in self._groups.items() if at[-1] < now - _MINUTE]:
            del self._groups[chat]
