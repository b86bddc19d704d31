"""Where a message goes: a chat, as one of our bots reaches it, in one number.

Each bot has its own residents: a person who wrote to two of them is two subscribers, with two sets
of places, and one who blocks one bot is still told by the other. Telegram's chat ids have at most
52 bits, which leaves room for the bot above them. The first bot is number 0 and its addresses are
the chat ids themselves. In the tables every ``chat_id`` is such an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from alerts.deliveries import Delivery

_SPAN: Final = 2**53
_HALF: Final = 2**52

MOST_BOTS: Final = 1000
"""So many bots have room in a signed number of 64 bits."""


def address(bot: int, chat_id: int) -> int:
    """Return the address of a chat that a bot reaches."""
    return bot * _SPAN + chat_id


def chat_of(address: int) -> int:
    """Return the chat id of an address, as Telegram knows it."""
    return (address + _HALF) % _SPAN - _HALF


def bot_of(address: int) -> int:
    """Return the number of the bot that reaches an address."""
    return (address + _HALF) // _SPAN


def address_of(delivery: Delivery) -> int:
    """Return where a delivery goes."""
    return address(delivery.bot, delivery.chat_id)


class Addressed:
    """What speaks of chats as one bot reaches them."""

    _bot: int = 0

    def _address(self, chat_id: int) -> int:
        """Return the address of a chat of this bot."""
        return address(self._bot, chat_id)
