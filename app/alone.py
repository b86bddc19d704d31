"""One program at work with one database: a second would send what the first is sending."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from app.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def alone_with(database_url: str) -> Iterator[None]:
    """Hold an SQLite database for this program; ConfigError if another one runs with it.

    The system lets go of the lock when the process ends, however it ends.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    # beside the database: closing a second handle on the file itself would undo SQLite's own locks
    beside = Path(url.database + ".lock")
    try:
        file = beside.open("a")
    except OSError as error:
        raise ConfigError([f"database.url: {beside} cannot be written: {error.strerror}"]) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            taken = f"database.url: another `tocsin run` is at work with {url.database}"
            raise ConfigError([taken]) from None
        yield
