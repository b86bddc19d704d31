"""What a statement leaves out, and of which part of an area it speaks."""

from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Kind, Statement

HOME = "RU-BEL"
GRAYVORON, SHEBEKINO, OSKOL = "RU-BEL/grayvoronsky", "RU-BEL/shebekinsky", "RU-BEL/starooskolsky"


def said(text: str) -> Statement:
    """Return what a post of the Belgorod governor says first."""
    return official_reader().read(text, HOME).headline


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        pytest.param(
            "Отбой опасности БПЛА на всей территории области, кроме Грайворонского округа.",
            (GRAYVORON,),
            id="one place",
        ),
        pytest.param(
            "Отбой ракетной опасности в области за исключением Шебекинского и Грайворонского "
            "округов.",
            (SHEBEKINO, GRAYVORON),
            id="several places",
        ),
        pytest.param(
            "Отбой опасности БПЛА по всей области, кроме:\n- Грайворонский округ\n- Шебекинский "
            "округ",
            (GRAYVORON, SHEBEKINO),
            id="a list below",
        ),
    ],
)
def test_a_clear_does_not_reach_what_it_leaves_out(text: str, excepted: tuple[str, ...]) -> None:
    """«Кроме» names where the danger stays: the costliest word to miss."""
    clear = said(text)
    assert (clear.kind, clear.areas, clear.excepted) == (Kind.ALL_CLEAR, (HOME,), excepted)


def test_a_clear_but_for_an_unknown_place_reaches_nothing() -> None:
    """Who cannot tell where danger stays must not say where it ended."""
    clear = said("Отбой ракетной опасности в области, кроме Тьмутараканского района.")
    assert (clear.kind, clear.areas) == (Kind.ALL_CLEAR, ())
    assert clear.unknown


def test_besides_is_no_exception() -> None:
    """«Кроме того» leaves nothing out."""
    assert said("Кроме того, в Шебекинском округе ракетная опасность.").areas == (SHEBEKINO,)


def test_a_town_of_a_district_is_a_part_of_it() -> None:
    """Danger in a town concerns its district; its end is the town's own."""
    part = ((OSKOL, "Старый Оскол"),)
    danger = said("Опасность атаки БПЛА в Старом Осколе.")
    clear = said("Отбой опасности атаки БПЛА в городе Старый Оскол.")
    assert (danger.areas, danger.parts) == ((OSKOL,), part)
    assert (clear.areas, clear.parts) == ((), part)
    assert said("Опасность БПЛА в Старом Осколе и Старооскольском округе.").parts == ()


@pytest.mark.parametrize(
    ("text", "continues"),
    [
        ("Опасность атаки БПЛА сохраняется.", True),
        ("Сбит БПЛА над Шебекино. Опасность атаки БПЛА в регионе сохраняется.", True),
        ("Объявлена опасность атаки БПЛА.", False),
    ],
)
def test_danger_that_goes_on_is_told_from_new_danger(text: str, *, continues: bool) -> None:
    """Whether or not the post has other news, «сохраняется» declares nothing new."""
    assert said(text).continues is continues
