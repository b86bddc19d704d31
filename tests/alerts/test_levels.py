"""The two levels of danger: which one a statement speaks of, what the end of one leaves."""

from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Kind

UPPER = [
    "Опасность непосредственного удара БПЛА в Воронеже! Срочно в укрытие!",
    "Красный уровень. Угроза атаки БПЛА теперь на территории всей области.",
    "На территории области введён режим «Опасное небо».",
    "Внимание! Сигнал «Атака БПЛА» в Новороссийске. Всем в укрытия.",
]
LOWER = [
    "На территории области объявлена опасность атаки БПЛА.",
    "Введён жёлтый уровень — угроза атаки БПЛА.",
    "В регионе введён режим «Беспилотная опасность».",
    "Ракетная опасность на территории области!",
]
EASED = [
    "Красный уровень опасности снижен до жёлтого.",
    "Отбой красного уровня. Введён жёлтый уровень угрозы атаки БПЛА.",
    "Режим «Опасное небо» отменён, продолжает действовать режим «Беспилотная опасность».",
    "С 19:10 отменено «Опасное небо». Режим «Беспилотная опасность» действует.",
    "Отменена опасность непосредственного удара БПЛА. Опасность атаки БПЛА сохраняется.",
]
ENDED = [
    "Отменены и «Опасное небо», и «Беспилотная опасность».",
    "Отбой опасности атаки БПЛА.",
    "Отбой ракетной опасности.",
]


@pytest.mark.parametrize("text", UPPER)
def test_the_upper_level_is_immediate(text: str) -> None:
    """A strike awaited at any minute is told apart from a regime of danger."""
    headline = official_reader().read(text, "RU-VOR").headline
    assert (headline.kind, headline.immediate) == (Kind.THREAT, True)


@pytest.mark.parametrize("text", LOWER)
def test_the_lower_level_is_not_immediate(text: str) -> None:
    """A declared regime, and a danger that knows no levels, are no immediate ones."""
    headline = official_reader().read(text, "RU-VOR").headline
    assert (headline.kind, headline.immediate) == (Kind.THREAT, False)


@pytest.mark.parametrize("text", EASED)
def test_the_end_of_the_upper_level_leaves_the_lower(text: str) -> None:
    """What is lowered or stays in the same post does not end with the upper level."""
    headline = official_reader().read(text, "RU-VOR").headline
    assert (headline.kind, headline.partial, headline.immediate) == (Kind.ALL_CLEAR, True, True)


@pytest.mark.parametrize("text", ENDED)
def test_an_end_of_both_levels_is_whole(text: str) -> None:
    """An end that names the lower level, or none, is the end of all of it."""
    headline = official_reader().read(text, "RU-VOR").headline
    assert (headline.kind, headline.partial, headline.immediate) == (Kind.ALL_CLEAR, False, False)
