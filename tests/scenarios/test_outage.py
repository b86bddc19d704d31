"""Nights with a hole in them: what was not heard in time does not ring, and is told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.notices import Reason
from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard
from app.catching_up import tell_in_force
from tests.scenarios.test_nights import ATTACK, DRONES, DRONES_OVER, MISSILES, MISSILES_OVER

if TYPE_CHECKING:
    from tests.scenarios.conftest import Night

CUT_OFF = "Мы были не на связи. Сейчас действует:"


async def is_back(night: Night, at: str) -> None:
    """Let the minute after an outage pass, and everybody be told."""
    await tell_in_force(night.store, datetime.now(UTC), settled=timedelta(0))
    await night.drains(at)


async def test_after_an_outage_each_gets_one_message_of_what_is_in_force(night: Night) -> None:
    """Three alerts came too late, one of them is over: one silent message, and since when."""
    anna = await night.resident(1, "RU-BEL/belgorod")
    olga = await night.resident(2, "RU-BEL/shebekinsky")
    pyotr = await night.resident(3, "RU-KRS")

    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.", late_minutes=90)
    await night.publishes("22:10", "Ракетная опасность в Белгородской области!", late_minutes=80)
    await night.publishes("22:20", "Отбой ракетной опасности.", late_minutes=70)
    await night.publishes("22:30", "В Шебекинском округе ракетная опасность!", late_minutes=60)
    assert night.heard(anna) == night.heard(olga) == []

    await is_back(night, "23:31")
    await is_back(night, "23:32")

    (told,) = night.heard(anna)
    assert told.what == CUT_OFF
    assert f"{DRONES} с 01:00, 21 ноября: Белгородская область" in night.last(anna)
    assert MISSILES not in night.last(anna)
    assert len(night.heard(olga)) == 1
    assert f"{MISSILES} с 01:30, 21 ноября: Шебекинский округ" in night.last(olga)
    assert f"{DRONES} с 01:00" in night.last(olga)
    assert night.heard(pyotr) == []
    assert night.rang(anna) == night.rang(olga) == []
    assert await night.reasons(anna) == [Reason.IN_FORCE]


async def test_its_end_reaches_who_was_told_after_an_outage(night: Night) -> None:
    """Whoever was told of a danger gets its end, as an answer to that message."""
    anna = await night.resident(1, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.", late_minutes=90)
    await is_back(night, "23:31")

    await night.publishes("23:50", "Отбой опасности атаки БПЛА в области.")

    assert [told.what for told in night.heard(anna)][1:] == [DRONES_OVER]
    assert night.heard(anna)[1].answers is not None


async def test_who_was_told_in_time_is_not_told_again(night: Night) -> None:
    """A late reminder is no news; what got worse meanwhile is."""
    anna = await night.resident(1, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("22:20", "Опасность атаки БПЛА сохраняется.", late_minutes=60)
    await is_back(night, "23:21")
    assert [told.what for told in night.heard(anna)] == [DRONES]

    await night.publishes("22:40", "Атака БПЛА на Белгородскую область!", late_minutes=60)
    await is_back(night, "23:41")
    assert len(night.heard(anna)) == 2
    assert ATTACK in night.last(anna)


async def test_after_an_outage_too_hazards_are_those_asked_for(night: Night) -> None:
    """Who asked for missiles alone hears of no drones, before or after."""
    missiles = Subscription(area="RU-BEL", hazards=frozenset({Hazard.MISSILE}))
    await night.store.import_subscribers([(Subscriber(chat_id=8), [missiles])])
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.", late_minutes=90)
    await is_back(night, "23:31")
    assert night.heard(8) == []

    await night.publishes("23:40", "Ракетная опасность в Белгородской области!")
    await night.publishes("23:50", "Отбой ракетной опасности.")
    assert [told.what for told in night.heard(8)] == [MISSILES, MISSILES_OVER]


async def test_while_late_posts_come_in_nothing_is_told(night: Night) -> None:
    """The word waits until the backlog is worked off, so that it is one and true."""
    anna = await night.resident(1, "RU-BEL/belgorod")
    await night.publishes("22:00", "Белгородская область: ракетная опасность!", late_minutes=90)

    assert await tell_in_force(night.store, datetime.now(UTC)) == 0
    await night.publishes("22:20", "Отбой ракетной опасности.", late_minutes=70)
    await is_back(night, "23:31")

    assert night.heard(anna) == []
