"""Accounts logged in to the test server, and listeners of ours on them, as fast as tests need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.clock import SystemClock
from listeners.telegram import TelegramListener
from listeners.telegram_session import write_session
from listeners.telegram_settings import TelegramSettings
from tests.mtproto.client import logged_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.keeper import Keeper
    from tests.mtproto.server import MtprotoServer

CHANNEL = "opershtab"

QUICK = {
    "tick_seconds": 0.05,
    "sweep_seconds": 0.3,
    "request_timeout_seconds": 1.0,
    "reconnect_seconds": 0.05,
    "longest_reconnect_seconds": 0.2,
    "history_burst": 1000,
    "history_seconds": 0.001,
    "resolve_seconds": 0.001,
    "joined_seconds": 0.001,
    "retry_channel_seconds": 0.1,
    "album_patience_seconds": 0.2,
    "status_seconds": 0.05,
}


@dataclass
class Accounts:
    """Where the session files and the public key lie."""

    server: MtprotoServer
    folder: Path

    async def log_in(self, account: str = "main") -> None:
        """Log an account in over the wire and keep its session."""
        async with logged_in(self.server, account) as client:
            write_session(self.folder, account, client.session)

    def settings(self, **changed: object) -> TelegramSettings:
        """Return settings that lead to the test server."""
        key = self.folder / "key.pem"
        key.write_text(self.server.public_key)
        return TelegramSettings(
            api_id=1,
            api_hash="hash",
            sessions=self.folder,
            public_key=key,
            **{"server": f"{self.server.host}:{self.server.port}", **QUICK, **changed},  # type: ignore[arg-type]  # the test names fields of the settings
        )

    def listener(
        self,
        keeper: Keeper,
        *channels: str,
        account: str = "main",
        settings: TelegramSettings | None = None,
    ) -> TelegramListener:
        """Return a listener that goes on where the keeper's marks are."""
        return TelegramListener(
            account,
            channels or (CHANNEL,),
            memory=keeper,
            pins=keeper,
            clock=SystemClock(),
            settings=settings or self.settings(),
        )
