"""The relay against a stand-in for Telegram on this computer: what ``make run`` shows."""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.config import Config, ConfigError, parse_config
from app.lifecycle import run
from sandbox.server import open_sandbox

if TYPE_CHECKING:
    from sandbox.server import Sandbox

log = logging.getLogger(__name__)

HOST = "127.0.0.1"


async def run_sandboxed(port: int) -> None:
    """Run everything against the sandbox until stopped; what it keeps is gone afterwards."""
    with TemporaryDirectory(prefix="tocsin-") as folder:
        try:
            async with open_sandbox(HOST, port) as sandbox:
                log.info("open %s in a browser; Ctrl+C stops", sandbox.url)
                await run(sandbox_config(sandbox, Path(folder)))
        except OSError as error:
            if error.errno is None or port == 0:
                raise
            raise ConfigError([f"--port: {HOST}:{port} cannot be used: {error.strerror}"]) from None


def sandbox_config(sandbox: Sandbox, folder: Path) -> Config:
    """Return the configuration that points every part at the sandbox."""
    return parse_config(
        {
            "bot": {"token": sandbox.token, "api_url": sandbox.url},
            "database": {"url": f"sqlite+aiosqlite:///{folder / 'sandbox.db'}"},
            "preview": {"base_url": sandbox.url, "period_seconds": 1.0},
            "channels": [
                {
                    "username": channel.username,
                    "title": channel.title,
                    "role": channel.role,
                    "region": channel.region,
                    "municipality": channel.municipality,
                }
                for channel in sandbox.telegram.channels.values()
                if channel.followed
            ],
            "operators": {
                "chats": [
                    resident.id
                    for resident in sandbox.telegram.residents.values()
                    if resident.operator
                ]
            },
        },
        "sandbox",
    )
