"""/paid: what it would cost is shown before, and nothing costs before an operator confirms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.deliveries import PaidRefused
from alerts.subscriptions import Subscription
from bot.paid import Honoured, estimate
from tests.bot.outbox import ATTACK, DIGEST, settle, tell, tell_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.store import KeptBot, Store
    from tests.bot.conftest import Clock, Resident, Town
    from tests.fakes.telegram import FakeTelegram

LEASE = timedelta(minutes=1)


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


@pytest.fixture
async def ivan(ivan: Resident, town: Town) -> Resident:
    """Return an operator of a bot with residents."""
    await town.store.know_bots([123456])
    await settle(town.store, range(1, 41))
    return ivan


async def kept(store: Store) -> KeptBot:
    """Return how the switch stands."""
    [bot] = await store.bots()
    return bot


@pytest.mark.parametrize(
    ("residents", "stars", "free", "paid"),
    [
        pytest.param(20, 0, 20 / 30, 0.02, id="all of them free"),
        pytest.param(40, 1, 40 / 30, 0.04, id="ten to pay"),
        pytest.param(3_000, 291, 100, 3, id="a town"),
        pytest.param(100_000, 9_700, 10_000 / 3, 100, id="a city"),
        pytest.param(0, 0, 0, 0, id="nobody"),
    ],
)
def test_what_an_alarm_costs(residents: int, stars: int, free: float, paid: float) -> None:
    """Thirty a second are free, each above them is a tenth of a Star."""
    cost = estimate(residents)
    assert cost.stars == stars
    assert cost.free == timedelta(seconds=free)
    assert cost.paid == timedelta(seconds=paid)


async def test_nothing_costs_before_it_is_confirmed(
    ivan: Resident, store: Store, telegram: FakeTelegram, now: Clock
) -> None:
    """The price is shown with the question; the button turns it on, and the journal says who."""
    telegram.stars = 12_000
    shown = await ivan.sends("/paid on")
    for fact in (
        "Сейчас выключена.",
        "Жителей у бота: 40",
        "бесплатно через 1,3 с, платно через 1 с",
        "Одна тревога всем: до 1 звёзд",
        "На балансе 12\u202f000 звёзд, до остатка 10\u202f000 хватит тревог: 2\u202f000",
    ):
        assert fact in shown
    assert (await kept(store)).paid_since is None
    await ivan.clicks("Не включать")
    assert (await kept(store)).paid_since is None

    await ivan.sends("/paid on")
    assert "💫 Включена" in await ivan.clicks("Включить")
    bot = await kept(store)
    assert (bot.paid_since, bot.paid_by) == (now(), f"user {ivan.chat_id}")
    assert f"user {ivan.chat_id}" in await ivan.sends("/paid")
    assert "Платная рассылка тревог включена" in await ivan.sends("/stats")
    assert "Выключена" in await ivan.sends("/paid off")
    assert (await kept(store)).paid_since is None


@pytest.mark.parametrize(
    ("stars", "said"),
    [(500, "На балансе 500 звёзд. Telegram требует не меньше 10\u202f000"), (None, "не удалось")],
)
async def test_a_balance_that_is_too_low_is_said(
    ivan: Resident, telegram: FakeTelegram, stars: int | None, said: str
) -> None:
    """An operator learns before, not in an attack, that Telegram would refuse."""
    telegram.stars = stars
    assert said in await ivan.sends("/paid on")


async def test_only_new_attacks_and_threats_are_paid_for(
    ivan: Resident, store: Store, now: Clock
) -> None:
    """A digest waits its turn for nothing."""
    await ivan.sends("/paid on")
    await ivan.clicks("Включить")
    await tell(store, ATTACK, [], now())
    await tell_one(store, DIGEST, 7, now())
    claimed = await store.claim(100, now(), LEASE)
    assert {(one.notice.reason, one.paid) for one in claimed} == {
        (ATTACK.reason, True),
        (DIGEST.reason, False),
    }


async def test_a_refusal_turns_it_off_and_loses_nobody(
    ivan: Resident, store: Store, now: Clock
) -> None:
    """Whoever was refused a paid message is due again at once, free of charge."""
    await ivan.sends("/paid on")
    await ivan.clicks("Включить")
    await tell(store, ATTACK, [], now())
    claimed = await store.claim(100, now(), LEASE)
    await store.record([(one, PaidRefused("BALANCE_TOO_LOW")) for one in claimed], now())
    bot = await kept(store)
    assert (bot.paid_since, bot.paid_refusal) == (None, "BALANCE_TOO_LOW")
    again = await store.claim(100, now(), LEASE)
    assert len(again) == len(claimed) == 40
    assert not any(one.paid for one in again)


def test_payment_that_is_taken_in_vain_is_noticed() -> None:
    """A few refusals are chats that had enough; a third of all is a limit that still holds."""
    honoured = Honoured()
    assert not any(honoured.fails(refused=number % 4 == 0) for number in range(200))
    assert not any(honoured.fails(refused=False) for _ in range(30))
    assert [honoured.fails(refused=True) for _ in range(10)] == [False] * 9 + [True]


async def test_residents_cannot_spend(
    ivan: Resident, resident: Callable[..., Resident], store: Store
) -> None:
    """To all others it is no command, and a button that is passed on does nothing."""
    await store.subscribe(8, Subscription(area="RU-BEL"))
    anna = resident(8)
    await anna.sends("/paid on")
    await ivan.sends("/paid on")
    data = ivan.messages[-1].buttons["Включить"]
    await anna.presses(anna.messages[-1], data)
    assert (await kept(store)).paid_since is None
