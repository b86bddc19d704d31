"""Mirror channels: told before the first resident, in a thread, and never in residents' way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from app.config import parse_config
from app.mirroring import Finder, look
from app.parts import Share
from app.relay import Relay
from bot.texts import load_texts
from sandbox.faults import Trouble
from storage.leadership import Leadership
from storage.store import Mirror
from tests.scenarios.conftest import EVENING

if TYPE_CHECKING:
    from tests.scenarios.conftest import Night

CHANNEL: Final = -1_001_234_567_890
OPERATOR: Final = 900
ATTACK: Final = "Массированная атака БПЛА на Белгород!"
CLEAR: Final = "Белгород: отбой опасности атаки БПЛА."


@pytest.fixture
def backend() -> str:
    """Choose one database: what is planned is the same on both."""
    return "sqlite"


@pytest.fixture
async def mirror(night: Night) -> Mirror:
    """Return a channel that mirrors one region, among residents of it."""
    for chat in range(1, 21):
        await night.resident(chat, "RU-BEL/belgorod")
    mirror = Mirror(chat_id=CHANNEL, name="@mirror", language="ru", regions=("RU-BEL",))
    await night.store.keep_mirrors([mirror])
    return mirror


@pytest.fixture
def relay(night: Night) -> Relay:
    """Return a relay with an operator and two mirrors by name."""
    values: dict[str, object] = {
        "bot": {"token": night.sandbox.token},
        "operators": {"chats": [OPERATOR]},
        "mirrors": [{"chat": "sandbox_governor_bel", "regions": ["RU-BEL"]}, {"chat": "nowhere"}],
    }
    config = parse_config(values, "test")
    return Relay(
        config=config,
        share=Share(),
        store=night.store,
        numbers={"main": 0},
        leadership=Leadership("sqlite+aiosqlite:///none.db"),
        texts=load_texts(),
        gazetteer=load_gazetteer(),
        reader=official_reader(),
    )


async def test_a_mirror_is_told_first_and_in_a_thread(night: Night, mirror: Mirror) -> None:
    """One post goes out before all residents' messages; the end answers it."""
    await night.publishes("23:00", ATTACK)
    first, *rest = [one.chat_id for one in night.sandbox.telegram.accepted]
    assert first == mirror.chat_id
    assert len(rest) == 20
    await night.publishes("23:40", CLEAR)
    assert night.sandbox.telegram.accepted[21].chat_id == mirror.chat_id
    alarm, end = night.heard(mirror.chat_id)
    assert alarm.what == "Атака беспилотников"
    assert end.answers == alarm.what


async def test_a_mirror_carries_its_own_regions(night: Night, mirror: Mirror) -> None:
    """What another region declares is another mirror's."""
    await night.publishes("23:00", "Курская область: ракетная опасность!", channel="hq_krs")
    assert night.heard(mirror.chat_id) == []
    await night.store.keep_mirrors([])
    await night.publishes("23:10", ATTACK)
    assert night.heard(mirror.chat_id) == []


async def test_a_mirror_posts_each_new_place(night: Night, mirror: Mirror) -> None:
    """Who reads it lives in any of them: a danger that grows is a post, not an edit."""
    await night.publishes("23:00", "Валуйский округ: опасность атаки БПЛА.")
    await night.publishes("23:10", "Шебекинский округ: опасность атаки БПЛА.")
    where = [told.where for told in night.heard(mirror.chat_id)]
    assert len(where) == 2
    assert where[0] != where[1]


async def test_a_mirror_that_fails_is_told_once_and_tried_again(
    night: Night, mirror: Mirror, relay: Relay
) -> None:
    """Operators read one plain sentence; residents are told all the while."""
    night.sandbox.faults.add(Trouble.BLOCKED, chat=mirror.chat_id, times=2)
    await night.publishes("23:00", ATTACK)
    assert len(night.heard(1)) == 1
    assert await look(relay, night.store) == 1
    assert await look(relay, night.store) == 0
    await night.drains("23:01")
    assert "Зеркало @mirror не получает тревог" in night.last(OPERATOR)

    await night.publishes("23:40", CLEAR)  # tried, and refused again: that is no news
    assert await look(relay, night.store) == 0
    await night.publishes("00:10", ATTACK)
    assert [told.at for told in night.heard(mirror.chat_id)] == ["00:10"]
    assert await look(relay, night.store) == 1
    await night.drains("00:11")
    assert night.last(OPERATOR) == "✅ Зеркало @mirror снова получает тревоги."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Forbidden: bot is not a member of the channel chat", "Сделайте его администратором"),
        ("Bad Request: need administrator rights in the channel chat", "Сделайте его администр"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", "Сделайте его администратором"),
        ("Bad Request: chat not found", "Такого канала нет"),
        ("Bad Request: <odd>", "Telegram ответил: Bad Request: <odd>"),
    ],
)
async def test_why_a_mirror_fails_is_said_plainly(
    night: Night, relay: Relay, answer: str, said: str
) -> None:
    """An operator reads what to do, not Telegram's own words, where they are understood."""
    async with night.store.transaction() as transaction:
        await relay.desk.tell_mirror(transaction, "@mirror", answer, EVENING)
    await night.drains("23:00")
    assert said in night.last(OPERATOR)


async def test_a_mirror_is_found_by_its_name(night: Night, relay: Relay) -> None:
    """A name that leads nowhere is told to operators, once, and the others are kept."""
    finder = Finder(relay, night.bot)
    for _ in range(2):
        known = [await finder.mirror(config) for config in relay.config.mirrors]
        assert [one.name for one in known if one] == ["@sandbox_governor_bel"]
    await night.drains("23:00")
    assert "Зеркало @nowhere не получает тревог" in night.last(OPERATOR)
    assert "Такого канала нет" in night.last(OPERATOR)
    assert len(night.heard(OPERATOR)) == 1
