"""The Bot API's quieter methods: who the bot is, its commands and texts, chats and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zlib import crc32

from sandbox.errors import CHAT_NOT_FOUND, Json, bad_request
from sandbox.views import api_message, file_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.bot_api_call import Call

COMMAND_NAME: Final = re.compile(r"/?[a-z0-9_]{1,32}")
COMMAND_LIMIT: Final = 100
COMMAND_WORDS_LIMIT: Final = 256
PROFILE_LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> Json:
    """Return the bot itself."""
    return call.bot.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_webhook_info(call: Call) -> Json:
    """Return that no webhook is set: the sandbox knows polling only."""
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates),
    }


def delete_webhook(call: Call) -> bool:
    """Forget the webhook there never was, and on request the updates."""
    if call.arguments.flag("drop_pending_updates"):
        call.bot.updates.drop()
    return True


def command_key(call: Call) -> tuple[str, str]:
    """Return for whom commands are meant: a scope and a language."""
    scope = call.arguments.parsed("scope")
    kind, chat = "default", ""
    if isinstance(scope, dict):
        kind = str(scope.get("type", "default"))
        chat = f":{scope['chat_id']}" if "chat_id" in scope else ""
    return kind + chat, call.arguments.text("language_code")


def set_my_commands(call: Call) -> bool:
    """Keep the commands of a scope and language."""
    commands = call.arguments.parsed("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse BotCommand: Can't find field \"commands\"")
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name, about = str(command.get("command", "")), str(command.get("description", ""))
        if COMMAND_NAME.fullmatch(name) is None:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(about.strip()) <= COMMAND_WORDS_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name.removeprefix("/"), "description": about.strip()})
    call.bot.commands[command_key(call)] = kept
    call.telegram.watchers.tell({"type": "reload"})
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    return call.bot.commands.get(command_key(call), [])


def delete_my_commands(call: Call) -> bool:
    """Forget the commands of a scope and language."""
    call.bot.commands.pop(command_key(call), None)
    call.telegram.watchers.tell({"type": "reload"})
    return True


def profile_methods(part: str, camel: str) -> dict[str, Callable[[Call], object]]:
    """Return the pair of methods that set and get one text of the bot's profile."""

    def put(call: Call) -> bool:
        value = call.arguments.text(part)
        if len(value) > PROFILE_LIMITS[part]:
            raise bad_request(f"{part.upper()}_TOO_LONG")
        call.bot.profile[part, call.arguments.text("language_code")] = value
        return True

    def get(call: Call) -> Json:
        language = call.arguments.text("language_code")
        profile = call.bot.profile
        return {part: profile.get((part, language)) or profile.get((part, ""), "")}

    return {f"setmy{camel}": put, f"getmy{camel}": get}


def get_chat(call: Call) -> Json:
    """Return a chat, or a channel by its public name."""
    named = call.arguments.chat()
    if isinstance(named, str):
        channel = call.telegram.channels.get(named[1:].lower())
        if channel is None:
            raise bad_request(CHAT_NOT_FOUND)
        number = -1_000_000_000_000 - crc32(channel.username.encode())
        return _full({"id": number, "type": "channel", "title": channel.title}) | {
            "username": channel.username,
            "description": channel.about,
        }
    chat = call.telegram.chat_for(call.bot, named)
    view = _full(chat.json())
    if chat.pinned in chat.messages:
        view["pinned_message"] = api_message(call.bot, chat, chat.messages[chat.pinned])
    return view


def _full(view: Json) -> Json:
    """Return a Chat with what a ChatFullInfo must have besides."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    return view | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": accepted,
    }


def get_file(call: Call) -> Json:
    """Return where a file can be fetched."""
    stored = call.bot.files.get(call.arguments.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    return file_view(stored) | {"file_path": f"files/{stored.id}"}


def get_my_star_balance(call: Call) -> Json:
    """Return how many Stars the bot has."""
    return {"amount": int(call.bot.stars)}


METHODS: Final[dict[str, Callable[[Call], object]]] = {
    "getme": get_me,
    "getwebhookinfo": get_webhook_info,
    "deletewebhook": delete_webhook,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "getchat": get_chat,
    "getfile": get_file,
    "getmystarbalance": get_my_star_balance,
    **profile_methods("name", "name"),
    **profile_methods("description", "description"),
    **profile_methods("short_description", "shortdescription"),
}
