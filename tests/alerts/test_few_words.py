"""Posts of a few words, each by itself: dangers, what only sounds like one, and no ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Kind

CORPUS = Path(__file__).parent.parent / "corpus"
DANGERS = {Kind.ATTACK, Kind.THREAT}


def lines(name: str) -> list[str]:
    """Return the posts of a file, one a line."""
    return (CORPUS / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", lines("short_dangers.txt"))
def test_a_danger_needs_no_second_sentence(text: str) -> None:
    """As officials write when there is no time for more."""
    assert official_reader().read(text, "RU-BEL").kind in DANGERS


@pytest.mark.parametrize("text", lines("homely.txt"))
def test_what_only_sounds_like_danger_does_not_ring(text: str) -> None:
    """Snow, sport, salutes and sirens of ambulances."""
    assert official_reader().read(text, "RU-BEL").kind not in DANGERS | {Kind.ALL_CLEAR}


@pytest.mark.parametrize("text", lines("no_end.txt"))
def test_what_only_speaks_of_an_end_ends_nothing(text: str) -> None:
    """Ends awaited, denied, promised, explained, of other regions or of other matters."""
    statements = official_reader().read(text, "RU-KRS").statements

    assert Kind.ALL_CLEAR not in {statement.kind for statement in statements}


def test_an_end_for_places_without_a_name_is_kept_and_ends_nothing() -> None:
    """Nobody knows which two districts; the operator is told of it."""
    text = "Беспилотная опасность снята с двух районов из семнадцати, какие именно — уточним."

    [end] = official_reader().read(text, "RU-KRS").statements

    assert (end.kind, end.areas, end.unknown) == (Kind.ALL_CLEAR, (), ("с двух районов",))


def test_an_end_is_not_lent_to_the_place_where_it_is_denied() -> None:
    """The danger is named beside Livny, its end beside Mtsensk alone."""
    text = "Отбоя ракетной опасности в Ливнах ещё не было, а вот в Мценске она снята."

    statements = official_reader().read(text, "RU-ORL").statements

    ends = [statement.places for statement in statements if statement.kind is Kind.ALL_CLEAR]
    assert ends == [("Мценск",)]
