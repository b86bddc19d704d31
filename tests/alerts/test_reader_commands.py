from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from alerts.explaining import explain
from alerts.reader import official_reader
from app.commands import classify, evaluate
from app.reasons_view import ReasonsView

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    *("id", "kind", "also", "hazards", "regions", "places", "partial", "reminder"),
    *("killed", "injured", "total", "by_region", "by_place", "period", "because"),
]


def classify_lines(*lines: str | bytes) -> tuple[list[dict[str, Any]], str, int]:
    """Run ``classify --jsonl`` on lines; return its answers, complaints and exit code."""
    source = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    result = CliRunner().invoke(classify.command, ["--jsonl"], input=source)
    return (
        [json.loads(line) for line in result.stdout.splitlines()],
        result.stderr,
        result.exit_code,
    )


def post(text: str, **facts: object) -> str:
    """Return a line of input."""
    return json.dumps({"id": "7", "text": text, "channel_region": "RU-BEL", "date": None} | facts)


def test_answer_has_the_fields_of_the_contract() -> None:
    """Other programs rely on these names, and on null for what the post does not state."""
    answers, _, code = classify_lines(post("Отбой ракетной опасности в Белгороде."))

    assert code == 0
    assert list(answers[0]) == FIELDS
    assert answers[0] | {"because": []} == {
        "id": "7", "kind": "all_clear", "also": [], "hazards": ["missile"], "regions": ["RU-BEL"],
        "places": ["Белгород"], "partial": False, "reminder": False, "killed": None,
        "injured": None, "total": None, "by_region": {}, "by_place": {}, "period": None,
        "because": [],
    }  # fmt: skip


def test_answers_keep_the_order_of_posts() -> None:
    """One line each, in the order they came."""
    answers, _, _ = classify_lines(*(post("Работает ПВО.", id=number) for number in range(5)))

    assert [answer["id"] for answer in answers] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"text": 5}',
        '{"text": "а", "date": "вчера"}',
        b"\xff\xfe",
        '{"text": "а", "channel_region": 3}',
    ],
)
def test_bad_line_is_named_and_the_rest_goes_on(bad: str | bytes) -> None:
    """One torn line neither stops the stream nor passes in silence."""
    answers, complaints, code = classify_lines(post("Работает ПВО."), bad, post("Работает ПВО."))

    assert len(answers) == 2
    assert "line 2: " in complaints
    assert code == 1


def explained(*arguments: str, source: str = "") -> str:
    """Return what ``classify --explain`` shows."""
    return CliRunner().invoke(classify.command, ["--explain", *arguments], input=source).stdout


def test_an_explanation_says_why_in_plain_words() -> None:
    """An operator sees what was taken, why, and what was set aside."""
    shown = explained(
        "--region",
        "RU-BEL",
        "Минувшей ночью сбито 5 БПЛА. Ракетная опасность! В укрытиях до отбоя.",
    )

    for line in (
        "THREAT: missiles",
        "danger is declared: «Ракетная опасность»",
        "past: «Минувшей ночью»",
        "Count: 5",
        "«до отбоя» – an all clear? No: does not end anything",
    ):
        assert line in shown
    assert "\x1b" not in shown
    russian = explained("--language", "ru", "--region", "RU-BEL", "Ночью сбит БПЛА.")
    assert "уже прошло: «Ночью»" in russian


def test_an_explanation_says_what_a_tally_leaves_unsaid() -> None:
    """A total that its parts do not explain is shown with the difference."""
    text = "За ночь уничтожено 20 БПЛА: 9 над Брянской областью, 4 над Калужской."
    assert "not explained by its parts: 7" in explained(text)


def test_posts_of_a_file_are_explained_one_after_another() -> None:
    """With --jsonl each is shown under its id, in the order they came."""
    source = "\n".join([post("Работает ПВО.", id="a"), post("Отбой.", id="b")])
    shown = explained("--jsonl", source=source)
    assert shown.index("# a") < shown.index("ATTACK") < shown.index("# b")


