"""Whole weeks of our own writing, worded as channels might, against their true alerts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from app.commands.replay import command
from app.replay_score import ReplayScore, score_replay
from app.replaying import recording
from listeners.replay import RecordedPost, read_recording

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKS = Path(__file__).parent.parent / "corpus" / "weeks"
NAMES = sorted(path.stem for path in WEEKS.glob("*.jsonl"))


def posts(name: str) -> list[RecordedPost]:
    """Read a week of ours."""
    lines = (WEEKS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [item for item in read_recording(lines) if isinstance(item, RecordedPost)]


def truth(name: str) -> list[dict[str, Any]]:
    """Read its true alerts."""
    rows: list[dict[str, Any]] = json.loads((WEEKS / f"{name}.alerts.json").read_text("utf-8"))
    return rows


@pytest.fixture(scope="module")
def scores() -> dict[str, ReplayScore]:
    """Fold every week once."""
    return {name: score_replay(recording(posts(name)).rows(), truth(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_no_alert_of_a_week_ends_before_its_true_end(
    name: str, scores: dict[str, ReplayScore]
) -> None:
    """A false all-clear is the worst that can be read into a week."""
    assert scores[name].figures["early"] == 0, scores[name].wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_week_is_told_as_it_was(name: str, scores: dict[str, ReplayScore]) -> None:
    """Every alert opens, eases and ends by its own posts."""
    figures = scores[name].figures
    assert figures["opened"] == figures["ended"] == figures["true"], scores[name].wrong
    assert figures["eased"] == figures["to ease"], scores[name].wrong


def test_few_alerts_are_invented(scores: dict[str, ReplayScore]) -> None:
    """What no careful reader would call an alert stays under three in a hundred."""
    invented = sum(score.figures["invented"] for score in scores.values())
    assert invented <= 0.03 * sum(score.figures["found"] for score in scores.values())


def test_the_order_of_the_lines_does_not_matter() -> None:
    """Posts act by the time they were published, however late they stand in the file."""
    week = posts("voronezh")
    assert list(recording(reversed(week)).rows()) == list(recording(week).rows())


def test_places_are_told_in_the_words_of_the_post() -> None:
    """«Валуйский муниципальный округ» keeps its full name; a place left out has the gazetteer's."""
    rows = list(recording(posts("belgorod")).rows())
    places = [row["place"] for row in rows if row["opened_by"] in {"bel-01", "bel-06"}]
    assert "Валуйский муниципальный округ" in places
    assert "Грайворонский округ" in places


def night(*texts: str) -> str:
    """Write a recording of one channel, a post an hour."""
    return "\n".join(
        json.dumps(
            {
                "id": f"p{hour}",
                "channel": "hq",
                "channel_region": "RU-BEL",
                "posted_at": f"2026-11-20T{hour:02}:00:00+00:00",
                "text": text,
            }
        )
        for hour, text in enumerate(texts)
    )


DRONES = "Белгородская область: опасность атаки БПЛА."
MISSILES = "Ракетная опасность в Белгородской области!"
UPPER = "На территории Белгородской области опасность непосредственного удара БПЛА!"
LOWER = "Отменена опасность непосредственного удара БПЛА."


def replayed(recorded: str, *options: str) -> Sequence[str]:
    """Run the command on a recording; return its lines."""
    ended = CliRunner().invoke(command, ["-", *options], input=recorded)
    assert ended.exit_code == 0, ended.output
    return ended.output.splitlines()


def test_a_night_is_told_in_its_order() -> None:
    """Without --json every change is a line, and what never ended stands at the end."""
    lines = replayed(night(DRONES, UPPER, LOWER, MISSILES, "Отбой ракетной опасности."))
    assert [line.split("  |")[0] for line in lines] == [
        "20.11.2026",
        "  03:00  OPENED  drone in Белгородская область",
        "  04:00  WORSE   drone (immediate) in Белгородская область after 1 h 00 min",
        "  05:00  eased   drone in Белгородская область after 2 h 00 min",
        "  06:00  OPENED  missile in Белгородская область",
        "  07:00  ended   missile in Белгородская область after 1 h 00 min",
        "",
        "no end was told of",
        "  drone in Белгородская область, since 20.11 03:00; no confirmation since 20.11 04:00",
    ]


def test_danger_long_unconfirmed_says_since_when() -> None:
    """An open alert has no end; since when nothing confirms it is told after the usual time."""
    (quiet,) = replayed(night(DRONES, *["Доброе утро!"] * 3), "--json")
    (late,) = replayed(night(DRONES, *["Доброе утро!"] * 9), "--json")
    assert json.loads(quiet)["unconfirmed_since"] is None
    assert json.loads(late)["unconfirmed_since"] == "2026-11-20T00:00:00+00:00"
    assert json.loads(late)["closed_by"] is None


def test_a_comparison_names_what_is_wrong(tmp_path: Path) -> None:
    """--against tells each alert that is not right in what it is not, and the figures."""
    true = tmp_path / "true.json"
    facts = {"region": "RU-BEL", "place": None, "opened_at": None}
    drones = {**facts, "hazard": "drone", "opened_by": "p0", "closed_by": "p3"}
    true.write_text(
        json.dumps(
            [
                {**drones, "closed_at": "2026-11-20T03:00:00+00:00"},
                {**facts, "hazard": "shelling", "opened_by": "p1", "closed_by": None},
            ]
        )
    )
    recorded = night(DRONES, "Отбой опасности атаки БПЛА в области.", MISSILES)
    lines = replayed(recorded, "--against", str(true))
    assert lines[:3] == [
        "ended too early, by p1: RU-BEL, drone, p0 – p3",
        "not opened: RU-BEL, shelling, p1 – None",
        "invented: RU-BEL, missile, p2 – None",
    ]
    assert "ended too early       1" in lines

    true.write_text('[{"region": "RU-BEL"}]')
    refused = CliRunner().invoke(command, ["-", "--against", str(true)], input=recorded)
    assert refused.exit_code == 2
    assert "alert 1: region, hazard, opened_by are needed" in refused.output
