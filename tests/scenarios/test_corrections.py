"""A post that was read wrongly is put right by a person, and everyone who was told hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.correcting import corrected
from alerts.notices import Reason
from alerts.situation import Level
from alerts.verdicts import Hazard, Kind
from app.correcting import Corrector
from tests.scenarios.conftest import moment

if TYPE_CHECKING:
    from storage.store import ToldNotice
    from tests.scenarios.conftest import Night

CITY = "RU-BEL/belgorod"


@pytest.fixture
def backend() -> str:
    """Choose one database: what is kept is tested with the store."""
    return "sqlite"


async def says(
    night: Night,
    at: str,
    of: str,
    kind: Kind,
    hazards: tuple[Hazard, ...] | None = None,
    *,
    rehearsed: bool = False,
) -> list[ToldNotice]:
    """Have an operator say what the post of a moment is, and everybody be told."""
    post = night._posts[of]  # noqa: SLF001 - the night knows its posts
    post_id = await night.store.post_id(post.channel, post.message_id)
    assert post_id is not None
    story = await night.store.story(post_id)
    assert story is not None
    assert story.newest.verdict is not None
    verdict = corrected(story.newest.verdict, story.channel, kind, hazards)
    corrector = Corrector(night.store, lambda: None)
    act = corrector.rehearse if rehearsed else corrector.correct
    told = await act(post_id, verdict, "@ivan", moment(at))
    assert told is not None
    await night.drains(at)
    return told


async def test_a_false_alarm_is_taken_back_as_a_reply(night: Night) -> None:
    """Who got the alarm is told that it was none; the danger is gone."""
    anna = await night.resident(1, "RU-BEL")
    await night.publishes("23:00", "Белгород: ракетная опасность.")
    await says(night, "23:05", "23:00", Kind.OTHER)

    alarm, correction = night.heard(anna)
    assert correction.what == "Исправление"
    assert correction.answers == alarm.what
    assert "этой опасности не объявляли" in night.last(anna)
    assert await night.store.alerts_in_force(None) == []


async def test_a_false_all_clear_is_put_right(night: Night) -> None:
    """Danger that an end was wrongly read of goes on, and everybody is told again."""
    anna = await night.resident(1, "RU-BEL")
    await night.publishes("23:00", "Белгородская область: ракетная опасность.")
    await night.publishes("23:10", "Белгородская область: отбой ракетной опасности.")
    told = await says(night, "23:12", "23:10", Kind.OTHER)

    assert [one.notice.reason for one in told] == [Reason.OPENED]
    assert "Раньше мы поняли это сообщение неверно" in night.last(anna)
    [alert] = await night.store.alerts_in_force(None)
    assert (alert.opened_at, alert.hazard) == (moment("23:00"), Hazard.MISSILE)


async def test_an_attack_that_was_none_leaves_the_danger(night: Night) -> None:
    """Who was told of an attack sees the alarm put right, and reads why, without being woken."""
    anna = await night.resident(1, CITY)
    boris = await night.resident(2, "RU-KRS")
    await night.publishes("22:00", "Белгородская область: опасность атаки БПЛА.")
    await night.publishes("23:00", "Атака БПЛА на Белгород! Пройдите в укрытие.")
    told = await says(night, "23:05", "23:00", Kind.THREAT)

    assert [(one.notice.reason, one.chats) for one in told] == [
        (Reason.REFRESHED, 1),
        (Reason.LOWERED, 1),
    ]
    attack, correction = night.heard(anna)[1:]
    assert correction.what == "Исправление. Опасность атаки беспилотников сохраняется"
    assert (correction.answers, correction.where) == (attack.what, "Белгород")
    assert "опасность меньше, чем мы передали, но она остаётся" in night.last(anna)
    ((at, what, text),) = night.changed(anna)
    assert (at, what) == ("23:05", attack.what)
    assert text.startswith("🟠 Опасность атаки беспилотников")
    assert night.rang(anna) == ["22:00", "23:00"]
    assert night.heard(boris) == []
    assert {alert.level for alert in await night.store.alerts_in_force(None)} == {Level.DANGER}


async def test_an_edit_that_only_lowers_is_a_correction_too(night: Night) -> None:
    """A source that takes the attack back, but not the danger, ends nothing."""
    anna = await night.resident(1, CITY)
    await night.publishes("23:00", "Атака БПЛА на Белгород! Пройдите в укрытие.")
    await night.edits("23:02", "Белгород: опасность атаки БПЛА.", of="23:00")

    assert await night.reasons(anna) == [Reason.OPENED, Reason.REFRESHED, Reason.LOWERED]
    assert "Источник изменил сообщение" in night.last(anna)
    assert night.rang(anna) == ["23:00"]
    (alert,) = await night.store.alerts_in_force(None)
    assert alert.opened_at == moment("23:00")


async def test_a_missed_danger_rings(night: Night) -> None:
    """What the rules took for nothing opens an alert when a person says that it is a danger."""
    anna = await night.resident(1, "RU-BEL")
    await night.publishes("23:00", "Белгород, всем быть внимательными, ситуация тревожная.")
    assert night.heard(anna) == []
    await says(night, "23:03", "23:00", Kind.THREAT, (Hazard.DRONE,))

    [alarm] = night.heard(anna)
    assert alarm.what == "Опасность атаки беспилотников"
    assert night.rang(anna) == ["23:03"]


async def test_a_rehearsal_shows_what_would_be_and_changes_nothing(night: Night) -> None:
    """Who would get what is known before; nothing is kept and nobody is told."""
    anna = await night.resident(1, "RU-BEL")
    await night.resident(2, CITY)
    await night.resident(3, "RU-KRS")
    await night.publishes("23:00", "Белгород: ракетная опасность.")
    would = await says(night, "23:05", "23:00", Kind.OTHER, rehearsed=True)

    assert [(one.notice.reason, one.chats) for one in would] == [(Reason.CORRECTED, 2)]
    assert len(night.heard(anna)) == 1
    [alert] = await night.store.alerts_in_force(None)
    assert alert.ended_at is None
    did = await says(night, "23:06", "23:00", Kind.OTHER)
    assert [(one.notice.reason, one.chats) for one in did] == [(Reason.CORRECTED, 2)]


async def test_a_correction_holds_until_the_source_edits_the_post(night: Night) -> None:
    """Later posts fold over the correction; an edit is read afresh."""
    await night.publishes("23:00", "Белгород: ракетная опасность.")
    await says(night, "23:05", "23:00", Kind.OTHER)
    await night.publishes("23:20", "Открыли новый детский сад.")
    assert await night.store.alerts_in_force(None) == []
    await night.edits("23:30", "Белгород: ракетная опасность! В укрытие.", of="23:00")
    assert len(await night.store.alerts_in_force(None)) == 1
