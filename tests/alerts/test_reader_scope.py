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


@pytest.mark.parametrize(
    "text",
    [
        "Отбой опасности БПЛА во всех районах области, кроме Грайворонского: там угроза остаётся.",
        "Опасность БПЛА отменена в области, кроме Грайворонского округа: там ещё действует угроза.",
    ],
)
def test_what_goes_on_there_is_said_of_what_was_left_out(text: str) -> None:
    """«Кроме …: там опасность сохраняется» keeps danger where the clear does not reach."""
    verdict = official_reader().read(text, HOME)
    clear = next(one for one in verdict.statements if one.kind is Kind.ALL_CLEAR)
    danger = next(one for one in verdict.statements if one.kind is Kind.THREAT)
    assert (clear.areas, clear.excepted) == ((HOME,), (GRAYVORON,))
    assert (danger.areas, danger.excepted) == ((GRAYVORON,), ())


@pytest.mark.parametrize(
    ("text", "regional"),
    [
        ("На территории области сохраняется опасность атаки БПЛА.", True),
        ("По Белгородской области режим беспилотной опасности остаётся.", True),
        ("Режим беспилотной опасности пока не отменён.", False),
        ("В Шебекинском округе опасность атаки БПЛА сохраняется.", False),
    ],
)
def test_a_region_is_meant_or_only_not_named(text: str, *, regional: bool) -> None:
    """A danger told of no place may be that of the place the post has just spoken of."""
    assert said(text).regional is regional


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


def test_all_the_rest_of_a_region_is_the_region() -> None:
    """«Курск и все районы области» names a town and means everybody."""
    read = official_reader().read
    for text in (
        "Ракетная опасность! Курск, Курчатов, Железногорск и все районы области.",
        "Ракетная опасность: Курск, Курчатов и вся область.",
    ):
        assert read(text, "RU-KRS").headline.areas == ("RU-KRS",)
    named = read("В Курске и Рыльском районе опасность атаки БПЛА, все службы наготове.", "RU-KRS")
    assert named.headline.areas == ("RU-KRS/kursk", "RU-KRS/rylsky")


@pytest.mark.parametrize(
    "rest",
    [
        "Для районов сигнал действует.",
        "В остальных округах опасность сохраняется.",
        "На остальной территории области опасность пока сохраняется.",
    ],
)
def test_what_lasts_in_the_rest_of_the_region_leaves_out_what_ends(rest: str) -> None:
    """Places that are not named are those around the ones that are."""
    verdict = official_reader().read(f"Шебекинский округ: отбой опасности БПЛА. {rest}", HOME)
    clear, danger = verdict.statements
    assert (clear.kind, clear.areas) == (Kind.ALL_CLEAR, (SHEBEKINO,))
    assert (danger.areas, danger.excepted) == ((HOME,), (SHEBEKINO,))


def test_what_lasts_in_other_named_places_is_of_those() -> None:
    """Named places need no guess."""
    verdict = official_reader().read(
        "Шебекинский округ: отбой опасности БПЛА. В Грайворонском округе сигнал действует.", HOME
    )
    assert verdict.statements[1].areas == (GRAYVORON,)


@pytest.mark.parametrize(
    "post",
    [
        "В Белгороде — отбой, в Грайворонском округе — тревога!",
        "Угроза БПЛА в Белгороде отменена, в Грайворонском округе — нет.",
        "Угроза БПЛА в Белгороде отменена, в Грайворонском округе нет.",
        "Белгород — отбой, Грайворонский округ — опасность БПЛА.",
        "Отбой в Белгороде, в Грайворонском округе опасность сохраняется.",
        "В Грайворонском округе тревога, в Белгороде отбой.",
        "Отбой опасности БПЛА в Белгороде. Грайворонский округ пока под угрозой.",
    ],
)
def test_an_end_in_one_place_is_none_in_the_other_of_the_sentence(post: str) -> None:
    """A dash and a comma are all that tells where it is over from where it is not."""
    clear, danger = official_reader().read(post, HOME).statements
    assert (clear.kind, clear.areas) == (Kind.ALL_CLEAR, ("RU-BEL/belgorod",))
    assert (danger.kind, danger.areas) == (Kind.THREAT, (GRAYVORON,))


def test_what_is_denied_of_a_place_may_be_harm() -> None:
    """«Разрушений нет» is said of the harm, and leaves the end as wide as it is."""
    post = "Отбой опасности БПЛА в Белгороде, в Грайворонском округе пострадавших нет."
    clear = official_reader().read(post, HOME).headline
    assert clear.areas == ("RU-BEL/belgorod", GRAYVORON)
