"""What area a person means by what they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.tables import load_gazetteer

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("query", "region"),
    [
        pytest.param("Belgorod", "RU-BEL", id="english"),
        pytest.param("BELGOROD", "RU-BEL", id="capitals"),
        pytest.param("белгорот", "RU-BEL", id="typo"),
        pytest.param("blegorod", "RU-BEL", id="swapped-letters"),
        pytest.param("Белгородская", "RU-BEL", id="adjective"),
        pytest.param("белгородская обл.", "RU-BEL", id="abbreviated"),
        pytest.param("кубань", "RU-KDA", id="colloquial"),
        pytest.param("Kursk", "RU-KRS", id="capital"),
        pytest.param("bryansk oblast", "RU-BRY", id="oblast"),
        pytest.param("крым", "UA-43", id="crimea"),
        pytest.param("Chechnya", "RU-CE", id="chechnya"),
        pytest.param("днр", "UA-14", id="abbreviation"),
        pytest.param("орел", "RU-ORL", id="without-dots"),
        pytest.param("питер", "RU-SPE", id="petersburg"),
        pytest.param("Московская область", "RU-MOS", id="moscow-region"),
        pytest.param("Moscow", "RU-MOW", id="moscow"),
    ],
)
def test_a_region_is_found_by_what_people_type(query: str, region: str) -> None:
    """The wanted region comes first."""
    assert GAZETTEER.search(query, regions_only=True)[0].id == region


@pytest.mark.parametrize(
    ("query", "area"),
    [
        pytest.param("Шебекинский район", "RU-BEL/shebekinsky", id="old-type"),
        pytest.param("шебекино", "RU-BEL/shebekinsky", id="its-centre"),
        pytest.param("старый оскол", "RU-BEL/starooskolsky", id="two-words"),
        pytest.param("Taganrog", "RU-ROS/taganrog", id="english"),
        pytest.param("таганрок", "RU-ROS/taganrog", id="typo"),
    ],
)
def test_a_municipality_is_found_by_what_people_type(query: str, area: str) -> None:
    """The wanted municipality comes first."""
    assert GAZETTEER.search(query)[0].id == area


def test_a_capital_is_offered_beside_its_region() -> None:
    """«Белгород» may mean the town, the region or the district: all are offered, no other."""
    assert [area.id for area in GAZETTEER.search("Белгород")] == [
        "RU-BEL/belgorod",
        "RU-BEL",
        "RU-BEL/belgorodsky",
    ]


@pytest.mark.parametrize("query", ["", "ъ", "xx", "xyz", "🙂", "фывапролдж", "  "])
def test_nonsense_finds_nothing(query: str) -> None:
    """What is like no name gives nothing rather than a guess."""
    assert GAZETTEER.search(query) == []


@given(st.text(), st.integers(0, 10))
def test_searching_never_raises(query: str, limit: int) -> None:
    """Any text may be typed; no more areas than asked for come back."""
    assert len(GAZETTEER.search(query, limit)) <= limit


def test_districts_come_before_parts_of_cities_with_their_name() -> None:
    """Who types «Октябрьский» is offered the districts of that name before cities that have one."""
    found = [area.name for area in load_gazetteer().search("Октябрьский", 6)]
    assert found == ["Октябрьский", *["Октябрьский район"] * 5]
