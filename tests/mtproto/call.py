"""One request of the API: who asks, of what world, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telethon.tl import types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mtproto.channel import Channel
    from tests.mtproto.faults import Faults
    from tests.mtproto.world import Account, Authorization, World


class RpcError(Exception):
    """A refusal as Telegram words it."""

    def __init__(self, code: int, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.code, self.message = code, message


CHANNEL_PRIVATE = (400, "CHANNEL_PRIVATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request and all that answering it needs. ``request`` is a TL object, untyped."""

    method: str
    request: Any
    world: World
    faults: Faults
    authorization: Authorization
    address: tuple[str, int]

    @property
    def account(self) -> Account:
        """Return who asks, or refuse whoever is not logged in."""
        if self.authorization.account is None:
            raise RpcError(401, "AUTH_KEY_UNREGISTERED")
        return self.authorization.account

    def channel(self, given: object) -> Channel:
        """Return the channel that is meant, if the account knows its hash and may look in."""
        channel = self.world.channels.get(channel_id(given) or 0)
        if channel is None or self.account.access_hash(channel.id) != _hash(given):
            raise RpcError(400, self.faults.odd.wrong_key or "CHANNEL_INVALID")
        if channel.shut_to(self.account.name):
            raise RpcError(*CHANNEL_PRIVATE)
        return channel

    def batch(self, given: Iterable[object]) -> list[Channel]:
        """Return several channels; one that is shut fails them all, or is left out."""
        found = []
        for each in given:
            try:
                found.append(self.channel(each))
            except RpcError as refusal:
                private = refusal.message == CHANNEL_PRIVATE[1]
                left_out = self.faults.skip_private if private else self.faults.odd.skips_wrong_keys
                if not left_out:
                    raise
        return found


def channel_id(given: object) -> int | None:
    """Return the id in any of the objects that name a channel in a request."""
    match given:
        case types.InputDialogPeer():
            return channel_id(given.peer)
        case types.InputChannel() | types.InputPeerChannel():
            number: int = given.channel_id
            return number
        case _:
            return None


def channel_ids(request: object) -> frozenset[int]:
    """Return the ids of the channels that a request names."""
    fields = vars(request)
    given = [fields.get("channel"), fields.get("peer")]
    for many in ("id", "peers"):
        value = fields.get(many)
        given.extend(value if isinstance(value, list) else ())
    return frozenset(number for each in given if (number := channel_id(each)))


def _hash(given: Any) -> int:  # noqa: ANN401 - a TL object, untyped
    number: int = (given.peer if isinstance(given, types.InputDialogPeer) else given).access_hash
    return number
