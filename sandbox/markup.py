"""Keyboards under messages, checked as the official server checks them."""

from __future__ import annotations

from typing import Final

from sandbox.errors import Json, bad_request

DATA_LIMIT: Final = 64
BUTTON_LIMIT: Final = 100
ACTIONS: Final = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    }
)
SCHEMES: Final = ("http://", "https://", "tg://")


def checked_markup(value: object) -> Json | None:
    """Return a reply markup that may be sent, None when there is none."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], "inline keyboard")
        for row in rows:
            for button in row:
                _check_inline_button(button)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in value:
        rows = _rows(value["keyboard"], "keyboard")
        for row in rows:
            for button in row:
                _check_text(button)
        return {**value, "keyboard": rows}
    if value.get("remove_keyboard") or value.get("force_reply"):
        return dict(value)
    return None


def _rows(value: object, name: str) -> list[list[Json]]:
    """Return the rows without the empty ones; a plain string is a button of its text."""
    if not isinstance(value, list):
        raise bad_request(f'field "{name.replace(" ", "_")}" must be of type Array')
    rows: list[list[Json]] = []
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f"can't parse {name}: expected an Array of Arrays of buttons")
        buttons = [_button(button, name) for button in row]
        if buttons:
            rows.append(buttons)
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return rows


def _button(value: object, name: str) -> Json:
    if isinstance(value, str) and name == "keyboard":
        return {"text": value}
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {name} button: expected an Object")
    return {key: part for key, part in value.items() if part is not None}


def _check_text(button: Json) -> None:
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")


def _check_inline_button(button: Json) -> None:
    _check_text(button)
    actions = ACTIONS & button.keys()
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in actions:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not str(button["url"]).startswith(SCHEMES):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
