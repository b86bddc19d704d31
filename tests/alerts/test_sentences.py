from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.cutting import cut
from alerts.lexicon import Lexicon, load_tables
from alerts.normal import normalise
from alerts.rules import Rules
from alerts.scanner import Scanner

if TYPE_CHECKING:
    from alerts.sentences import Sentence


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Our own lexicon."""
    return load_tables()[0]


def scan(lexicon: Lexicon, text: str) -> list[Sentence]:
    """Read a text as it is published."""
    return Scanner(lexicon).scan(cut(normalise(text)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Отбой. Спасибо!", 2),
        ("Пожар на ул. Мира потушен", 1),
        ("С 20.00 до 7.30 сбито 5 БПЛА", 1),
        ("Первая строка\nвторая строка", 2),
        ("❗️❗️❗️", 0),
        ("Внимание!!! Ракетная опасность...", 2),
    ],
)
def test_text_is_cut_where_sentences_end(lexicon: Lexicon, text: str, count: int) -> None:
    """Abbreviations and clock times do not end a sentence; lines do."""
    assert len(scan(lexicon, text)) == count


def test_word_after_not_is_denied(lexicon: Lexicon) -> None:
    """«Не снята» is the opposite of «снята»."""
    ended = lexicon.bits("ended")
    plain, denied = scan(lexicon, "Опасность снята. Опасность ещё не снята.")

    assert plain.bits & ended
    assert not denied.bits & ended
    assert denied.negated & ended


def test_denial_may_follow_its_word(lexicon: Lexicon) -> None:
    """«Снята не была» is «не снята»."""
    (sentence,) = scan(lexicon, "Опасность снята не была")

    assert not sentence.bits & lexicon.bits("ended")


def test_what_is_said_on_condition_is_in_passing(lexicon: Lexicon) -> None:
    """«Если объявлена опасность» declares nothing; what stood before the condition stays said."""
    (before,) = scan(lexicon, "Если объявлена опасность, укройтесь")
    (after,) = scan(lexicon, "Опасность БПЛА при включении сирен")
    danger = lexicon.bits("danger")

    assert not before.bits & danger
    assert before.passing & danger
    assert after.bits & danger


def test_row_of_words_may_take_away_the_meaning_of_its_words(lexicon: Lexicon) -> None:
    """«Угроза жизни» is not the danger we tell of."""
    (sentence,) = scan(lexicon, "Угрозы жизни нет")

    assert not sentence.bits & lexicon.bits("danger")


def test_rule_with_unknown_meaning_is_refused(lexicon: Lexicon) -> None:
    """A slip in the table is found when it is loaded."""
    with pytest.raises(ValueError, match="no meaning called 'dangr'"):
        Rules([{"fact": "danger", "needs": ["dangr"]}], lexicon)
