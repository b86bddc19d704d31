"""A bot's account: who it is, its chats, its commands, its pressed buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.errors import Json
    from sandbox.model import Chat, Query, StoredFile
    from sandbox.updates import UpdateQueue


@dataclass(slots=True, kw_only=True)
class BotAccount:
    """What the server keeps about one token."""

    token: str
    id: int
    name: str
    username: str
    updates: UpdateQueue
    chats: dict[int, Chat] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)

    def user(self) -> Json:
        """Return the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    def menu(self, chat_id: int, language: str) -> list[Json]:
        """Return the commands a person sees: the narrowest scope first, their language first."""
        scopes = (f"chat:{chat_id}", "all_private_chats", "default")
        for scope in scopes:
            for code in (language, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []
