"""An operator at a terminal: a configuration, two stand-ins for Telegram, and the real command."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.store import open_store
from tests.fixtures.program import begin, run
from tests.mtproto.world import CODE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sandbox.server import Sandbox
    from storage.store import Store
    from tests.fixtures.program import Ended, Program
    from tests.mtproto.server import MtprotoServer


@dataclass
class Operator:
    """Somebody who runs the relay from a folder of their own."""

    folder: Path
    server: MtprotoServer
    sandbox: Sandbox

    @property
    def database(self) -> str:
        """Return the address of the database."""
        return f"sqlite+aiosqlite:///{self.folder / 'tocsin.db'}"

    def writes_config(self, *more: str, accounts: tuple[str, ...] = ("main",)) -> None:
        """Write a configuration that leads to both stand-ins; ``more`` are further lines."""
        (self.folder / "key.pem").write_text(self.server.public_key, encoding="ascii")
        lines = [
            "channels = []" if not any("[[channels]]" in line for line in more) else "",
            "[bot]",
            f'token = "{self.sandbox.token}"',
            f'api_url = "{self.sandbox.url}"',
            "[database]",
            f'url = "{self.database}"',
            "[preview]",
            f'base_url = "{self.sandbox.url}"',
            "period_seconds = 0.5",
            "[telegram]",
            "api_id = 1",
            'api_hash = "hush-hush"',
            f'server = "{self.server.host}:{self.server.port}"',
            'public_key = "key.pem"',
            "tick_seconds = 0.1",
            "sweep_seconds = 1.0",
            *(f'[[telegram.accounts]]\nname = "{name}"' for name in accounts),
            *more,
        ]
        (self.folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")

    def listens_as_usual(self) -> None:
        """Leave the pace as it is for Telegram, and listen with accounts alone."""
        config = self.folder / "config.toml"
        text = config.read_text(encoding="utf-8")
        for line in ("tick_seconds = 0.1\n", "sweep_seconds = 1.0\n"):
            text = text.replace(line, "")
        text = text.replace("period_seconds = 0.5", "enabled = false")
        config.write_text(text, encoding="utf-8")

    async def runs(self, *arguments: str, types: str = "") -> Ended:
        """Run a command to its end; ``types`` is what is typed meanwhile."""
        return await run(*arguments, folder=self.folder, types=types)

    async def logs_in(self, account: str = "main") -> None:
        """Log an account in by its number."""
        phone = self.server.account(account).phone
        ended = await self.runs("login", "--account", account, "--phone", phone, types=f"{CODE}\n")
        assert ended.code == 0, ended.err

    async def begins(self, *arguments: str) -> Program:
        """Begin a command whose end is awaited later."""
        return await begin(*arguments, folder=self.folder)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Store]:
        """Let the whole program run; return a second look into its database."""
        program = await self.begins("run", "--config", "config.toml")
        try:
            while not (self.folder / "tocsin.db").exists():  # noqa: ASYNC110 - a file sets no event
                await asyncio.sleep(0.02)
            async with open_store(self.database) as store:
                yield store
        finally:
            program.terminate()
            code = await program.ends()
        assert code == 0, program.err.written.decode()
