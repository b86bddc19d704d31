"""Who did something, for the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message


def who(event: Message | CallbackQuery) -> str:
    """Return who wrote a message or pressed a button."""
    user = event.from_user
    if user is None:  # an anonymous administrator of a group
        return "somebody"
    return f"@{user.username}" if user.username else f"user {user.id}"