def test_words_are_marked_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is marked in the text itself, by form or, without styles, by brackets."""
    view = ReasonsView("en", terminal=True)
    explanation = explain(official_reader(), "Работает ПВО. Ждите отбоя\x1b[2J!", "RU-BEL")
    assert "\x1b[1;4mРаботает\x1b[0m \x1b[1;4mПВО\x1b[0m." in view.shown(explanation)
    assert "\x1b[2J" not in view.shown(explanation)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[Работает] [ПВО]." in ReasonsView("en", terminal=True).shown(explanation)


def test_plain_text_gets_a_readable_answer() -> None:
    """An operator sees kind, place and the words it rests on."""
    result = CliRunner().invoke(classify.command, ["--region", "RU-TUL", "Опасность атаки БПЛА!"])

    assert result.stdout.startswith("threat: drone")
    assert "[RU-TUL]" in result.stdout
    assert "«Опасность атаки БПЛА»" in result.stdout


@pytest.mark.parametrize("arguments", [["--jsonl"], ["Работает ПВО."], ["--explain", "Отбой."]])
def test_classify_loads_no_framework(arguments: list[str]) -> None:
    """A pipe through ``classify`` starts fast and stays small."""
    heavy = ["aiogram", "sqlalchemy", "pydantic", "telethon", "aiohttp"]
    code = (
        "import contextlib, sys\nfrom app.cli import tocsin\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    tocsin.main(['classify', *{arguments}], standalone_mode=False)\n"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code],
        input=post("Отбой.").encode(),
        capture_output=True,
        check=True,
    )

    assert done.stdout
    assert done.stderr.decode().strip() == "[]"


def test_evaluate_shows_figures_and_the_words_that_misled(tmp_path: Path) -> None:
    """A miss is told with its id and its words."""
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {"id": "good", "text": "Работает ПВО.", "channel_region": "RU-BEL", "kind": "attack"},
        {"id": "odd", "text": "Работает ПВО.", "channel_region": "RU-BEL", "kind": "other"},
    ]
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    result = CliRunner().invoke(evaluate.command, [str(corpus)])

    assert result.exit_code == 0
    assert "false alarms            1 of 1 that are harmless" in result.stdout
    assert "odd: other, answered attack because of «Работает ПВО»" in result.stdout
    assert result.stdout.count("odd: ") == 1


def test_evaluate_shows_wrong_facts_and_what_was_set_aside(tmp_path: Path) -> None:
    """Every fact that is labelled is compared, and no line is wider than a hundred columns."""
    corpus = tmp_path / "corpus.jsonl"
    text = "Минувшей ночью отражена атака БПЛА, сбито 5 дронов над Шебекинским округом. " * 3
    row = {
        "id": "wide",
        "text": text,
        "channel_region": "RU-BEL",
        "kind": "attack",
        "places": ["Белгород"],
        "hazards": ["drone"],
        "total": 5,
        "killed": 1,
    }
    corpus.write_text(json.dumps(row), encoding="utf-8")

    shown = CliRunner().invoke(evaluate.command, [str(corpus)]).stdout

    assert "dangers missed          1 of 1" in shown
    assert "set aside as raid: «атака БПЛА», for:" in shown
    assert "finished «Минувшей ночью»" in shown
    assert "Wrong places: 1" in shown
    assert 'wide: ["Белгород"], answered ["Шебекинский округ"]' in shown
    assert "Wrong killed: 1" in shown
    assert "Wrong hazards" not in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_evaluate_names_odd_lines_and_scores_the_rest(tmp_path: Path) -> None:
    """A slip in a corpus is told with its line, and costs only the figures of that line."""
    corpus = tmp_path / "corpus.jsonl"
    good = {"text": "Работает ПВО.", "channel_region": "RU-BEL", "kind": "attack"}
    rows = [good, good | {"kind": "alarm"}, good | {"period": "ночь"}, [], good]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    corpus.write_text("\n".join([*lines, "{"]), encoding="utf-8")

    result = CliRunner().invoke(evaluate.command, [str(corpus), "--quiet"])

    assert result.exit_code == 1
    assert [line.partition(": line ")[2] for line in result.stderr.splitlines()] == [
        "2: `kind` is not one of ours: 'alarm'",
        "3: `period` is not an object with `from` and `to`",
        "4: not an object",
        "6: not JSON",
    ]
    assert "all                     2  100.0 %" in result.stdout
