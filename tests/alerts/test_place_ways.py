"""Ways a place is written beside that of the tables: other hands, common nouns, rows of a table."""

from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.tables import load_gazetteer
from alerts.verdicts import Kind


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A drone fell in Graivoronsky district.", "RU-BEL/grayvoronsky"),
        ("Drones over the Grayvoronskiy district.", "RU-BEL/grayvoronsky"),
        ("Krasnoyaruzhski district was shelled.", "RU-BEL/krasnoyaruzhsky"),
        ("Debris fell in the capital region.", "RU-MOS"),
    ],
)
def test_other_hands_write_the_same_letters_otherwise(text: str, area: str) -> None:
    """A district is the same in every transliteration."""
    assert [mention.area for mention in load_gazetteer().find(text, "RU-BEL")] == [area]


def test_a_capital_that_is_no_region_is_no_place() -> None:
    """«Столица» and "capital" by themselves name nothing."""
    assert load_gazetteer().find("The capital and the region are calm.") == []


@pytest.mark.parametrize("text", ["В Казачьей бухте дым.", "На Северной стороне дым."])
def test_a_common_noun_is_declined_with_its_adjective(text: str) -> None:
    """Bays and sides of a city are called by a noun in small letters."""
    assert [mention.area for mention in load_gazetteer().find(text, "UA-40")] == ["UA-40"]


def test_an_end_in_a_part_of_a_city_is_not_that_of_the_city() -> None:
    """Whose end names a bay leaves the rest of Sevastopol in danger."""
    reader = official_reader()

    [part] = reader.read("Отбой тревоги на Северной стороне.", "UA-40").statements
    [whole] = reader.read("Отбой тревоги в Севастополе.", "UA-40").statements

    assert (part.kind, part.areas) == (Kind.ALL_CLEAR, ())
    assert (whole.kind, whole.areas) == (Kind.ALL_CLEAR, ("UA-40",))


def test_a_row_leaves_its_type_out_and_prose_does_not() -> None:
    """«Климовский – 8» is a district, «Климовский сообщил» is somebody."""
    rows = official_reader().read(
        "За сутки сбито 13 БПЛА.\nКлимовский – 8\nПогарский – 5", "RU-BRY"
    )
    prose = load_gazetteer().find("Климовский: «Сбито 13 БПЛА».", "RU-BRY")

    assert rows.tally is not None
    assert rows.tally.by_place == {"Климовский район": 8, "Погарский район": 5}
    assert prose == []


def test_a_district_that_no_table_has_keeps_its_number() -> None:
    """A place not known is kept as heard, and so is what was counted there."""
    text = "За ночь сбито 9 БПЛА: в Тьмутараканском районе – 5, в Киреевском – 4."

    tally = official_reader().read(text, "RU-TUL").tally

    assert tally is not None
    assert tally.by_place == {"Тьмутараканский район": 5, "Киреевский район": 4}


@pytest.mark.parametrize(
    ("text", "region", "place"),
    [
        ("За ночь сбиты 5 БПЛА: 4 над Чаплыгинским округом, 1 над Липецком.", "RU-LIP", "Липецк"),
        ("Сбиты 5 БПЛА: 4 в Чаплыгинском округе, 1 в Липецком.", "RU-LIP", "Липецкий округ"),
        ("Сбиты 5 БПЛА: 4 над Льговским районом, 1 над Курском.", "RU-KRS", "Курск"),
        ("Сбиты 5 БПЛА: 4 над Льговским районом, 1 над Курским.", "RU-KRS", "Курский район"),
    ],
)
def test_the_preposition_tells_a_town_from_its_district(text: str, region: str, place: str) -> None:
    """«Над Курском» flies over the town; «в Курском» leaves «районе» out."""
    tally = official_reader().read(text, region).tally

    assert tally is not None
    assert tally.by_place[place] == 1
