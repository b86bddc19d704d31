"""When a reading is unsure: danger is never dropped in silence, and few posts are doubted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Doubt
from storage.encoding import statement_from_json, statement_to_json

CORPUS = Path(__file__).parents[1] / "corpus"


def doubts(text: str, home: str | None = "RU-BEL") -> list[tuple[Doubt | None, tuple[str, ...]]]:
    """Return why a post is doubted, with the words of doubt."""
    return [(own.unsure, own.doubted) for own in official_reader().read(text, home).unsure]


@pytest.mark.parametrize(
    ("text", "doubt", "words"),
    [
        pytest.param(
            "В соцсетях пишут: ракетная опасность по области, всем в укрытие.",
            Doubt.DANGER_SET_ASIDE,
            "ракетная опасность",
            id="hearsay of danger",
        ),
        pytest.param(
            "Дроны постоянно летят на город.",
            Doubt.DANGER_SET_ASIDE,
            "летят",
            id="words no rule puts together",
        ),
        pytest.param(
            "Отбой ракетной опасности. Спуститесь в подвал!",
            Doubt.END_DOUBTED,
            "Спуститесь",
            id="an end and cover",
        ),
        pytest.param(
            "Друзья, отбой, расходимся по домам и отдыхаем до завтрашнего утра.",
            Doubt.END_SET_ASIDE,
            "отбой",
            id="an end of nobody knows what",
        ),
        pytest.param(
            "Ракетная опасность нашего посёлка не касается.",
            Doubt.DANGER_DENIED,
            "Ракетная опасность",
            id="a danger denied",
        ),
        pytest.param(
            "Над Калмыкией военные ликвидировали БПЛА, обломки в степи.",
            Doubt.TENSES_MIXED,
            "обломки",
            id="an attack told as done",
        ),
    ],
)
def test_what_is_unsure_says_so(text: str, doubt: Doubt, words: str) -> None:
    """The doubt is named, and so are the words that make it."""
    [(why, quoted)] = doubts(text)
    assert why is doubt
    assert any(words in quote for quote in quoted)


@pytest.mark.parametrize(
    "text",
    [
        "Ракетная опасность! Спуститесь в подвал.",
        "Опасность атаки БПЛА не выходите на улицу",
        "Отбой ракетной опасности. Можно выходить из укрытий.",
        "Сегодня учения: прозвучат сирены, учебная ракетная тревога.",
        "При угрозе атаки БПЛА не подходите к окнам.",
        "Минувшей ночью отражена атака БПЛА, обломки упали в поле.",
        "Открыли новый детский сад.",
        "Над Киришским районом уничтожены три БПЛА. Пострадавших и разрушений нет.",
    ],
)
def test_what_is_plain_is_not_doubted(text: str) -> None:
    """An operator who is asked about everything looks at nothing."""
    assert doubts(text) == []


def test_few_posts_are_doubted() -> None:
    """Of our own corpus, full of traps as it is, less than one in thirty."""
    reader = official_reader()
    posts = [
        json.loads(line)
        for file in sorted(CORPUS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    doubted = [post for post in posts if reader.read(post["text"], post["channel_region"]).unsure]
    assert 0 < len(doubted) < len(posts) / 30


def test_doubt_is_kept_with_the_statement() -> None:
    """What is stored comes back as it was."""
    [statement] = official_reader().read("Дроны постоянно летят на город.", "RU-BEL").unsure
    assert statement_from_json(statement_to_json(statement)) == statement
