"""A bot's account: who it is, its chats, its commands, its pressed buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sandbox.errors import bad_request

if TYPE_CHECKING:
    from sandbox.errors import Json
    from sandbox.model import Chat, Query, StoredFile
    from sandbox.updates import UpdateQueue


LEAST_STARS: Final = 10_000
FEE: Final = 0.1


@dataclass(slots=True, kw_only=True)
class BotAccount:
    """What the server keeps about one token; ``stars`` are its balance."""

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
    stars: float = 0.0
    paid_messages: int = 0

    def pay(self) -> None:
        """Pay for one message, as for all beyond the free ones; refuse who has too few Stars."""
        if self.stars < LEAST_STARS:
            raise bad_request("BALANCE_TOO_LOW")
        self.stars -= FEE
        self.paid_messages += 1

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
