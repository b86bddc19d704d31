"""One message to one chat, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from alerts.notices import Notice


FIRST_BACK_OFF: Final = timedelta(seconds=0.25)
LONGEST_BACK_OFF: Final = timedelta(minutes=1)
_DOUBLINGS: Final = 20


class Action(StrEnum):
    """What is done with a message: a new one, an answer to an alarm, or the alarm changed."""

    SEND = "send"
    REPLY = "reply"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox in the hands of the drain.

    ``reply_to`` is the message of the alarm that this one answers or changes, in the same chat.
    ``silent``: it arrives without a sound. ``attempts`` counts the tries before this one.
    ``bot`` is the number of the bot that sends it. ``paid``: it may cost, to be there sooner.
    """

    notice_id: int
    notice: Notice
    chat_id: int
    language: str
    action: Action = Action.SEND
    silent: bool = False
    reply_to: int | None = None
    attempts: int = 0
    bot: int = 0
    paid: bool = False

    @property
    def back_off(self) -> timedelta:
        """Return how long to wait before the next try: twice as long each time, up to a minute."""
        doublings: int = 2 ** min(self.attempts, _DOUBLINGS)
        return min(FIRST_BACK_OFF * doublings, LONGEST_BACK_OFF)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram accepted it under this message id."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: the whole bot or this chat has to wait, or the answer was lost."""

    after: timedelta
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become another chat; send it there."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot or is gone: no more messages to this chat.

    ``certain`` is False for "chat not found", which retires a chat only when it comes twice.
    """

    why: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses this message for a fault of ours; it is kept and shown to the operator."""

    why: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The answer was lost: it may have arrived. An alarm is sent again, lesser things are not."""

    why: str


@dataclass(frozen=True, slots=True)
class PaidRefused:
    """Telegram does not take the bot's Stars for it: it goes out again, free of charge."""

    why: str


Outcome = Delivered | Deferred | Moved | Unreachable | Rejected | Unanswered | PaidRefused
