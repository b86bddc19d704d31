"""The page in a real browser, at the width of a desk and of a phone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest
from aiogram import Dispatcher, Router
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from sandbox.server import open_sandbox
from tests.sandbox.people import open_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from aiogram import Bot
    from aiogram.types import CallbackQuery, Message
    from selenium.webdriver.remote.webelement import WebElement

    from sandbox.server import Sandbox

CHROMIUM: Final = Path("/usr/bin/chromium")
DRIVER: Final = Path("/usr/bin/chromedriver")
FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE: Final = 20

Found = TypeVar("Found")

pytestmark = pytest.mark.skipif(
    not (CHROMIUM.exists() and DRIVER.exists()), reason="needs Debian's chromium and its driver"
)


def router() -> Router:
    """Return a bot that greets with a button, and repeats what it hears as a reply."""
    talk = Router()

    @talk.callback_query()
    async def pressed(query: CallbackQuery, bot: Bot) -> None:
        await query.answer("Готово")
        assert query.message is not None
        await bot.edit_message_text(
            f"Выбрано: <b>{query.data}</b>",
            chat_id=query.from_user.id,
            message_id=query.message.message_id,
            parse_mode="HTML",
        )

    @talk.message()
    async def heard(message: Message) -> None:
        keys = [[InlineKeyboardButton(text="Белгород", callback_data="bel")]]
        await message.answer(
            f"Вы написали: {message.text}",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=keys),
            reply_parameters=ReplyParameters(message_id=message.message_id),
            disable_notification=message.text != "/start",
        )

    return talk


@asynccontextmanager
async def town() -> AsyncIterator[Sandbox]:
    """Open a sandbox with the talking bot in it."""
    async with (
        open_sandbox(port=0, autoplay=False, demo=False) as sandbox,
        open_bot(sandbox) as bot,
    ):
        dispatcher = Dispatcher()
        dispatcher.include_router(router())
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        await sandbox.telegram.any_bot().updates.polled.wait()
        try:
            yield sandbox
        finally:
            await dispatcher.stop_polling()
            await polling


@contextmanager
def browser(profile: Path, width: int, height: int) -> Iterator[webdriver.Chrome]:
    """Open a browser of a size, speaking Russian."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        opened.execute_cdp_cmd("Emulation.setLocaleOverride", {"locale": "ru-RU"})
        yield opened
    finally:
        opened.quit()


class Visitor:
    """A person at the page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        """Sit down before a browser."""
        self.driver = driver

    def sees(self, selector: str, words: str = "") -> WebElement:
        """Wait until an element with these words is shown, and return it."""

        def shown(driver: webdriver.Chrome) -> WebElement | None:
            for element in driver.find_elements(By.CSS_SELECTOR, selector):
                if element.is_displayed() and words in element.text:
                    return element
            return None

        found = self._until(shown, f"did not see {selector} with {words!r}")
        assert found is not None
        return found

    def clicks(self, selector: str, words: str = "") -> None:
        """Click what is seen, and again if it was drawn anew at that moment."""

        def clicked(_driver: webdriver.Chrome) -> bool:
            self.sees(selector, words).click()
            return True

        self._until(clicked, f"could not click {selector} with {words!r}")

    def _until(self, look: Callable[[webdriver.Chrome], Found], complaint: str) -> Found:
        """Look again and again; a page that lives redraws what was just found."""
        lively = [StaleElementReferenceException, ElementClickInterceptedException]
        wait = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=lively)
        return wait.until(look, message=complaint)

    def writes(self, selector: str, text: str) -> None:
        """Write into a box and press Enter."""
        self.sees(selector).send_keys(text + "\n")

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        script = "return document.documentElement.scrollWidth - window.innerWidth"
        return int(self.driver.execute_script(script))


def visit(url: str, profile: Path, width: int, height: int) -> None:
    """Do all that a person does on a first visit."""
    phone = width < 500
    with browser(profile, width, height) as driver:
        visitor = Visitor(driver)
        driver.get(url)
        if visitor.sees(".language").text == "Русский":
            visitor.clicks(".language")
        visitor.sees(".note", "никуда не уходит")

        visitor.clicks(".start", "Запустить")
        visitor.sees(".message.theirs .bubble", "Вы написали: /start")
        visitor.clicks(".message.theirs .key", "Белгород")
        visitor.sees(".message.theirs .bubble b", "bel")
        visitor.sees(".toast", "Готово")
        visitor.sees(".message.theirs .bubble-foot", "изменено")
        visitor.writes(".chat textarea", "а есть < кто?")
        visitor.sees(".message.theirs .bubble-text", "а есть < кто?")
        visitor.sees(".message.theirs .quote", "а есть < кто?")

        if phone:
            visitor.clicks(".tab", "Каналы")
        visitor.clicks(".channel-row", "Мэр Белгорода")
        visitor.writes(".channels textarea", "Белгород под атакой БПЛА")
        visitor.sees(".channels .bubble", "Белгород под атакой БПЛА")
        visitor.clicks(".channels .post-actions .icon-button")
        visitor.sees(".editing")
        visitor.writes(".channels textarea", ", работает ПВО")
        visitor.sees(".channels .bubble", "Белгород под атакой БПЛА, работает ПВО")
        visitor.sees(".channels .bubble-foot", "изменено")
        assert visitor.overflow() <= 0

        visitor.clicks(".language", "English")
        visitor.sees(".night-title", "Sample night")
        rows: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own
        assert [row for row in rows if row["level"] == "SEVERE"] == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)], ids=["desk", "phone"])
async def test_a_first_visit(tmp_path: Path, width: int, height: int) -> None:
    """One starts the bot, presses its button, writes to it, publishes as a mayor and edits."""
    async with town() as sandbox:
        await asyncio.to_thread(visit, sandbox.url, tmp_path / "profile", width, height)
        [post] = sandbox.telegram.channel("sandbox_mayor_belgorod").shown()
        assert post.text == "Белгород под атакой БПЛА, работает ПВО"
        assert post.edited is not None
        silent = [row.silent for row in sandbox.telegram.accepted if row.method == "sendMessage"]
        assert silent == [False, True]
