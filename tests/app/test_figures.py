"""``tocsin history`` and ``tocsin statistics``: what places have lived under, from the database."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.verdicts import Hazard
from app.clock import SystemClock
from storage.store import open_store
from tests.fixtures.program import run
from tests.storage.examples import GOVERNOR, KURSK, open_alert

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Return where a database knows of a drone alert over a region, with missiles within, today."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'tocsin.db'}"
    config = f'channels = []\n\n[bot]\ntoken = "42:{"s" * 35}"\n\n[database]\nurl = "{url}"\n'
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    begun = SystemClock().now() - timedelta(hours=10)
    async with open_store(url) as store:
        await store.follow([GOVERNOR, KURSK])
        for area, hazard, after, lasting in (
            ("RU-BEL", Hazard.DRONE, 0, 240),
            ("RU-BEL/belgorod", Hazard.MISSILE, 60, 30),
            ("RU-KRS", None, 120, 45),
        ):
            opened_at = begun + timedelta(minutes=after)
            await open_alert(
                store,
                area,
                hazard,
                opened_at=opened_at,
                ended_at=opened_at + timedelta(minutes=lasting),
                attacked_at=opened_at if hazard is Hazard.MISSILE else None,
            )
    return tmp_path


async def test_the_history_of_a_place(folder: Path) -> None:
    """Figures first, then each alert, the newest first, with those of what lies in it."""
    told = await run("history", "Белгородская область", folder=folder)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[1] == "alerts 2, of them attacks 1"
    assert lines[2].startswith("under alert 4 h 00 min, 0.6%")
    assert lines[3].startswith("longest 4 h 00 min: drone, Белгородская область, since")
    assert [line.split("  ")[-1] for line in lines[-2:]] == [
        "missile (attack), Белгород",
        "drone, Белгородская область",
    ]
    rows = [
        json.loads(line)
        for line in (await run("history", "RU-KRS", "--json", folder=folder)).out.splitlines()
    ]
    assert [(row["region"], row["place"], row["hazard"], row["hours"]) for row in rows] == [
        ("RU-KRS", None, "any", 0.75)
    ]


async def test_statistics_of_all_regions_and_of_one(folder: Path) -> None:
    """Regions stand in the order of their hours under alert; one is told hour by hour."""
    told = await run("statistics", folder=folder)
    assert told.code == 0, told.err
    assert told.out.splitlines()[1] == "alerts 3, of them attacks 1"
    regions = told.out.splitlines()[-2:]
    assert [line.split()[:2] for line in regions] == [["2", "1"], ["1", "0"]]
    assert [line.split("  ")[-1] for line in regions] == ["Белгородская область", "Курская область"]
    one = json.loads((await run("statistics", "RU-BEL", "--json", folder=folder)).out)
    assert (one["alerts"], one["attacks"], one["hours_under_alert"]) == (2, 1, 4.0)
    assert one["by_hazard"]["missile"] == {"alerts": 1, "hours_under_alert": 0.5}
    assert sum(one["by_hour"]) == pytest.approx(4, abs=0.1)
    assert one["longest"]["hazard"] == "drone"
    past = await run("statistics", "--from", "2020-01-01", "--to", "2020-01-31", folder=folder)
    assert past.out.splitlines() == [
        "all regions, 01.01.2020 00:00 to 01.02.2020 00:00",
        "alerts 0, of them attacks 0",
    ]


async def test_what_cannot_be_answered_is_told_in_a_line(folder: Path) -> None:
    """A place that is none, or may be several, and a period that ends before it begins."""
    for arguments, said in (
        (("history", "Нигде"), "Нигде: no such place"),
        (("history", "Советский район"), "which one?"),
        (("statistics", "--from", "2026-02-01", "--to", "2026-01-01"), "--from: lies after"),
    ):
        told = await run(*arguments, folder=folder)
        assert (told.code, told.out) == (2, "")
        assert said in told.err
        assert len(told.err.splitlines()) == 1
