"""One call of one method: by whom, with what; and the chat and message it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.errors import CHAT_NOT_FOUND, bad_request, forbidden

if TYPE_CHECKING:
    from sandbox.accounts import BotAccount
    from sandbox.bot_api_arguments import Arguments
    from sandbox.model import Chat, Message
    from sandbox.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Call:
    """What a method needs to answer."""

    telegram: Telegram
    bot: BotAccount
    method: str
    arguments: Arguments

    def chat(self) -> Chat:
        """Return the chat the bot may write to, or refuse."""
        named = self.arguments.chat()
        if isinstance(named, int):
            return self.telegram.chat_for(self.bot, named)
        if named[1:].lower() in self.telegram.channels:
            raise forbidden("bot is not a member of the channel chat")
        raise bad_request(CHAT_NOT_FOUND)

    def message(self, chat: Chat, purpose: str) -> Message:
        """Return the message that is meant, or refuse: "message to … not found"."""
        message_id = self.arguments.number("message_id")
        if message_id <= 0:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return message
