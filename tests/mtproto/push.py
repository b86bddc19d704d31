"""Telling connected clients what happened, before they ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telethon.tl import types

from tests.mtproto.channel import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mtproto.channel import Change
    from tests.mtproto.faults import PushFaults
    from tests.mtproto.oddities import Oddities
    from tests.mtproto.session import Session
    from tests.mtproto.world import Account, Authorization


def push_change(
    change: Change, faults: PushFaults, odd: Oddities, sessions: Iterable[Session]
) -> None:
    """Push a change to every member that is connected, as far as faults let it through."""
    if not faults.begin(change):
        return
    by_account: dict[Account, list[Session]] = {}
    for session in sessions:
        if session.wants_updates and (account := _listening(session, change)):
            by_account.setdefault(account, []).append(session)
    for account, listening in by_account.items():
        for each in faults.pushed(change, account):
            body = odd.pushed(each, account)
            for session in listening:
                session.push(body)


def push_scanned(authorization: Authorization, sessions: Iterable[Session]) -> None:
    """Tell the session that shows a QR code that it was scanned."""
    told = bytes(types.UpdateShort(types.UpdateLoginToken(), datetime.now(UTC)))
    for session in sessions:
        if session.authorization is authorization:
            session.push(told)


def _listening(session: Session, change: Change) -> Account | None:
    """Return whose session it is, if a change is to be pushed there."""
    account = session.authorization.account if session.authorization else None
    if account is None or account.refused or account.name not in change.channel.members:
        return None
    shut = change.channel.shut_to(account.name)
    return account if not shut or change.kind is Kind.ABOUT else None
