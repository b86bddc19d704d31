from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Kind
from app.commands.classify import answer_of

if TYPE_CHECKING:
    from alerts.verdicts import Verdict

CORPUS = Path(__file__).parent.parent / "corpus"
RECALL_BAR = {
    Kind.ATTACK: 0.95,
    Kind.THREAT: 0.95,
    Kind.ALL_CLEAR: 0.95,
    Kind.AFTERMATH: 0.95,
    Kind.SUMMARY: 0.95,
    Kind.ADVISORY: 0.9,
    Kind.DRILL: 0.95,
    Kind.OTHER: 0.9,
}
DANGERS = {Kind.ATTACK, Kind.THREAT}
MARKS = {"hazards", "partial", "reminder"}


def labelled() -> list[dict[str, Any]]:
    """Return every labelled post of our own."""
    return [
        json.loads(line)
        for path in sorted(CORPUS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def read(post: dict[str, Any]) -> Verdict:
    """Read a post as its channel's."""
    return official_reader().read(post["text"], post["channel_region"])


def marks(post: dict[str, Any]) -> dict[str, Any]:
    """Return what a post is labelled with beside its kind."""
    return {mark: {*post[mark]} if mark == "hazards" else post[mark] for mark in MARKS & {*post}}


def marks_of(verdict: Verdict) -> dict[str, Any]:
    """Return the same of an answer."""
    headline = verdict.headline
    return {
        "hazards": {*headline.hazards},
        "partial": headline.partial,
        "reminder": headline.reminder,
    }


def test_corpus_is_large_and_each_post_is_there_once() -> None:
    """The bars below mean something: many posts, every id and text once, every kind present."""
    posts = labelled()

    assert len(posts) >= 500
    assert len({post["id"] for post in posts}) == len(posts)
    assert len({post["text"] for post in posts}) == len(posts)
    assert {post["kind"] for post in posts} == {kind.value for kind in Kind}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_recognised(kind: Kind) -> None:
    """No kind of post gets worse unnoticed: each has its own bar."""
    posts = [post for post in labelled() if post["kind"] == kind]
    wrong = [
        (post["id"], answer.kind, answer.headline.because)
        for post in posts
        if (answer := read(post)).kind not in post["accept"]
    ]

    assert 1 - len(wrong) / len(posts) >= RECALL_BAR[kind], wrong


def test_no_danger_is_missed() -> None:
    """A danger is never read as something harmless."""
    missed = [
        post["id"]
        for post in labelled()
        if post["kind"] in DANGERS
        and (kind := read(post).kind) not in DANGERS
        and kind not in post["accept"]
    ]

    assert missed == []


def test_no_all_clear_is_invented() -> None:
    """No statement of any post clears a danger unless officials cleared it."""
    invented = [
        post["id"]
        for post in labelled()
        if post["kind"] != Kind.ALL_CLEAR
        and any(statement.kind is Kind.ALL_CLEAR for statement in read(post).statements)
    ]

    assert invented == []


def test_harmless_posts_do_not_ring() -> None:
    """Sport, harvests, memorials, drills and advice wake nobody."""
    rang = [
        post["id"]
        for post in labelled()
        if not DANGERS & {post["kind"], *post["accept"]} and read(post).kind in DANGERS
    ]

    assert rang == []


def test_hazards_partial_and_reminder_are_as_labelled() -> None:
    """What threatens, an end of one regime of two, and a pure reminder are told apart."""
    posts = [post for post in labelled() if MARKS & post.keys()]
    wrong = [
        post["id"]
        for post in posts
        if (labels := marks(post)) != {mark: marks_of(read(post))[mark] for mark in labels}
    ]

    assert len(posts) >= 2_000
    assert len(wrong) <= 0.03 * len(posts), wrong


@pytest.mark.parametrize(
    ("field", "bar"),
    [
        ("total", 0.97),
        ("by_region", 0.97),
        ("by_place", 0.97),
        ("period", 0.97),
        ("killed", 0.97),
        ("injured", 0.97),
    ],
)
def test_counts_are_as_labelled(field: str, bar: float) -> None:
    """Tables, totals, periods and casualties of labelled posts are read exactly."""
    posts = [post for post in labelled() if field in post]
    wrong = [
        (post["id"], answer)
        for post in posts
        if (answer := answer_of(read(post), post["channel_region"])[field]) != post[field]
    ]

    assert posts
    assert len(wrong) <= (1 - bar) * len(posts), wrong


@pytest.mark.parametrize("field", ["places", "regions"])
def test_places_are_as_labelled(field: str) -> None:
    """Nothing that a post is about is left out, and nothing that lies elsewhere is added."""
    posts = [post for post in labelled() if field in post]
    wrong = [
        (post["id"], answer)
        for post in posts
        if {*(answer := answer_of(read(post), post["channel_region"])[field])} != {*post[field]}
    ]

    assert len(posts) >= 30
    assert len(wrong) <= 0.02 * len(posts), wrong
