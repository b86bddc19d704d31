from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from alerts.authority import Reach
from alerts.verdicts import Hazard, Kind, Tally
from storage.checkpoints import Checkpoint, position_before
from storage.region_now import RegionNow
from storage.turns import Position
from tests.storage.examples import (
    CITY,
    DISTRICT,
    KURSK,
    MINISTRY,
    a_post,
    a_verdict,
    ended,
    keep,
    minutes,
    open_alert,
    reports,
)

if TYPE_CHECKING:
    from alerts.situation import Alert
    from storage.store import Store


async def _save(store: Store, *alerts: Alert) -> list[Alert]:
    """Save alerts in a transaction of their own."""
    async with store.transaction() as transaction:
        return await transaction.save_alerts(alerts)


async def test_an_alert_comes_back_as_it_was_saved(night: Store) -> None:
    """Every field of an alert survives, with and without a hazard."""
    alert = await open_alert(night, hazard=None)
    by = alert.opened_by
    alert = replace(
        alert,
        confirmed_at=minutes(1),
        reach=Reach.MUNICIPALITY,
        parts=("Старый Оскол",),
        regime=True,
        immediate_at=minutes(1),
        attacked_at=minutes(1),
        eased_at=minutes(2),
        eased_by=by,
    )
    await _save(night, alert)
    other = await open_alert(night, DISTRICT, opened_at=minutes(3))

    async with night.transaction() as transaction:
        assert await transaction.open_alerts("RU-BEL") == [alert, other]
        assert await transaction.open_alerts("RU-KRS") == []


async def test_one_alert_an_area_and_hazard_is_open(night: Store) -> None:
    """Two open alerts for one hazard in one place cannot be kept; once one has ended they can."""
    first = await open_alert(night, hazard=None)
    with pytest.raises(IntegrityError):
        await open_alert(night, hazard=None, opened_at=minutes(1))
    await _save(night, ended(first, minutes(1)))
    second = await open_alert(night, hazard=None, opened_at=minutes(2))
    assert await night.alerts_in_force([CITY]) == [second]


async def test_an_alert_is_replaced_in_one_go(night: Store) -> None:
    """An alert that ended makes room for the next one in the same save."""
    first = await open_alert(night)
    saved = await _save(
        night, replace(first, id=None, opened_at=minutes(5)), ended(first, minutes(4))
    )
    assert [alert.opened_at for alert in saved] == [minutes(5), first.opened_at]
    assert saved[0].id not in {None, first.id}
    assert await night.alerts_in_force(None) == [saved[0]]


async def test_a_withdrawn_alert_no_longer_counts(night: Store) -> None:
    """What was withdrawn is gone from every view, and leaves its place free."""
    alert = await open_alert(night)
    async with night.transaction() as transaction:
        await transaction.withdraw_alerts([alert])
        assert await transaction.open_alerts("RU-BEL") == []
        assert await transaction.alerts_after("RU-BEL", None) == []
    assert await night.alerts_in_force(None) == []
    assert await night.alerts_between(None, minutes(-1), minutes(1)) == []
    assert await _save(night, replace(alert, id=None)) != [alert]


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        pytest.param([CITY], {CITY, "RU-BEL"}, id="a city and its region"),
        pytest.param(["RU-BEL"], {CITY, DISTRICT, "RU-BEL"}, id="a region and all in it"),
        pytest.param(["RU-KRS"], {"RU-KRS"}, id="another region"),
        pytest.param([], set(), id="nothing"),
        pytest.param(None, {CITY, DISTRICT, "RU-BEL", "RU-KRS"}, id="anywhere"),
    ],
)
async def test_which_alerts_concern_an_area(
    night: Store, asked: list[str] | None, seen: set[str]
) -> None:
    """An alert concerns its area, what lies in it, and the region it lies in."""
    for area in (CITY, DISTRICT, "RU-BEL", "RU-KRS"):
        await open_alert(night, area)
    assert {alert.area for alert in await night.alerts_in_force(asked)} == seen
    between = await night.alerts_between(asked, minutes(0), minutes(1))
    assert {alert.area for alert in between} == seen


async def test_which_alerts_were_open_in_between(night: Store) -> None:
    """An alert belongs to every span it was open in, also when it began before or goes on."""
    alert = await open_alert(night, opened_at=minutes(10))
    (alert,) = await _save(night, ended(alert, minutes(20)))
    assert await night.alerts_between(None, minutes(0), minutes(9)) == []
    assert await night.alerts_between(None, minutes(0), minutes(10)) == [alert]
    assert await night.alerts_between(None, minutes(12), minutes(15)) == [alert]
    assert await night.alerts_between(None, minutes(21), minutes(30)) == []


