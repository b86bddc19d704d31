"""The made-up Telegram behind the server: accounts, their authorizations, channels."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from tests.mtproto.channel import Change, Channel
from tests.mtproto.keys import key_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CODE = "12345"
"""The login code that every account is sent."""


@dataclass(eq=False, kw_only=True)
class Account:
    """A person's account. While ``refused`` is set, every request of it meets that error."""

    id: int
    name: str
    phone: str
    password: str | None = None
    refused: tuple[int, str] | None = None
    logins: int = 0

    def revoke(self) -> None:
        """End every session, as "terminate all sessions" or a ban does."""
        self.refused = (401, "AUTH_KEY_UNREGISTERED")

    def refuse(self, code: int, message: str) -> None:
        """Answer every request with an error, such as 401 USER_DEACTIVATED_BAN."""
        self.refused = (code, message)

    def restore(self) -> None:
        """Let the account in again."""
        self.refused = None

    def change_keys(self) -> None:
        """Give other access hashes from now on, as servers do that make them for a login."""
        self.logins += 1

    def access_hash(self, entity_id: int) -> int:
        """Return the number without which this account cannot name a channel; each has its own."""
        seed = f"{self.name}/{entity_id}/{self.logins}".encode()
        return int.from_bytes(sha256(seed).digest()[:8], "little", signed=True)


@dataclass(eq=False)
class Authorization:
    """An authorization key and whom it belongs to.

    ``half`` is an account that gave its code and still owes its password; ``token`` is the QR
    code shown to this session and ``scanned_by`` who scanned it.
    """

    key: bytes
    id: int
    account: Account | None = None
    half: Account | None = None
    token: bytes | None = None
    scanned_by: Account | None = None
    srp_secret: int = 0


@dataclass
class World:
    """All that exists; ``tell`` hears of every change and of every scanned QR code."""

    tell: Callable[[Change], None]
    tell_scanned: Callable[[Authorization], None]
    accounts: dict[str, Account] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    keys: dict[int, Authorization] = field(default_factory=dict)

    def account(self, name: str = "main", *, password: str | None = None) -> Account:
        """Return the account of this name, new if there was none."""
        if name not in self.accounts:
            number = len(self.accounts) + 1
            self.accounts[name] = Account(
                id=7_000_000_000 + number,
                name=name,
                phone=f"7900000{number:04}",
                password=password,
            )
        return self.accounts[name]

    def channel(
        self,
        username: str | None,
        *,
        title: str = "",
        members: Iterable[str] = ("main",),
        verified: bool = False,
        subscribers: int = 1000,
    ) -> Channel:
        """Make a channel that the accounts of these names have joined."""
        new = Channel(
            id=1_500_000_001 + len(self.channels),
            title=title or f"Канал {username}",
            username=username,
            tell=self.tell,
            verified=verified,
            subscribers=subscribers,
            members=set(members),
        )
        self.channels[new.id] = new
        return new

    def named(self, username: str) -> Channel | None:
        """Return the channel that has this username now."""
        wanted = username.casefold()
        return next(
            (one for one in self.channels.values() if (one.username or "").casefold() == wanted),
            None,
        )

    def move_username(self, username: str, to: Channel) -> None:
        """Give a username to another channel, as happens when its owner lets it go."""
        if owner := self.named(username):
            owner.take(None)
        to.take(username)

    def joined(self, account: Account) -> list[Channel]:
        """Return the channels that an account gets pushes from."""
        return [
            channel
            for channel in self.channels.values()
            if account.name in channel.members and not channel.shut_to(account.name)
        ]

    def authorize(self, key: bytes, account: Account | None) -> Authorization:
        """Keep a new key, already logged in if an account is given."""
        new = Authorization(key, key_id(key), account)
        self.keys[new.id] = new
        return new

    def forget_keys(self) -> None:
        """Know no key any more: every client is answered -404."""
        self.keys.clear()

    def new_token(self, authorization: Authorization) -> bytes:
        """Return what the QR code of a session holds."""
        authorization.token = authorization.token or secrets.token_bytes(16)
        return authorization.token

    def scan(self, token: bytes, account: Account) -> None:
        """Scan a QR code with an account's phone, which logs the session in."""
        shown = next(each for each in self.keys.values() if each.token == token)
        shown.scanned_by = account
        self.tell_scanned(shown)
