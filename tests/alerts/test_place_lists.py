"""Lists of adjectives that share a head word or lean on the one before."""

from __future__ import annotations

import pytest

from alerts.tables import load_gazetteer

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("text", "home", "places"),
    [
        pytest.param(
            "В Климовском районе — 12, Трубчевском — 9, Севском — 7.",
            "RU-BRY",
            ["Климовский район", "Трубчевский район", "Севский район"],
            id="districts parted by counts",
        ),
        pytest.param(
            "Сбиты в Трубчевске и Севске.",
            "RU-BRY",
            ["Трубчевск", "Севск"],
            id="towns stay towns",
        ),
        pytest.param(
            "Над Смоленской областью 22, над Калужской 15, над Белгородской двенадцать.",
            None,
            ["Смоленская область", "Калужская область", "Белгородская область"],
            id="regions before a bare number",
        ),
        pytest.param(
            "Брянская (53) область, Калужская (22), Московский регион (18).",
            None,
            ["Брянская область", "Калужская область", "Московская область"],
            id="genders mixed in one list",
        ),
        pytest.param(
            "В Раменском погибла женщина.", "RU-MOS", ["Раменское"], id="a town like an adjective"
        ),
        pytest.param(
            "Ветер до 35 м/с. Без нужды не выезжайте.", "RU-SAK", [], id="m/s, no village"
        ),
    ],
)
def test_places_of_a_list_are_found(text: str, home: str | None, places: list[str]) -> None:
    """Each place is named in full, whatever the list leaves out."""
    assert [mention.place for mention in GAZETTEER.find(text, home)] == places


@pytest.mark.parametrize(
    "text", ["АААСКОЙ(", "В Климовском районе — 12, Се", "Калужская (", "м/с."]
)
def test_a_list_may_break_off(text: str) -> None:
    """A text that ends within a list is no mistake."""
    GAZETTEER.find(text, "RU-BRY")
