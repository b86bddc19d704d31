from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from app.commands import classify, evaluate

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


def test_plain_text_gets_a_readable_answer() -> None:
    """An operator sees kind, place and the words it rests on."""
    result = CliRunner().invoke(classify.command, ["--region", "RU-TUL", "Опасность атаки БПЛА!"])

    assert result.stdout.startswith("threat: drone")
    assert "[RU-TUL]" in result.stdout
    assert "«Опасность атаки БПЛА»" in result.stdout


def test_classify_loads_no_framework() -> None:
    """A pipe through ``classify`` starts fast and stays small."""
    heavy = ["aiogram", "sqlalchemy", "pydantic", "telethon", "aiohttp"]
    code = f"import sys, app.commands.classify; print([m for m in {heavy} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and words

    assert done.stdout.strip() == "[]"


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
    assert "false alarms 1" in result.stdout
    assert "odd: other, answered attack because of «Работает ПВО»" in result.stdout


def test_evaluate_names_a_bad_line(tmp_path: Path) -> None:
    """A slip in a corpus is the operator's mistake, told with its line."""
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"text": "а", "kind": "alarm"}', encoding="utf-8")

    result = CliRunner().invoke(evaluate.command, [str(corpus)])

    assert result.exit_code == 2
    assert "line 1: `kind` is not one of ours: 'alarm'" in result.stderr
