"""The stand-in world itself: what is published, who writes to whom, what a bot has sent.

Every method is plain and does all its work at once, so that within one event loop nobody
ever sees half of it.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sandbox.accounts import BotAccount
from sandbox.errors import BLOCKED, CHAT_NOT_FOUND, Json, bad_request, forbidden
from sandbox.model import Accepted, Chat, Message, Query, Resident, StoredFile
from sandbox.publishing import Publishing
from sandbox.texts import marked
from sandbox.updates import UpdateQueue
from sandbox.views import api_message, page_message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sandbox.limits import Limits

TOKEN: Final = "1000000001:SANDBOX-this-token-opens-nothing-000"  # noqa: S105 - opens nothing


def utc_now() -> datetime:
    """Return the present moment, aware."""
    return datetime.now(UTC)


class Telegram(Publishing):
    """The world's state.

    ``any_chat`` lets a bot write to any number. ``tokens`` None lets any well-formed token in.
    Numbers of posts and messages begin at ``first_id``.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        any_chat: bool = False,
        limits: Limits | None = None,
        tokens: Collection[str] | None = None,
        first_id: int = 1,
        callback_seconds: float = 60.0,
        conflict_seconds: float = 3.0,
    ) -> None:
        """Start an empty world."""
        super().__init__(now=now, first_id=first_id)
        self.monotonic = monotonic
        self.any_chat = any_chat
        self.limits = limits
        self.tokens = tokens
        self.residents: dict[int, Resident] = {}
        self.bots: dict[str, BotAccount] = {}
        self.accepted: list[Accepted] = []
        self.refusals: Counter[int] = Counter()
        self._callback_seconds = callback_seconds
        self._conflict_seconds = conflict_seconds
        self._query_count = 0
        self._page_token = TOKEN

    # Residents

    def add_resident(
        self,
        resident_id: int,
        first_name: str,
        *,
        language: str = "ru",
        shown: bool = False,
        started: bool = False,
    ) -> Resident:
        """Register a person; ``started`` ones already have a chat with every bot."""
        resident = Resident(id=resident_id, first_name=first_name, language=language, shown=shown)
        self.residents[resident_id] = resident
        if started:
            self.any_bot()
            for bot in self.bots.values():
                self.open_chat(bot, resident_id)
        return resident

    def send(self, resident_id: int, text: str, *, token: str | None = None) -> int:
        """Let a resident write to the bot, which opens the chat; return the message's number."""
        bot = self.any_bot(token)
        chat = self.open_chat(bot, resident_id)
        self._unblock(bot, chat)
        message = Message(
            id=chat.next_id,
            date=self.now(),
            from_bot=False,
            text=text.strip(),
            entities=marked(text.strip(), []),
        )
        self._keep(chat, message)
        bot.updates.put("message", api_message(bot, chat, message))
        return message.id

    def press(
        self, resident_id: int, message_id: int, button: str, *, token: str | None = None
    ) -> str:
        """Let a resident press a button, named by its data or its words; return the query's id."""
        bot = self.any_bot(token)
        chat = bot.chats[resident_id]
        message = chat.messages[message_id]
        rows = (message.markup or {}).get("inline_keyboard", [])
        data = next(
            cell["callback_data"]
            for row in rows
            for cell in row
            if "callback_data" in cell and button in {cell["callback_data"], cell["text"]}
        )
        self._query_count += 1
        query = Query(
            id=f"{bot.id}{self._query_count:08}",
            chat=chat.id,
            message=message_id,
            expires=self.monotonic() + self._callback_seconds,
        )
        bot.queries[query.id] = query
        person = self.residents.get(resident_id) or Resident(id=resident_id, first_name="?")
        body: Json = {
            "id": query.id,
            "from": person.json(),
            "message": api_message(bot, chat, message),
            "chat_instance": str(chat.id),
            "data": data,
        }
        bot.updates.put("callback_query", body)
        return query.id

    def block(self, resident_id: int, *, token: str | None = None) -> None:
        """Let a resident block the bot."""
        bot = self.any_bot(token)
        chat = bot.chats[resident_id]
        if not chat.blocked:
            chat.blocked = True
            bot.updates.put("my_chat_member", self._membership(bot, chat, "member", "kicked"))

    def unblock(self, resident_id: int, *, token: str | None = None) -> None:
        """Let a resident receive the bot's messages again."""
        bot = self.any_bot(token)
        self._unblock(bot, bot.chats[resident_id])

    def _unblock(self, bot: BotAccount, chat: Chat) -> None:
        if chat.blocked:
            chat.blocked = False
            bot.updates.put("my_chat_member", self._membership(bot, chat, "kicked", "member"))

    def _membership(self, bot: BotAccount, chat: Chat, old: str, new: str) -> Json:
        return {
            "chat": chat.json(),
            "from": chat.resident.json() if chat.resident else bot.user(),
            "date": int(self.now().timestamp()),
            "old_chat_member": _member(bot, old),
            "new_chat_member": _member(bot, new),
        }

    # Bots and their chats

    def bot(self, token: str) -> BotAccount:
        """Return the account of a token, made when it is first used."""
        if token not in self.bots:
            number = int(token.split(":", 1)[0])
            self.bots[token] = BotAccount(
                token=token,
                id=number,
                name="Набат",
                username="sandbox_tocsin_bot" if token == TOKEN else f"sandbox_{number}_bot",
                updates=UpdateQueue(
                    monotonic=self.monotonic, conflict_seconds=self._conflict_seconds
                ),
            )
        return self.bots[token]

    def any_bot(self, token: str | None = None) -> BotAccount:
        """Return the bot of a token, or without one the bot that polled last."""
        return self.bot(token or self._page_token)

    def came_to_poll(self, bot: BotAccount) -> None:
        """Make the bot that polls the one whom the page's residents talk to."""
        if self._page_token != bot.token:
            before, self._page_token = self.any_bot(), bot.token
            for chat_id in before.chats:
                self.open_chat(bot, chat_id)
            self.watchers.tell({"type": "reload"})

    def open_chat(self, bot: BotAccount, chat_id: int, title: str = "") -> Chat:
        """Return a bot's chat with a resident or group, made when there is none."""
        chat = bot.chats.get(chat_id)
        if chat is None:
            chat = Chat(
                id=chat_id,
                title=title or f"chat {chat_id}",
                next_id=self._first_id,
                resident=self.residents.get(chat_id),
            )
            bot.chats[chat_id] = chat
        return chat

    def chat_for(self, bot: BotAccount, chat_id: int) -> Chat:
        """Return the chat a bot may write to; refuse as Telegram does."""
        chat = bot.chats.get(chat_id)
        if chat is None:
            if not self.any_chat or chat_id == 0:
                raise bad_request(CHAT_NOT_FOUND)
            chat = self.open_chat(bot, chat_id)
        if chat.blocked:
            raise forbidden(BLOCKED)
        return chat

    def deliver(self, chat: Chat, message: Message, method: str) -> None:
        """Keep a bot's new message."""
        self._keep(chat, message)
        self._record(chat, message, method)

    def changed(self, chat: Chat, message: Message, method: str) -> None:
        """Tell that a bot has edited a message."""
        self._record(chat, message, method)
        self.tell_message(chat, message)

    def delete(self, chat: Chat, message_id: int) -> None:
        """Remove a message from a chat."""
        self._record(chat, chat.messages.pop(message_id), "deleteMessage")
        self.watchers.tell({"type": "message_gone", "chat": chat.id, "id": message_id})

    def _keep(self, chat: Chat, message: Message) -> None:
        chat.messages[message.id] = message
        chat.next_id = message.id + 1
        self.tell_message(chat, message)

    def _record(self, chat: Chat, message: Message, method: str) -> None:
        self.accepted.append(
            Accepted(
                t=self.monotonic(),
                chat_id=chat.id,
                method=method,
                text=message.text,
                silent=message.silent,
                reply_to=message.reply_to,
                message_id=message.id,
            )
        )

    def tell_message(self, chat: Chat, message: Message) -> None:
        """Show a message on the page, if its chat is one the page shows."""
        if self.watchers and chat.resident is not None and chat.resident.shown:
            self.watchers.tell(
                {"type": "message", "chat": chat.id, "message": page_message(message)}
            )

    def store_file(self, bot: BotAccount, stored: StoredFile) -> StoredFile:
        """Keep an upload under a number of its own."""
        digest = hashlib.sha256(stored.content).hexdigest()[:16]
        stored.id = f"SANDBOX{len(bot.files)}-{digest}"
        bot.files[stored.id] = stored
        return stored


def _member(bot: BotAccount, status: str) -> Json:
    """Return the Bot API's ChatMember of the bot itself."""
    member: Json = {"user": bot.user(), "status": status}
    return member | {"until_date": 0} if status == "kicked" else member
