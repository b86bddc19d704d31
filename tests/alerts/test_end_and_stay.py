"""Ends told beside a danger that goes on: what a post frees, and what it does not."""

from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Hazard, Kind

HOME = "RU-BEL"
BELGOROD, GRAYVORON, SHEBEKINO = (
    "RU-BEL/belgorod",
    "RU-BEL/grayvoronsky",
    "RU-BEL/shebekinsky",
)
DANGERS = {Kind.ATTACK, Kind.THREAT}


def areas(text: str, kinds: set[Kind]) -> set[str]:
    """Return the areas of which a post says something of these kinds."""
    statements = official_reader().read(text, HOME).statements
    return {area for each in statements if each.kind in kinds for area in each.areas}


@pytest.mark.parametrize(
    ("text", "ended", "stays"),
    [
        ("Отбой. Грайворон — оставайтесь в укрытиях.", {HOME}, {GRAYVORON}),
        ("Белгород — отбой. Шебекино — в укрытия!", {BELGOROD}, {SHEBEKINO}),
        ("Отбой тревоги в Белгороде, Шебекино — сидите в укрытиях.", {BELGOROD}, {SHEBEKINO}),
        (
            "Отбой ракетной опасности. Жители Шебекино, пока не выходите из укрытий.",
            {HOME},
            {SHEBEKINO},
        ),
        ("Отбой, но из укрытий пока не выходите.", set(), {HOME}),
    ],
)
def test_who_is_told_to_stay_in_shelter_is_not_free(
    text: str, ended: set[str], stays: set[str]
) -> None:
    """Advice to stay in cover beside an end says where the danger goes on."""
    assert areas(text, {Kind.ALL_CLEAR}) == ended
    assert areas(text, DANGERS) == stays


def test_an_end_that_may_not_reach_a_place_leaves_it_out() -> None:
    """«Но не в …» is an exception as «кроме» is."""
    text = "Отбой ракетной опасности в Белгороде, но не в Шебекинском округе."

    [end] = official_reader().read(text, HOME).statements

    assert (end.areas, end.excepted, end.partial) == ((BELGOROD,), (SHEBEKINO,), True)


@pytest.mark.parametrize(
    ("text", "ended", "begun"),
    [
        (
            "Беспилотная опасность снята и введена ракетная опасность.",
            (Hazard.DRONE,),
            (Hazard.MISSILE,),
        ),
        (
            "Отменена ракетная опасность и объявлена беспилотная.",
            (Hazard.MISSILE,),
            (Hazard.DRONE,),
        ),
    ],
)
def test_what_begins_is_told_apart_from_what_ends(
    text: str, ended: tuple[Hazard, ...], begun: tuple[Hazard, ...]
) -> None:
    """«И» before a verb begins a clause of its own."""
    statements = official_reader().read(text, HOME).statements

    assert {each.kind: each.hazards for each in statements} == {
        Kind.ALL_CLEAR: ended,
        Kind.THREAT: begun,
    }


def test_a_signal_ends_beside_the_plan_for_the_airports() -> None:
    """Of «отменён план «Ковёр» и сигнал …» the signal is our danger; «и введена» is none's end."""
    ends = "Отменены план «Ковёр» и сигнал «Беспилотная опасность»."
    begins = "Снят план «Ковёр» и введена беспилотная опасность."

    assert areas(ends, {Kind.ALL_CLEAR}) == {HOME}
    assert (areas(begins, {Kind.ALL_CLEAR}), areas(begins, DANGERS)) == (set(), {HOME})


def test_only_a_place_may_stand_between_an_alarm_and_its_end() -> None:
    """«Тревога в Белгороде снята» is ours; of a school, a flood or a show it is another's."""
    assert areas("Тревога в Белгороде снята.", {Kind.ALL_CLEAR}) == {BELGOROD}
    for other in (
        "Тревога в школе снята.",
        "Угроза подтопления в Шебекине миновала.",
        "Отбой! Концерта в парке не будет, артист заболел.",
        "Отбой воздушной тревоги 9 мая 1945 года вспоминает ветеран.",
    ):
        assert areas(other, {Kind.ALL_CLEAR}) == set()
