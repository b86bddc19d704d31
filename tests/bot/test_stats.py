"""/stats: what became of messages, as operators see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.deliveries import Deferred, Delivered, Unanswered, Unreachable
from alerts.subscriptions import Subscriber, Subscription
from storage.store import Mirror, MirrorState
from tests.bot.outbox import ATTACK, DIGEST, settle, tell, tell_one

if TYPE_CHECKING:
    from bot.watching import Watching
    from storage.store import Store
    from tests.bot.conftest import Clock, Resident

LEASE = timedelta(minutes=1)


@pytest.fixture
def backend() -> str:
    """Choose one database: what is counted is tested with the store."""
    return "sqlite"


@pytest.fixture
def watching(watching: Watching) -> Watching:
    """Let the operator watch over two bots."""
    return replace(watching, bots={0: "main", 1: "south"})


async def fan_out(store: Store, now: Clock) -> None:
    """Tell 1,500 residents of an attack; some of it goes wrong."""
    await settle(store, range(1001, 2501))
    await tell(store, ATTACK, [], now())
    await store.plan_rest()
    rows = await store.claim(1490, now(), LEASE)
    await store.record(
        [(rows.pop(), Deferred(timedelta(0), "429")), (rows.pop(), Unanswered("reset"))], now()
    )
    now.pass_(seconds=12)
    again = await store.claim(2, now(), LEASE)
    await store.record([(rows.pop(), Unreachable("blocked"))], now())
    await store.record([(row, Delivered(row.chat_id)) for row in again], now())
    now.pass_(seconds=48)
    await store.record([(row, Delivered(row.chat_id)) for row in rows[:1000]], now())


async def test_operators_see_what_became_of_messages(
    ivan: Resident, store: Store, now: Clock
) -> None:
    """Each outcome has its figure, for the last alarm and for the last day."""
    await store.know_bots([123456])
    await fan_out(store, now)
    await tell_one(store, DIGEST, 2500, now())
    shown = await ivan.sends("/stats")
    assert shown.startswith("📊 Бот main, жителей: 1\u202f499\n\nПоследняя тревога,")
    alarm, day = shown.split("За 24 часа")
    for line in (
        "Атака беспилотников: Белгородская область",
        "✅ Доставлено 1\u202f002 из 1\u202f500",
        "✈️ В пути 487, ждут 10",
        "⏸ Откладывались: 1",
        "🚫 Недоступны: 1",
        "🔁 Могли прийти дважды: 1",
    ):
        assert line in alarm
    assert "половина за " in alarm
    assert "Стали не нужны" not in alarm
    assert ", тревог: 1" in day
    assert "✅ Доставлено 1\u202f002 из 1\u202f501" in day
    assert "👋 Чатов больше не доступно: 1" in day


async def test_each_bot_has_its_own_figures(ivan: Resident, store: Store, now: Clock) -> None:
    """Of two bots each is told by its name."""
    await store.know_bots([123456, 654321])
    await store.of_bot(1).import_subscribers(
        [(Subscriber(chat_id=3), [Subscription(area="RU-BEL")])]
    )
    assert "Тревог ещё не было." in await ivan.sends("/stats")
    await tell(store, ATTACK, [], now())
    main, south = (await ivan.sends("/stats")).split("Бот south, жителей: 1")
    assert "Доставлено" not in main
    assert "✅ Доставлено 0 из 1" in south


async def test_mirrors_stand_in_stats(ivan: Resident, store: Store) -> None:
    """How many there are, and by name those that get no posts."""
    await store.know_bots([123456])
    mirrors = [
        Mirror(chat_id=-number, name=f"@mirror{number}", language="ru", regions=("RU-BEL",))
        for number in (1001, 1002)
    ]
    await store.keep_mirrors(mirrors)
    shown = await ivan.sends("/stats")
    assert "Бот main, жителей: 0\n📢 Зеркал: 2\n" in shown
    async with store.transaction() as transaction:
        trouble = MirrorState(chat_id=-1002, name="@mirror1002", trouble="no rights")
        await transaction.note_mirror(trouble)
    shown = await ivan.sends("/stats")
    assert "📢 Зеркал: 2, не получают: 1\n⚠️ @mirror1002\n" in shown


async def test_residents_know_no_stats(ivan: Resident, store: Store) -> None:
    """To all others it is no command."""
    await store.know_bots([123456])
    assert "Бот main" in await ivan.sends("/stats")
    anna = replace(ivan, chat_id=8)
    assert "Бот main" not in await anna.sends("/stats")
