"""What may go wrong between a client and Telegram, switched on and off by a test."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.mtproto.oddities import Oddities

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.mtproto.channel import Change, Channel
    from tests.mtproto.world import Account

ANY = "*"
"""Stands for every method."""


@dataclass(eq=False, kw_only=True)
class Rule:
    """What a method meets: a wait, an error or both; ``left`` times, or always if None.

    Instead of its own answer it may be given another, or one that is cut off in the middle.
    """

    method: str
    channel: Channel | None = None
    account: Account | None = None
    seconds: float = 0.0
    error: tuple[int, str] | None = None
    answer: bytes | None = None
    damaged: bool = False
    left: int | None = None

    def fits(self, method: str, channel_ids: frozenset[int], account: Account | None) -> bool:
        """Tell whether a request is meant."""
        return (
            self.left != 0
            and self.method in {ANY, method}
            and (self.channel is None or self.channel.id in channel_ids)
            and (self.account is None or self.account is account)
        )


@dataclass
class PushFaults:
    """What happens to pushes on their way; by account name where accounts differ."""

    lost: int = 0
    silent: set[int] = field(default_factory=set)
    silent_accounts: set[str] = field(default_factory=set)
    twice: bool = False
    turn: int = 0
    _held: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, change: Change) -> bool:
        """Tell whether a change is pushed to anyone."""
        if change.channel.id in self.silent:
            return False
        if change.count and self.lost:
            self.lost -= 1
            return False
        return True

    def pushed(self, change: Change, account: Account) -> list[Change]:
        """Return the changes that an account is pushed now."""
        if account.name in self.silent_accounts:
            return []
        now = [change]
        if self.turn:
            held = self._held[account.name]
            held.append(change)
            if len(held) < self.turn:
                return []
            now = held[::-1]
            held.clear()
        return [each for each in now for _ in range(1 + self.twice)]


@dataclass
class Faults:
    """All faults at once; as made there are none.

    ``black_hole``: accept, read and never answer nor push, on connections old and new.
    ``reset_on_accept``: every new connection is reset before a byte is read.
    ``transport_error``: every encrypted packet is answered with this number, such as 404 or 429.
    ``connection_seconds``: every new connection is cut after so long.
    ``skip_private``: a batch of channels leaves out those that are shut, instead of failing whole.
    A closed port is the server's ``refuse``, a cut of what is connected its ``drop``.
    """

    black_hole: bool = False
    reset_on_accept: bool = False
    transport_error: int | None = None
    connection_seconds: float | None = None
    skip_private: bool = False
    pushes: PushFaults = field(default_factory=PushFaults)
    rules: list[Rule] = field(default_factory=list)
    odd: Oddities = field(default_factory=Oddities)

    def lose(self, times: int = 1) -> None:
        """Lose the next pushes that carry posts."""
        self.pushes.lost += times

    def silence(self, *channels: Channel) -> None:
        """Push nothing of these channels until ``unsilence``."""
        self.pushes.silent.update(channel.id for channel in channels)

    def unsilence(self, *channels: Channel) -> None:
        """Push these channels again."""
        self.pushes.silent.difference_update(channel.id for channel in channels)

    def turn_round(self, every: int) -> None:
        """Hold pushes back and send each so many in reverse; nought ends it."""
        self.pushes.turn = every

    def flood(
        self,
        method: str,
        seconds: int,
        *,
        channel: Channel | None = None,
        account: Account | None = None,
        times: int | None = None,
    ) -> Rule:
        """Answer a method such as "messages.getHistory" with FLOOD_WAIT."""
        wait = f"FLOOD_WAIT_{seconds}"
        return self.fail(method, 420, wait, channel=channel, account=account, times=times)

    def fail(
        self,
        method: str,
        code: int,
        message: str,
        *,
        channel: Channel | None = None,
        account: Account | None = None,
        times: int | None = None,
    ) -> Rule:
        """Answer a method with an error, such as 500 "Timedout"."""
        return self._add(
            Rule(method=method, channel=channel, account=account, error=(code, message), left=times)
        )

    def slow(self, method: str, seconds: float, *, times: int | None = None) -> Rule:
        """Answer a method late."""
        return self._add(Rule(method=method, seconds=seconds, left=times))

    def answer(self, method: str, other: object) -> Rule:
        """Answer a method with another TL object than it asks for."""
        return self._add(Rule(method=method, answer=bytes(other)))  # type: ignore[call-overload] # untyped

    def damage(self, method: str, *, times: int | None = None) -> Rule:
        """Answer a method with the beginning of its answer."""
        return self._add(Rule(method=method, damaged=True, left=times))

    def lift(self, rule: Rule) -> None:
        """End what one of the methods above began."""
        self.rules.remove(rule)

    def met_by(
        self, method: str, channel_ids: frozenset[int], account: Account | None
    ) -> list[Rule]:
        """Return what a request meets, and count it."""
        met = [rule for rule in self.rules if rule.fits(method, channel_ids, account)]
        for rule in met:
            rule.left = None if rule.left is None else rule.left - 1
        return met

    def _add(self, rule: Rule) -> Rule:
        self.rules.append(rule)
        return rule


def spoilt(answer: Callable[[bytes], None], met: Sequence[Rule]) -> Callable[[bytes], None]:
    """Return how a request is answered where rules spoil its answer."""
    for rule in met:
        if rule.answer is not None:
            other = rule.answer
            return lambda _: answer(other)
        if rule.damaged:
            return lambda result: answer(result[: len(result) // 2 // 4 * 4])
    return answer
