"""Where an account's key to Telegram lies: whoever has the file is the account."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from telethon.crypto import AuthKey
from telethon.sessions import MemorySession, SQLiteSession

if TYPE_CHECKING:
    from pathlib import Path


class SessionError(Exception):
    """A session file that cannot be used, told in one sentence."""


class KeptSession(MemorySession):  # type: ignore[misc]  # Telethon ships no types
    """A session in memory that does not gather what every answer mentions.

    Telethon would write all users and channels it sees to the session's file, and lock it. What
    must be kept, the pins and marks of channels, is in our database.
    """

    def process_entities(self, tlo: object) -> None:
        """Let the mentioned users and channels go by."""


def session_path(folder: Path, account: str) -> Path:
    """Return where an account's session lies."""
    return folder / f"{account}.session"


def is_logged_in(folder: Path, account: str) -> bool:
    """Tell whether there is a session of the account; it may have been revoked since."""
    return session_path(folder, account).is_file()


def read_session(folder: Path, account: str) -> KeptSession:
    """Read an account's session; SessionError if there is none, or it is damaged."""
    path = session_path(folder, account)
    if not path.is_file():
        raise SessionError(f"the account {account!r} is not logged in: tocsin login")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute(
                "select dc_id, server_address, port, auth_key from sessions"
            ).fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise SessionError(f"the session of {account!r} cannot be read: {error}") from None
    if row is None or not row[3]:
        raise SessionError(f"the account {account!r} is not logged in: tocsin login")
    session = KeptSession()
    session.set_dc(row[0], row[1], row[2])
    session.auth_key = AuthKey(data=row[3])
    return session


def write_session(folder: Path, account: str, session: MemorySession) -> Path:
    """Keep a session that has just been logged in, in a file only its owner may read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = session_path(folder, account)
    fresh = folder / f".{account}.new.session"
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    kept = SQLiteSession(str(fresh))
    try:
        kept.set_dc(session.dc_id, session.server_address, session.port)
        kept.auth_key = session.auth_key
        kept.save()
    finally:
        kept.close()
    fresh.replace(path)
    return path
