"""The Bot API's messages: sent, edited, deleted, pinned; and the answers to pressed buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.errors import NOT_MODIFIED, QUERY_TOO_OLD, Json, bad_request
from sandbox.images import picture_size
from sandbox.markup import checked_markup
from sandbox.model import Message, StoredFile
from sandbox.texts import check_caption, check_text, formatted
from sandbox.views import api_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.bot_api_call import Call
    from sandbox.model import Chat

NO_PICTURE: Final = "there is no photo in the request"
NO_DOCUMENT: Final = "there is no document in the request"
WRONG_FILE: Final = "wrong file identifier/HTTP URL specified"


def send_message(call: Call) -> Json:
    """Send a text."""
    chat = call.chat()
    text, entities = words(call, "text", "entities")
    check_text(text)
    return sent(call, chat, text, entities)


def send_photo(call: Call) -> Json:
    """Send a picture with an optional caption."""
    chat = call.chat()
    photo = chosen_file(call, "photo", NO_PICTURE)
    size = picture_size(photo.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    photo.mime, photo.width, photo.height = size
    caption, entities = words(call, "caption", "caption_entities")
    check_caption(caption)
    return sent(call, chat, caption, entities, photo=photo)


def send_document(call: Call) -> Json:
    """Send a file with an optional caption."""
    chat = call.chat()
    document = chosen_file(call, "document", NO_DOCUMENT)
    caption, entities = words(call, "caption", "caption_entities")
    check_caption(caption)
    return sent(call, chat, caption, entities, document=document)


def words(call: Call, name: str, marks: str) -> tuple[str, list[Json]]:
    """Return a call's text and entities, refused if its tags are wrong."""
    arguments = call.arguments
    return formatted(arguments.text(name), arguments.text("parse_mode"), arguments.parsed(marks))


def chosen_file(call: Call, name: str, missing: str) -> StoredFile:
    """Return an uploaded file, or the one of a file_id the bot has sent before."""
    upload = call.arguments.upload(name)
    if upload is not None:
        content = upload.file.read()
        if not content:
            raise bad_request("file must be non-empty")
        file_name = upload.filename or name
        fresh = StoredFile(id="", name=file_name, content=content, mime=upload.content_type)
        return call.telegram.store_file(call.bot, fresh)
    file_id = call.arguments.text(name)
    if not file_id:
        raise bad_request(missing)
    if file_id not in call.bot.files:
        raise bad_request(WRONG_FILE)
    return call.bot.files[file_id]


def sent(
    call: Call,
    chat: Chat,
    text: str,
    entities: list[Json],
    *,
    photo: StoredFile | None = None,
    document: StoredFile | None = None,
) -> Json:
    """Deliver a new message and return it."""
    arguments = call.arguments
    markup = checked_markup(arguments.parsed("reply_markup"))
    reply_to, quote = answered(call, chat)
    preview = arguments.parsed("link_preview_options")
    message = Message(
        id=chat.next_id,
        date=call.telegram.now(),
        from_bot=True,
        text=text,
        entities=entities,
        markup=markup,
        reply_to=reply_to,
        quote=quote,
        silent=arguments.flag("disable_notification"),
        photo=photo,
        document=document,
        preview=preview if isinstance(preview, dict) else None,
    )
    if markup is not None and "inline_keyboard" not in markup:
        chat.keyboard = markup if "keyboard" in markup else None
        call.telegram.watchers.tell(
            {"type": "keyboard", "chat": chat.id, "keyboard": chat.keyboard}
        )
    call.telegram.deliver(chat, message, call.method)
    return api_message(call.bot, chat, message)


def answered(call: Call, chat: Chat) -> tuple[int | None, str | None]:
    """Return which message a new one answers and what it quotes."""
    given = call.arguments.parsed("reply_parameters")
    reply: Json = given if isinstance(given, dict) else {}
    message_id = reply.get("message_id") or call.arguments.number("reply_to_message_id")
    if not message_id:
        return None, None
    original = chat.messages.get(int(message_id))
    if original is None:
        if reply.get("allow_sending_without_reply") or call.arguments.flag(
            "allow_sending_without_reply"
        ):
            return None, None
        raise bad_request("message to be replied not found")
    quote = str(reply.get("quote") or "")
    if quote not in original.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return original.id, quote or None


def edit_message_text(call: Call) -> Json:
    """Change the words of a message; its buttons go unless they are sent again."""
    chat, message = own_message(call)
    if message.photo is not None or message.document is not None:
        raise bad_request("there is no text in the message to edit")
    text, entities = words(call, "text", "entities")
    check_text(text)
    return rewritten(call, chat, message, text, entities)


def edit_message_caption(call: Call) -> Json:
    """Change the caption of a picture or document."""
    chat, message = own_message(call)
    if message.photo is None and message.document is None:
        raise bad_request("there is no caption in the message to edit")
    caption, entities = words(call, "caption", "caption_entities")
    check_caption(caption)
    return rewritten(call, chat, message, caption, entities)


def edit_message_reply_markup(call: Call) -> Json:
    """Change the buttons under a message."""
    chat, message = own_message(call)
    return rewritten(call, chat, message, message.text, message.entities)


def own_message(call: Call) -> tuple[Chat, Message]:
    """Return the message to edit, refused if it is not the bot's own."""
    if call.arguments.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    message = call.message(chat, "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def rewritten(call: Call, chat: Chat, message: Message, text: str, entities: list[Json]) -> Json:
    """Put new words and buttons in place, refused if nothing would change."""
    markup = checked_markup(call.arguments.parsed("reply_markup"))
    new = (text, entities, markup)
    if new == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    if new[:2] != (message.text, message.entities):
        message.edited = call.telegram.now()  # other buttons alone leave no "edited" mark
    message.text, message.entities, message.markup = new
    call.telegram.changed(chat, message, call.method)
    return api_message(call.bot, chat, message)


def delete_message(call: Call) -> bool:
    """Take a message away from both sides."""
    chat = call.chat()
    message = call.message(chat, "delete")
    call.telegram.delete(chat, message.id)
    return True


def pin_chat_message(call: Call) -> bool:
    """Keep a message at the top of its chat."""
    chat = call.chat()
    chat.pinned = call.message(chat, "pin").id
    return True


def unpin_chat_message(call: Call) -> bool:
    """Let the pinned message go."""
    chat = call.chat()
    if chat.pinned is None:
        raise bad_request("message to unpin not found")
    chat.pinned = None
    return True


def send_chat_action(call: Call) -> bool:
    """Show that the bot is busy."""
    chat = call.chat()
    action = call.arguments.text("action")
    if not action:
        raise bad_request("wrong parameter action in request")
    call.telegram.watchers.tell({"type": "action", "chat": chat.id, "action": action})
    return True


def answer_callback_query(call: Call) -> bool:
    """Answer a pressed button, once and in time."""
    arguments, telegram = call.arguments, call.telegram
    query = call.bot.queries.pop(arguments.text("callback_query_id"), None)
    if query is None or telegram.monotonic() > query.expires:
        raise bad_request(QUERY_TOO_OLD)
    text = arguments.text("text")
    if len(text) > 200:  # noqa: PLR2004 - the documented limit of this one text
        raise bad_request("MESSAGE_TOO_LONG")
    telegram.watchers.tell(
        {
            "type": "answer",
            "chat": query.chat,
            "message": query.message,
            "text": text,
            "alert": arguments.flag("show_alert"),
        }
    )
    return True


METHODS: Final[dict[str, Callable[[Call], object]]] = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
}
