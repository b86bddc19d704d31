"""How operators see why a post was read as it was, are told of doubts, and correct a reading."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.reader import official_reader
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Kind
from app.correcting import Corrector
from bot.dispatcher import dispatcher_for
from bot.judging import Judging
from bot.render import LIMIT, plain
from bot.watching import Watching
from tests.bot.conftest import DEFENCE, Resident
from tests.bot.operators import IVAN, World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram import Bot

    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Clock, Town
    from tests.fakes.telegram import FakeTelegram

    Publish = Callable[..., Awaitable[None]]

LINK = "t.me/governor_bel/1"


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


@pytest.fixture
def ivan(  # noqa: PLR0917 - all that an operator's bot is made of
    town: Town,
    gazetteer: Gazetteer,
    texts: Texts,
    bot: Bot,
    telegram: FakeTelegram,
    now: Clock,
) -> Resident:
    """Return an operator who can judge readings."""
    world = World()
    watching = Watching(
        chats=frozenset({IVAN}),
        reader=official_reader(),
        look=world.look,
        starter=world.known.get,
        changed=world.change,
    )
    judging = Judging(
        reader_of=lambda _: official_reader(), corrector=Corrector(town.store, lambda: None)
    )
    dispatcher = dispatcher_for(town.store, gazetteer, texts, now, watching, judges=judging)
    return Resident(IVAN, dispatcher, bot, telegram)


async def test_why_tells_all_that_is_known_of_a_post(
    ivan: Resident, publishes: Publish, store: Store, now: Clock
) -> None:
    """What it says and why, when it was heard, and what came of it."""
    await store.import_subscribers([(Subscriber(chat_id=9), [Subscription(area="RU-BEL")])])
    await publishes("Белгород: ракетная опасность! В укрытиях до отбоя.")
    shown = await ivan.sends(f"/why https://{LINK}?single")
    for fact in (
        "@governor_bel/1",
        "услышано через 4 с (страница канала)",
        "🟠 ОПАСНОСТЬ: ракеты",
        "объявлена опасность: «ракетная опасность»",
        "«до отбоя» – отбой? Нет: ничего не заканчивает",
        "Открыло тревогу (ракеты): Белгород",
        "ещё действует",
        "Жителям: тревога «Ракетная опасность». Чатов: 1",
    ):
        assert fact in shown
    assert len(plain(shown)) < LIMIT

    now.pass_(minutes=5)
    await publishes("Белгород: отбой ракетной опасности.", edited_at=now())
    shown = await ivan.sends("/WHY @governor_bel/1")
    assert "Правка 2 в 06:05 → отбой" in shown
    assert "🟢 ОТБОЙ: ракеты" in shown
    assert "Тревог не открыло и не закончило" in shown


async def test_why_answers_a_link_that_leads_nowhere(ivan: Resident) -> None:
    """A post that was not heard, and what is no link, get a plain sentence."""
    assert "не слышали" in await ivan.sends("/why t.me/governor_bel/999")
    assert "не слышали" in await ivan.sends("/why_999")
    assert "Напишите ссылку" in await ivan.sends("/why белгород")
    assert "Напишите ссылку" in await ivan.sends("/why")


async def test_a_long_post_fits_into_a_message(ivan: Resident, publishes: Publish) -> None:
    """However much there is to say, Telegram takes it."""
    await publishes("<b>Ждите отбоя</b> в Белгороде & Курске. " * 90)
    shown = await ivan.sends(f"/why {LINK}")
    assert "@governor_bel/1" in shown
    assert len(ivan.messages[-1].text) < LIMIT


async def test_a_body_that_only_counts_is_said_to(ivan: Resident, publishes: Publish) -> None:
    """The ministry opens no alerts, and /why says why not."""
    await publishes("За ночь сбито 5 БПЛА над Курской областью.", 1, DEFENCE)
    assert "тревог не открывает" in await ivan.sends("/why t.me/defence/1")


async def test_a_correction_is_shown_before_it_is_done(
    ivan: Resident, publishes: Publish, store: Store
) -> None:
    """Who gets what is seen first; then it is done, kept with a name, and shown by /why."""
    await store.import_subscribers([(Subscriber(chat_id=9), [Subscription(area="RU-BEL")])])
    await publishes("Белгород: ракетная опасность!")
    shown = await ivan.sends(f"/correct {LINK} прочее")
    assert "Сейчас: 🟠 ОПАСНОСТЬ: ракеты, Белгород" in shown
    assert "Станет: ПРОЧЕЕ" in shown
    assert len(await store.alerts_in_force(None)) == 1

    assert "✅ Исправлено" in await ivan.clicks("Исправить")
    assert await store.alerts_in_force(None) == []
    story = await store.story(1)
    assert story is not None
    [correction] = story.newest.corrections
    assert (correction.who, correction.was[0].kind) == (f"user {IVAN}", Kind.THREAT)
    shown = await ivan.sends(f"/why {LINK}")
    assert f"Исправлено: user {IVAN}" in shown
    assert "Было: 🟠 ОПАСНОСТЬ: ракеты, Белгород" in shown


async def test_a_post_is_corrected_by_buttons(
    ivan: Resident, publishes: Publish, store: Store
) -> None:
    """From /why to the kind to the question; what is refused changes nothing."""
    await publishes("Белгород, ситуация тревожная, берегите себя.")
    await ivan.sends(f"/why {LINK}")
    assert await ivan.clicks("✏️ Исправить") is not None
    assert "Что это на самом деле?" in ivan.messages[-1].text
    shown = await ivan.clicks("🟠 ОПАСНОСТЬ")
    assert "Станет: 🟠 ОПАСНОСТЬ, Белгород" in shown
    assert await ivan.clicks("Оставить как есть") == "Ничего не изменено."
    assert await store.alerts_in_force(None) == []


async def test_a_question_does_not_outlast_the_post(
    ivan: Resident, publishes: Publish, now: Clock
) -> None:
    """What was edited meanwhile is not corrected unseen, nor is anything corrected twice."""
    await publishes("Белгород: ракетная опасность!")
    await ivan.sends(f"/correct {LINK} other")
    asked = ivan.messages[-1]
    data = asked.buttons["Исправить"]
    now.pass_(minutes=1)
    await publishes("Белгород: ракетная опасность! Все в укрытие.", edited_at=now())
    await ivan.presses(asked, data)
    assert "сообщение с тех пор изменилось" in asked.text
    await publishes("", edited_at=now() + timedelta(seconds=9), deleted=True)
    assert "удалил это сообщение" in await ivan.sends(f"/correct {LINK} other")


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("/correct", "Напишите: /correct ссылка вид"),
        ("/correct другое", "Напишите: /correct ссылка вид"),
        ("/correct t.me/governor_bel/5 отбой", "не слышали"),
    ],
)
async def test_what_cannot_be_corrected_is_said(ivan: Resident, written: str, answer: str) -> None:
    """A mistake is answered with how to write it."""
    assert answer in await ivan.sends(written)


async def test_a_word_that_means_nothing_is_named(ivan: Resident, publishes: Publish) -> None:
    """So the operator knows which one; without a kind they are asked for it."""
    await publishes("Ракетная опасность!")
    assert "«Нарния» – не вид" in await ivan.sends(f"/correct {LINK} опасность Нарния")
    assert "Что это на самом деле?" in await ivan.sends(f"/correct {LINK}")


async def test_residents_cannot_judge(
    resident: Callable[..., Resident], ivan: Resident, publishes: Publish
) -> None:
    """To all others these are no commands."""
    await publishes("Ракетная опасность!")
    anna = Resident(7, ivan.dispatcher, ivan.bot, ivan.telegram)
    assert resident is not None
    assert "governor_bel/1" not in await anna.sends(f"/why {LINK}")
    assert "governor_bel/1" not in await anna.sends("/why_1")
    assert "Исправить" not in await anna.sends(f"/correct {LINK} отбой")
