"""The first evening with `tocsin run`: a resident and a governor at the page of the sandbox."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.browser import Visitor, browser, needs_browser
from tests.fixtures.program import begin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

TOCSIN = Path(sys.executable).with_name("tocsin")
THEIRS = ".message.theirs .bubble"

pytestmark = needs_browser


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def by_name(folder: Path) -> AsyncIterator[str]:
    """Run the command itself without a config, and return the address of its page."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        TOCSIN, "run", "--port", str(port), cwd=folder, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        line = await asyncio.wait_for(process.stderr.readline(), 60)
        assert f"open http://127.0.0.1:{port}" in line.decode()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert "Traceback" not in errors.decode()


@asynccontextmanager
async def forked(folder: Path) -> AsyncIterator[str]:
    """Do the same without the seconds of the imports, at any port."""
    program = await begin("run", "--port", "0", folder=folder)
    try:
        await program.err.says(" in a browser")
        (url,) = re.findall(r"open (http://127\.0\.0\.1:\d+)", program.err.written.decode())
        yield url
    finally:
        program.terminate()
        code = await program.ends()
    assert code == 0
    assert "Traceback" not in program.err.written.decode()


def evening(url: str, folder: Path, width: int, height: int) -> None:
    """Subscribe by buttons, ask, publish as the governor, and hear of it."""
    phone = width < 500
    with browser(folder / "profile", width, height) as driver:
        visitor = Visitor(driver)
        driver.get(url)
        visitor.speaks("Русский")
        visitor.clicks(".icon-button.play[title='Пауза']")

        visitor.clicks(".start", "Запустить")
        visitor.sees(THEIRS, "Набат")
        visitor.clicks(".message.theirs .key", "Выбрать место")
        visitor.clicks(".message.theirs .key", "Белгородская область")
        visitor.clicks(".message.theirs .key", "Весь регион")
        visitor.sees(".message.theirs .key", "✅")
        visitor.writes(".chat textarea", "/region Belgorod")
        visitor.sees(THEIRS, "Белгородская область")

        if phone:
            visitor.clicks(".tab", "Каналы")
        visitor.clicks(".channel-row", "Губернатор Белгородской области")
        visitor.writes(".channels textarea", "Массированная атака БПЛА на Белгород!")
        if phone:
            visitor.clicks(".tab", "Чат")
        visitor.sees(THEIRS, "Атака беспилотников")
        driver.save_screenshot(str(folder / "alarm.png"))
        if phone:
            visitor.clicks(".tab", "Каналы")
        visitor.writes(".channels textarea", "Белгород: отбой опасности атаки БПЛА.")
        if phone:
            visitor.clicks(".tab", "Чат")
        visitor.sees(THEIRS, "Отбой опасности атаки беспилотников")
        visitor.sees(".message.theirs .quote", "Атака беспилотников")
        assert visitor.overflow() <= 0
        driver.save_screenshot(str(folder / "clear.png"))


@pytest.mark.parametrize(
    ("running", "width", "height"),
    [
        pytest.param(by_name, 1280, 800, id="desk"),
        pytest.param(forked, 390, 844, id="phone"),
    ],
)
async def test_a_first_evening(
    tmp_path: Path,
    running: Callable[[Path], AbstractAsyncContextManager[str]],
    width: int,
    height: int,
) -> None:
    """Who subscribes by buttons sees the alert arrive, and the all-clear as a reply to it."""
    async with running(tmp_path) as url:
        await asyncio.to_thread(evening, url, tmp_path, width, height)
