"""How things look from outside: the Bot API's Message, and what the page is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.accounts import BotAccount
    from sandbox.errors import Json
    from sandbox.model import Channel, Chat, Message, Post, StoredFile


def api_message(bot: BotAccount, chat: Chat, message: Message, *, nested: bool = False) -> Json:
    """Return the Bot API's Message; a nested one does not show what it answers."""
    sender = bot.user() if message.from_bot or chat.resident is None else chat.resident.json()
    view: Json = {
        "message_id": message.id,
        "from": sender,
        "chat": chat.json(),
        "date": int(message.date.timestamp()),
        **_content(message),
    }
    if message.edited is not None:
        view["edit_date"] = int(message.edited.timestamp())
    if message.markup is not None and "inline_keyboard" in message.markup:
        view["reply_markup"] = message.markup
    if message.preview is not None:
        view["link_preview_options"] = message.preview
    if message.quote is not None:
        view["quote"] = {"text": message.quote, "position": 0, "is_manual": True}
    answered = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    if answered is not None and not nested:
        view["reply_to_message"] = api_message(bot, chat, answered, nested=True)
    return view


def _content(message: Message) -> Json:
    """Return the words of a message, under a file's name if they are its caption."""
    view: Json = {}
    if message.photo is not None:
        view["photo"] = [photo_size(message.photo)]
    if message.document is not None:
        view["document"] = file_view(message.document) | {"file_name": message.document.name}
    words, marks = ("caption", "caption_entities") if view else ("text", "entities")
    if message.text:
        view[words] = message.text
    if message.entities:
        view[marks] = message.entities
    return view


def file_view(stored: StoredFile) -> Json:
    """Return what every kind of file has in the Bot API."""
    return {
        "file_id": stored.id,
        "file_unique_id": stored.id[-16:],
        "file_size": len(stored.content),
    }


def photo_size(stored: StoredFile) -> Json:
    """Return the Bot API's PhotoSize."""
    return file_view(stored) | {"width": stored.width, "height": stored.height}


def page_message(message: Message) -> Json:
    """Return a message as the page draws it."""
    return {
        "id": message.id,
        "date": message.date.isoformat(),
        "bot": message.from_bot,
        "text": message.text,
        "entities": message.entities,
        "buttons": (message.markup or {}).get("inline_keyboard", []),
        "reply_to": message.reply_to,
        "silent": message.silent,
        "edited": message.edited is not None,
        "photo": message.photo and _picture(message.photo),
        "document": message.document and _attachment(message.document),
    }


def _picture(stored: StoredFile) -> Json:
    return {"url": f"/sandbox/files/{stored.id}", "width": stored.width, "height": stored.height}


def _attachment(stored: StoredFile) -> Json:
    return {"url": f"/sandbox/files/{stored.id}", "name": stored.name, "size": len(stored.content)}


def page_post(post: Post) -> Json:
    """Return a post as the page draws it."""
    return {
        "id": post.id,
        "text": post.text,
        "date": post.date.isoformat(),
        "edited": post.edited is not None,
        "reply_to": post.reply_to,
        "forwarded_from": post.forwarded_from,
    }


def page_channel(channel: Channel, newest: int) -> Json:
    """Return a channel with its newest posts."""
    return {
        "username": channel.username,
        "title": channel.title,
        "role": channel.role,
        "region": channel.region,
        "about": channel.about,
        "drafts": channel.drafts,
        "posts": [page_post(post) for post in channel.shown()[-newest:]],
    }
