"""Trouble on request: what a network and a busy server do to a bot, made to happen at will."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sandbox.errors import (
    BLOCKED,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    NO_CONVERSATION,
    ApiError,
    bad_request,
    flood,
    forbidden,
    migrated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

POLLING = "getUpdates"


class Trouble(StrEnum):
    """What can go wrong."""

    FLOOD = "flood"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NO_CONVERSATION = "no_conversation"
    CHAT_NOT_FOUND = "chat_not_found"
    MIGRATE = "migrate"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    RESET = "reset"
    """The connection breaks before the request is accepted."""
    LOST_ANSWER = "lost_answer"
    """The request is accepted and the connection breaks before the answer."""
    DELAY = "delay"
    OUTAGE = "outage"
    """Every connection breaks, polling too, for so many ``seconds``."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """A trouble and whom it meets.

    ``times`` None means until cleared. ``method`` None means every method but getUpdates.
    """

    trouble: Trouble
    times: int | None = 1
    chat: int | None = None
    method: str | None = None
    probability: float = 1.0
    retry_after: int = 1
    migrate_to: int = 0
    seconds: float = 0.0
    until: float | None = None

    def meets(self, method: str, chat: int | None) -> bool:
        """Tell whether a request is of the kind this trouble waits for."""
        if self.trouble is Trouble.OUTAGE:
            return True
        right_method = method == self.method if self.method else method != POLLING
        return right_method and (self.chat is None or self.chat == chat)

    def refusal(self) -> ApiError | None:
        """Return the refusal this trouble answers with, None if it breaks something else."""
        refusals = {
            Trouble.FLOOD: flood(self.retry_after),
            Trouble.BLOCKED: forbidden(BLOCKED),
            Trouble.DEACTIVATED: forbidden(DEACTIVATED),
            Trouble.NO_CONVERSATION: forbidden(NO_CONVERSATION),
            Trouble.CHAT_NOT_FOUND: bad_request(CHAT_NOT_FOUND),
            Trouble.MIGRATE: migrated(self.migrate_to),
            Trouble.SERVER_ERROR: ApiError(500, "Internal Server Error"),
        }
        return refusals.get(self.trouble)


class Faults:
    """The troubles that are waiting; the first that meets a request is the one that happens.

    ``met`` are those that have happened, each with its chat. ``latency`` is how many seconds every
    call is on its way to the server, and its answer on its way back.
    """

    latency = 0.0

    def __init__(self, *, seed: int = 0, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Start without trouble; the seed makes chance repeatable."""
        self._random = random.Random(seed)  # noqa: S311 - chance in a test, not a secret
        self._monotonic = monotonic
        self.waiting: list[Fault] = []
        self.met: list[tuple[Trouble, int | None]] = []

    def add(
        self,
        trouble: Trouble | str,
        *,
        times: int | None = 1,
        chat: int | None = None,
        method: str | None = None,
        probability: float = 1.0,
        retry_after: int = 1,
        migrate_to: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Ask for a trouble."""
        fault = Fault(
            trouble=Trouble(trouble),
            times=times,
            chat=chat,
            method=method,
            probability=probability,
            retry_after=retry_after,
            migrate_to=migrate_to,
            seconds=seconds,
        )
        if fault.trouble is Trouble.OUTAGE:
            fault.times, fault.until = None, self._monotonic() + seconds
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self.waiting.clear()

    def next(self, method: str, chat: int | None) -> Fault | None:
        """Return the trouble this request meets, and count it."""
        for fault in list(self.waiting):
            if fault.until is not None and self._monotonic() >= fault.until:
                self.waiting.remove(fault)
                continue
            if not fault.meets(method, chat):
                continue
            if fault.probability < 1 and self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
            self.met.append((fault.trouble, chat))
            return fault
        return None
