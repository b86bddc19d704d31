"""Why a post was read as it was: the words for it, and what set others aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.explaining import Part, explain
from alerts.reader import official_reader


def against(text: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return what was set aside, by its words, and why."""
    explanation = explain(official_reader(), text, "RU-BEL")
    return {
        " ".join(aside.words): [(ground.why, ground.words) for ground in aside.against]
        for aside in explanation.aside
    }


@pytest.mark.parametrize(
    ("text", "words", "why", "because"),
    [
        ("Ракетная опасность! Оставайтесь в укрытии до отбоя.", "до отбоя", "no_end", ()),
        ("Ночью отражена атака БПЛА.", "атака БПЛА", "finished", ("Ночью",)),
        ("Атаки БПЛА не было.", "Атаки БПЛА", "denied", ()),
        (
            "Проверка сирен в полдень: услышите сигнал «Воздушная тревога».",
            "Воздушная тревога",
            "drill",
            ("Проверка сирен",),
        ),
        ("Правда ли, что ракетная опасность?", "ракетная опасность", "question", ()),
        (
            "Если объявят сигнал «Ракетная опасность», уйдите от окон.",
            "Ракетная опасность",
            "not_yet",
            ("объявят",),
        ),
        (
            "Из-за угрозы атаки БПЛА закрыт аэропорт.",
            "Из-за угрозы атаки БПЛА закрыт аэропорт.",
            "cause",
            ("Из-за",),
        ),
        ("Отбой ракетной опасности скоро объявят.", "Отбой", "not_yet", ("скоро", "объявят")),
    ],
)
def test_what_was_set_aside_is_told_with_what_did_it(
    text: str, words: str, why: str, because: tuple[str, ...]
) -> None:
    """The words that misled, or would have, and the words that decided against them."""
    found = against(text)
    assert words in found, found
    reasons = dict(found[words])
    assert why in reasons
    assert set(because) <= set(reasons[why])


def test_every_statement_has_its_grounds() -> None:
    """Facts come with their words; what is not said is a ground as well."""
    explanation = explain(official_reader(), "Опасность сохраняется. Ночью сбит БПЛА.", "RU-BEL")
    threat, told = ({ground.why: ground.words for ground in own} for own in explanation.grounds)
    assert threat["stays"] == ("Опасность сохраняется",)
    assert {"continues", "home"} <= set(threat)
    assert told["finished"] == ("Ночью",)


def test_marked_words_do_not_overlap() -> None:
    """What counts most wins, and every stretch is of the text."""
    text = "Сегодня учебная тревога. Отбой ракетной опасности не объявляли, ждите отбоя."
    explanation = explain(official_reader(), text, "RU-BEL")
    ends = [0]
    for start, end, _ in explanation.spans:
        assert ends[-1] <= start < end
        ends.append(end)
    assert Part.BECAUSE in {part for _, _, part in explanation.spans}


@given(st.text(max_size=200))
def test_an_explanation_is_of_the_same_verdict(text: str) -> None:
    """To explain never raises and never reads otherwise."""
    reader = official_reader()
    explanation = explain(reader, text, "RU-BEL")
    assert explanation.verdict == reader.read(text, "RU-BEL")
    assert len(explanation.grounds) == len(explanation.verdict.statements)
