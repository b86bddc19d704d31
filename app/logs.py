"""Where log lines go, and what never stands in them."""

from __future__ import annotations

import logging
import re
import sys
from typing import Final

TOKEN: Final = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
"""The shape of a bot token; aiohttp puts the whole address of a request into its errors."""


class SecretlessFormatter(logging.Formatter):
    """A formatter that leaves bot tokens out of messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        return TOKEN.sub("<token>", super().format(record))


def hush_telethon() -> None:
    """Let Telethon say nothing by itself: what matters of it, its listener and commands tell."""
    logging.getLogger("telethon").setLevel(logging.CRITICAL)


def log_to_stderr(level: str) -> None:
    """Send log lines to standard error, one line an event."""
    hush_telethon()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretlessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiogram.event", "aiogram.middlewares", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