async def test_reports_of_a_region_are_the_newest_of_its_own_and_federal_channels(
    night: Store,
) -> None:
    """The situation is rebuilt from what channels say now, in the order they said it."""
    attack, clear = a_verdict(Kind.ATTACK, CITY), a_verdict(Kind.ALL_CLEAR, CITY)
    async with night.transaction() as transaction:
        later = await keep(transaction, a_post(2, published_at=minutes(2)), attack)
        edited = await keep(transaction, a_post(1, published_at=minutes(1)), attack)
        await keep(transaction, a_post(1, "Отбой."), clear)
        await keep(transaction, a_post(3, "ошибка", published_at=minutes(3)), attack)
        await keep(transaction, a_post(3, "", deleted=True))
        other = a_post(1, channel=KURSK.username, published_at=minutes(4))
        await keep(transaction, other, attack)
        federal = a_post(1, channel=MINISTRY.username, published_at=minutes(1))
        everywhere = await keep(transaction, federal, attack)
        await keep(transaction, a_post(4, published_at=minutes(5)))

        found = await reports(transaction, "RU-BEL", minutes(1))
        assert [report.post for report in found] == [edited.id, everywhere.id, later.id]
        assert [report.verdict for report in found] == [clear, attack, attack]
        assert [report.region for report in found] == ["RU-BEL", None, "RU-BEL"]
        assert len(await reports(transaction, "RU-BEL", minutes(2))) == 1
        assert not (await transaction.region_now("RU-BRY", everywhere.position)).overtaken
        before = position_before(everywhere.position)
        assert (await transaction.region_now("RU-BRY", before)).overtaken
        assert (await transaction.region_now("RU-BEL", later.position)).overtaken


async def test_reports_are_found_by_what_they_say_and_where(night: Store) -> None:
    """A report is shown for the regions of its statements and of its tally, by kind and time."""
    tally = Tally(total=78, by_region={"RU-BEL": 56, "RU-BRY": 22})
    summary = replace(a_verdict(Kind.SUMMARY), tally=tally)
    attack = a_verdict(Kind.ATTACK, CITY, hazard=Hazard.MISSILE)
    async with night.transaction() as transaction:
        await keep(transaction, a_post(1, "Сводка.", channel=MINISTRY.username), summary)
        await keep(transaction, a_post(2, published_at=minutes(1)), attack)

    async def found(areas: list[str] | None, *kinds: Kind, until: int = 60) -> list[int]:
        kept = await night.kept_reports(areas, kinds, minutes(0), minutes(until))
        return [report.message_id for report in kept]

    assert await found([DISTRICT], Kind.SUMMARY, Kind.ATTACK) == [1, 2]
    assert await found(["RU-BRY"], Kind.SUMMARY, Kind.ATTACK) == [1]
    assert await found(["RU-KRS"], Kind.SUMMARY, Kind.ATTACK) == []
    assert await found(None, Kind.SUMMARY) == [1]
    assert await found(None, Kind.ATTACK, until=1) == []
    (report,) = await night.kept_reports(None, [Kind.SUMMARY], minutes(0), minutes(60))
    assert (report.channel, report.text, report.report.verdict) == (MINISTRY, "Сводка.", summary)


async def test_a_checkpoint_comes_back_as_it_was_set(night: Store) -> None:
    """Every field of an alert survives in a checkpoint, but for its id."""
    opened = await open_alert(night, hazard=None)
    alert = replace(
        opened,
        parts=("Старый Оскол",),
        reach=Reach.MUNICIPALITY,
        regime=True,
        immediate_at=minutes(1),
    )
    position = Position(published_at=minutes(5), channel_id=1, message_id=7)
    async with night.transaction() as transaction:
        checkpoint = Checkpoint(position=position, alerts=[alert])
        await transaction.add_checkpoints("RU-BEL", [checkpoint])
        after = replace(position, message_id=8)
        found = await transaction.checkpoint_before("RU-BEL", after)
        assert found == replace(checkpoint, alerts=[replace(alert, id=None)])
        assert await transaction.checkpoint_before("RU-BEL", position) is None
        assert await transaction.checkpoint_before("RU-KRS", after) is None
        await transaction.drop_checkpoints("RU-BEL", after)
        now = await transaction.region_now("RU-BEL", position)
        assert now == RegionNow(overtaken=False, alerts=[opened], checkpoint_at=minutes(5))
        await transaction.drop_checkpoints("RU-BEL", position)
        elsewhere = await transaction.region_now("RU-KRS", position)
        assert elsewhere == RegionNow(overtaken=False, alerts=[], checkpoint_at=None)
