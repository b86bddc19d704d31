"""The Bot API of ``fanout.py``, in a process of its own, with what goes wrong in each scenario.

Prints its address, serves until a line comes on its standard input, then prints what it saw. What
the limits count, and which troubles there are, is the sandbox's.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sandbox.faults import Trouble
from sandbox.limits import Bucket, FixedWindow, Limits, SlidingWindow
from sandbox.server import Sandbox, open_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.faults import Faults

ONE_WAY: Final = 0.06
SEND: Final = "sendMessage"
OUTAGE_AFTER: Final = 40.0
GROUPS: Final = 20
MOVED: Final = -1_001_000_000_000


def quiet(_faults: Faults, _chats: list[int]) -> None:
    """Let nothing go wrong."""


def mixed(faults: Faults, chats: list[int]) -> None:
    """Let everything go wrong that can, a few per cent in all, and everything for five seconds."""
    people = [chat for chat in chats if chat > 0]
    for chat in chats[: len(chats) - len(people)]:
        faults.add(Trouble.MIGRATE, chat=chat, migrate_to=MOVED + chat)
    for chat in people[7::100]:
        faults.add(Trouble.BLOCKED, chat=chat, times=None)
    for chat in people[9::200]:
        faults.add(Trouble.CHAT_NOT_FOUND, chat=chat, times=None)
    for chat in people[11::200]:
        faults.add(Trouble.FLOOD, chat=chat, retry_after=3)
    for trouble in (Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY):
        faults.add(trouble, method=SEND, times=None, probability=0.01)
    for trouble in (Trouble.RESET, Trouble.LOST_ANSWER):
        faults.add(trouble, method=SEND, times=None, probability=0.005)
    outage(5)(faults, chats)


def pages(faults: Faults, _chats: list[int]) -> None:
    """Answer every twentieth request with a page that is no answer."""
    faults.add(Trouble.BAD_GATEWAY, method=SEND, times=None, probability=0.05)


def outage(seconds: float) -> Callable[[Faults, list[int]], None]:
    """Let the server be away for so long in the middle."""

    def plan(faults: Faults, _chats: list[int]) -> None:
        """Begin it later."""
        loop = asyncio.get_running_loop()

        def begin() -> None:
            faults.add(Trouble.OUTAGE, seconds=seconds)
            faults.waiting.insert(0, faults.waiting.pop())

        loop.call_later(OUTAGE_AFTER, begin)

    return plan


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What the server allows, what goes wrong, and the pace the operator has set."""

    limits: Callable[[], Limits | None] = Limits
    faults: Callable[[Faults, list[int]], None] = quiet
    per_second: float = 30.0
    groups: int = 0
    latency: float = field(default=ONE_WAY)

    def chats(self, count: int) -> list[int]:
        """Return the chats that are to be told."""
        return [*range(-self.groups, 0), *range(1, count - self.groups + 1)]


SCENARIOS: Final = {
    "published": Scenario(),
    "window": Scenario(limits=lambda: Limits(everyone=SlidingWindow(30))),
    "clock": Scenario(limits=lambda: Limits(everyone=FixedWindow(30))),
    "no-burst": Scenario(limits=lambda: Limits(everyone=Bucket(30, 1))),
    "little-burst": Scenario(limits=lambda: Limits(everyone=Bucket(30, 3))),
    "penalties": Scenario(limits=lambda: Limits(penalty=30)),
    "window-penalties": Scenario(limits=lambda: Limits(everyone=SlidingWindow(30), penalty=30)),
    "no-burst-penalties": Scenario(limits=lambda: Limits(everyone=Bucket(30, 1), penalty=2)),
    "less": Scenario(limits=lambda: Limits(everyone=Bucket(20, 20))),
    "mixed": Scenario(faults=mixed, groups=GROUPS),
    "outage": Scenario(faults=outage(10)),
    "pages": Scenario(faults=pages),
    "thousand": Scenario(limits=lambda: Limits(per_second=1000), per_second=1000),
    "unlimited": Scenario(limits=lambda: None, per_second=10_000, latency=0.0),
}


async def serve(name: str, count: int) -> None:
    """Serve a scenario until a line comes."""
    scenario = SCENARIOS[name]
    async with open_sandbox(
        "127.0.0.1", 0, autoplay=False, demo=False, any_chat=True, limits=scenario.limits()
    ) as sandbox:
        sandbox.faults.latency = scenario.latency
        scenario.faults(sandbox.faults, scenario.chats(count))
        print(json.dumps({"url": sandbox.url, "token": sandbox.token}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(json.dumps(report(sandbox, scenario.chats(count))), flush=True)


def report(sandbox: Sandbox, chats: list[int]) -> dict[str, float]:
    """Return who was told how often, and when the last was."""
    away = {
        chat
        for trouble, chat in sandbox.faults.met
        if trouble in {Trouble.BLOCKED, Trouble.CHAT_NOT_FOUND}
    }
    unheard = Counter(
        chat for trouble, chat in sandbox.faults.met if trouble is Trouble.LOST_ANSWER
    )
    told = Counter(one.chat_id for one in sandbox.telegram.accepted)
    moved = {chat for chat in chats if MOVED + chat in told}
    first: dict[int, float] = {}
    for one in sandbox.telegram.accepted:
        first.setdefault(one.chat_id, one.t)
    return {
        "last": max(first.values(), default=0.0),
        "first": min(first.values(), default=0.0),
        "floods": sandbox.telegram.refusals[429],
        "lost": len(set(chats) - away - told.keys() - moved),
        "doubled": sum(max(0, told[c] - 1) for c in told),
        "answers_lost": unheard.total(),
        "doubled_for_nothing": sum(max(0, told[c] - 1 - unheard[c]) for c in told),
    }


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
