"""The whole program, killed in the middle of a night and started again."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.subscriptions import Subscriber, Subscription
from sandbox.server import Sandbox, open_sandbox
from storage.store import open_store
from tests.fixtures.program import begin
from tests.scenarios.conftest import EVENING

if TYPE_CHECKING:
    from pathlib import Path

CHATS: Final = 300
IN_FLIGHT: Final = 30
DANGERS: Final = {
    "Опасность атаки беспилотников": "Белгородская область: опасность атаки БПЛА.",
    "Ракетная опасность": "Белгородская область: ракетная опасность!",
    "Атака беспилотников": "Массированная атака БПЛА на Белгород!",
    "Опасность обстрела": "Шебекинский округ: угроза обстрела, пройдите в укрытия.",
}
"""What residents read first, and the post that says so."""

KILLED_AFTER: Final = (60, 450, 1000)
"""At how many accepted messages the program is killed, each time while it is sending."""


async def test_killed_at_any_moment_nobody_is_left_out(tmp_path: Path) -> None:
    """Every subscriber gets every alarm, though the program is killed three times meanwhile."""
    config = tmp_path / "config.toml"
    async with open_sandbox("127.0.0.1", 0, autoplay=False, demo=False, any_chat=True) as sandbox:
        _write_night(tmp_path / "night.jsonl")
        url = f"sqlite+aiosqlite:///{tmp_path / 'tocsin.db'}"
        config.write_text(
            f'[bot]\ntoken = "{sandbox.token}"\napi_url = "{sandbox.url}"\nper_second = 200\n'
            f'[database]\nurl = "{url}"\n[replay]\nfile = "night.jsonl"\nspeed = 120\n',
            encoding="utf-8",
        )
        async with open_store(url) as store:
            everybody = [
                (Subscriber(chat_id=chat), [Subscription(area="RU-BEL")])
                for chat in range(1, CHATS + 1)
            ]
            await store.import_subscribers(everybody)
        for accepted in KILLED_AFTER:
            program = await begin("run", folder=tmp_path)
            try:
                await _accepted(sandbox, accepted)
            finally:
                program.kill()
                await program.ends()
        program = await begin("run", folder=tmp_path)
        try:
            await _accepted(sandbox, CHATS * len(DANGERS))
            await _everyone_told(sandbox)
        finally:
            program.terminate()
            code = await program.ends()
    told = _told(sandbox)
    lost = [(c, h) for c in range(1, CHATS + 1) for h in DANGERS if not told[c, h]]
    assert lost == []
    doubles = sum(told.values()) - CHATS * len(DANGERS)
    assert doubles <= IN_FLIGHT * len(KILLED_AFTER)
    assert code == 0, program.err.written.decode()


def _write_night(file: Path) -> None:
    """Write a recording of dangers a minute apart that nothing ends."""
    lines = [
        json.dumps(
            {
                "id": number,
                "channel": "governor_bel",
                "channel_region": "RU-BEL",
                "posted_at": (EVENING + timedelta(minutes=number)).isoformat(),
                "text": text,
            },
            ensure_ascii=False,
        )
        for number, text in enumerate(DANGERS.values(), start=1)
    ]
    file.write_text("\n".join(lines), encoding="utf-8")


async def _accepted(sandbox: Sandbox, count: int) -> None:
    """Wait until so many messages were accepted."""
    async with asyncio.timeout(60):
        while len(sandbox.telegram.accepted) < count:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.01)


async def _everyone_told(sandbox: Sandbox) -> None:
    """Wait until as many different messages have arrived as must; fail loudly if they do not."""
    async with asyncio.timeout(60):
        while len(_told(sandbox)) < CHATS * len(DANGERS):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)


def _told(sandbox: Sandbox) -> Counter[tuple[int, str]]:
    """Return how often each chat got each alarm."""
    return Counter(
        (one.chat_id, headline)
        for one in sandbox.telegram.accepted
        for headline in DANGERS
        if headline in one.text.splitlines()[0]
    )
