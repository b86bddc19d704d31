"""Teaching a channel in the configuration, and trying it from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from alerts.reader import official_reader
from app.commands import check, classify, replay
from app.config import ConfigError, parse_config
from app.lessons import taught_readers

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456:" + "s" * 35
CHANNEL = f"""
[bot]
token = "{TOKEN}"
[[channels]]
username = "governor_31"
role = "governor"
region = "RU-BEL"
"""
LESSONS = """
[channels.reading]
boilerplate = ["Подписывайтесь на канал губернатора"]
danger = ["жёлт* код*"]
clear = ["зелён* код*"]
[[channels.reading.examples]]
text = "Белгород: жёлтый код!"
kind = "threat"
[[channels.reading.examples]]
text = "Зелёный код."
kind = "all_clear"
"""


def config(folder: Path, *more: str) -> str:
    """Write a configuration; return its path."""
    file = folder / "config.toml"
    file.write_text(CHANNEL + "".join(more), encoding="utf-8")
    return str(file)


def test_check_reads_the_examples(tmp_path: Path) -> None:
    """Those that are read as they say are no mistakes."""
    ended = CliRunner().invoke(check.command, ["--config", config(tmp_path, LESSONS)])
    assert (ended.exit_code, ended.stderr) == (0, "")


def test_check_names_each_example_that_fails(tmp_path: Path) -> None:
    """One line each, with its place, the post, and what misled."""
    more = (
        '[[channels.reading.examples]]\ntext = "Ждите зелёного кода."\nkind = "all_clear"\n'
        '[[channels.reading.examples]]\ntext = "Жёлтый код, БПЛА."\nkind = "threat"\n'
        'hazards = ["missile"]\n'
    )
    ended = CliRunner().invoke(check.command, ["--config", config(tmp_path, LESSONS, more)])
    assert ended.exit_code == 2
    first, second = ended.stderr.splitlines()
    assert "channels.0.reading.examples.2: @governor_31: «Ждите зелёного кода.»" in first
    assert "should be all_clear: it is read as threat" in first
    assert "channels.0.reading.examples.3" in second
    assert "it is read with the hazards: drone" in second


@pytest.mark.parametrize(
    ("lesson", "mistake"),
    [
        ('danger = ["код: красный"]', "channels.0.reading.danger.0: must be words"),
        ('clear = ["ок"]', "channels.0.reading.clear.0: must have 4 letters"),
        ('boilerplate = ["Отбой"]', "channels.0.reading.boilerplate.0: must have 8 letters"),
        ('boilerplate = ["Ракетная опасность!"]', "may not be left unread"),
        ('alarm = ["код"]', "channels.0.reading.alarm: is not a key"),
    ],
)
def test_a_bad_lesson_is_one_line(lesson: str, mistake: str, tmp_path: Path) -> None:
    """The operator's mistake has its place, and exit code 2."""
    file = config(tmp_path, "[channels.reading]\n", lesson)
    ended = CliRunner().invoke(check.command, ["--config", file])
    assert ended.exit_code == 2
    [line] = ended.stderr.splitlines()
    assert mistake in line


def test_classify_reads_as_a_channel_is_read(tmp_path: Path) -> None:
    """With its lessons and its home region; without them the same words mean nothing."""
    file = config(tmp_path, LESSONS)
    taught = ["--config", file, "--channel", "@Governor_31"]
    assert (
        CliRunner()
        .invoke(classify.command, [*taught, "Жёлтый код!"])
        .stdout.startswith("threat: no hazard named\n  where:   - [RU-BEL]")
    )
    assert CliRunner().invoke(classify.command, ["Жёлтый код!"]).stdout.startswith("other")
    line = json.dumps({"id": 1, "text": "Зелёный код.", "channel_region": "RU-BEL"})
    answer = CliRunner().invoke(classify.command, [*taught, "--jsonl"], input=line).stdout
    assert json.loads(answer)["kind"] == "all_clear"


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (["--channel", "governor_31"], "--config and --channel go together"),
        (["--config", "FILE", "--channel", "other"], "@other is not in"),
        (["--config", "none.toml", "--channel", "other"], "none.toml: No such file"),
    ],
)
def test_classify_names_a_channel_it_does_not_know(
    arguments: list[str], mistake: str, tmp_path: Path
) -> None:
    """One line, exit code 2."""
    given = [config(tmp_path) if each == "FILE" else each for each in arguments]
    ended = CliRunner().invoke(classify.command, [*given, "Отбой."])
    assert ended.exit_code == 2
    assert mistake in ended.stderr


def test_replay_reads_as_the_configuration_says(tmp_path: Path) -> None:
    """A rehearsal of the night hears what was taught."""
    lines = [
        {
            "id": number,
            "channel": "governor_31",
            "channel_region": "RU-BEL",
            "posted_at": f"2026-11-20T2{number}:00:00+03:00",
            "text": text,
        }
        for number, text in enumerate(["Жёлтый код!", "Зелёный код."], 1)
    ]
    night = "\n".join(map(json.dumps, lines))
    file = config(tmp_path, LESSONS)
    told = CliRunner().invoke(replay.command, ["-", "--json", "--config", file], input=night).stdout
    [alert] = map(json.loads, told.splitlines())
    assert (alert["opened_by"], alert["closed_by"]) == ("1", "2")
    assert CliRunner().invoke(replay.command, ["-", "--json"], input=night).stdout == ""


def test_channels_without_lessons_share_the_official_reader() -> None:
    """Only who is taught something has a reader of its own."""
    channel = {"username": "a", "role": "governor", "region": "RU-BEL"}
    taught = channel | {"username": "b", "reading": {"danger": ["желт* код*"]}}
    both = parse_config({"bot": {"token": TOKEN}, "channels": [channel, taught]}, "c")
    readers = taught_readers(both)
    assert list(readers) == ["b"]
    assert readers["b"] is not official_reader()


def test_a_phrase_of_another_type_is_a_mistake() -> None:
    """A word instead of a list of words is told as such."""
    channel = {"username": "a", "role": "governor", "reading": {"danger": 5}}
    with pytest.raises(ConfigError, match=r"channels\.0\.reading\.danger"):
        parse_config({"bot": {"token": TOKEN}, "channels": [channel]}, "c")
