"""The costliest mistake of all: an end where none was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Kind

SPEAKS_OF_AN_END = Path(__file__).parent.parent / "corpus" / "no_end.txt"


@pytest.mark.parametrize("text", SPEAKS_OF_AN_END.read_text(encoding="utf-8").splitlines())
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
