"""What places a text names: grammar, homonyms, and no text is too odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.gazetteer import GAZETTEER, areas, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("над Белгородской областью", ["RU-BEL"], id="instrumental"),
        pytest.param(
            "над Тамбовской, Орловской и Калужской областями",
            ["RU-TAM", "RU-ORL", "RU-KLU"],
            id="elided-noun",
        ),
        pytest.param(
            "в Курской области — три, в Брянской — шесть",
            ["RU-KRS", "RU-BRY"],
            id="noun-left-out",
        ),
        pytest.param("Курской АЭС и Тверской улице области", [], id="adjective-of-another-noun"),
        pytest.param(
            "над Краснодарским и Ставропольским краями", ["RU-KDA", "RU-STA"], id="two-krais"
        ),
        pytest.param(
            "над Кубанью, в Подмосковье и Ленобласти",
            ["RU-KDA", "RU-MOS", "RU-LEN"],
            id="colloquial",
        ),
        pytest.param("на Ставрополье и Белгородчине", ["RU-STA", "RU-BEL"], id="colloquial-too"),
        pytest.param(
            "над территориями Республики Крым и Ростовской области",
            ["UA-43", "RU-ROS"],
            id="republic",
        ),
        pytest.param("над Крымским полуостровом", ["UA-43"], id="peninsula"),
        pytest.param("в Крыму и Севастополе", ["UA-43", "UA-40"], id="crimea-and-sevastopol"),
        pytest.param(
            "в Чеченской и Удмуртской Республиках", ["RU-CE", "RU-UD"], id="adjective-republics"
        ),
        pytest.param(
            "ДНР, Запорожская и Херсонская области", ["UA-14", "UA-23", "UA-65"], id="new-codes"
        ),
        pytest.param(
            "в ХМАО — Югре и Ямало-Ненецком автономном округе",
            ["RU-KHM", "RU-YAN"],
            id="autonomous",
        ),
        pytest.param("Еврейская АО", ["RU-YEV"], id="abbreviated-head"),
        pytest.param("в Московском регионе", ["RU-MOS"], id="moscow-region"),
        pytest.param(
            "над акваториями Азовского и Чёрного морей", ["SEA-AZOV", "SEA-BLACK"], id="seas"
        ),
        pytest.param("Республика Северная Осетия – Алания", ["RU-SE"], id="name-with-a-dash"),
        pytest.param("в Сумской и Харьковской областях", [], id="foreign-regions"),
        pytest.param(
            "Восточный военный и Центральный федеральный округ", [], id="other-kinds-of-okrug"
        ),
    ],
)
def test_regions_are_found_in_every_wording(text: str, expected: list[str]) -> None:
    """Regions and seas are found by case, in lists, by short and colloquial names."""
    assert areas(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("over the Belgorod Region", ["RU-BEL"], id="region"),
        pytest.param("over Tver Oblast", ["RU-TVE"], id="oblast"),
        pytest.param("over the Moscow and Kaluga regions", ["RU-MOS", "RU-KLU"], id="list"),
        pytest.param("nine over Kurskaya, two over Kaluga", ["RU-KRS", "RU-KLU"], id="bare"),
        pytest.param("over Crimea and the Black Sea", ["UA-43", "SEA-BLACK"], id="nouns"),
        pytest.param("at 7 p.m. Moscow time", [], id="moscow-time"),
    ],
)
def test_english_names_are_found(text: str, expected: list[str]) -> None:
    """Regions are found in English wording; a time zone is no place."""
    assert areas(text) == expected


def test_english_villages_are_read_at_home() -> None:
    """A village in Latin letters is the one of the home region, not a town far away."""
    text = "the villages of Murom, Yasnye Zori and Novaya Tavolzhanka"
    assert found(text, "RU-BEL") == [
        ("RU-BEL/shebekinsky", "Муром"),
        ("RU-BEL/belgorodsky", "Ясные Зори"),
        ("RU-BEL/shebekinsky", "Новая Таволжанка"),
    ]


def test_english_districts_keep_the_russian_nominative() -> None:
    """A district named in English has its Russian name as the place."""
    assert found("in Kursk, Kurchatovsky and Fatezhsky districts", "RU-KRS") == [
        ("RU-KRS/kursk", "Курск"),
        ("RU-KRS/kurchatovsky", "Курчатовский район"),
        ("RU-KRS/fatezhsky", "Фатежский район"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "в Корочанском, Валуйском и Губкинском округах",
            ["Корочанский округ", "Валуйский округ", "Губкинский округ"],
            id="elided-noun",
        ),
        pytest.param(
            "Белгородского района, Валуйского и Ивнянского муниципальных округов",
            [
                "Белгородский район",
                "Валуйский муниципальный округ",
                "Ивнянский муниципальный округ",
            ],
            id="two-lists",
        ),
        pytest.param(
            "Губкинский г.о., Валуйский МО",
            ["Губкинский городской округ", "Валуйский муниципальный округ"],
            id="abbreviated-type",
        ),
        pytest.param("в Шебекинском р-не", ["Шебекинский район"], id="short-type"),
        pytest.param(
            "в трёх округах: Ровеньском, Красненском, Чернянском",
            ["Ровеньский округ", "Красненский округ", "Чернянский округ"],
            id="type-first",
        ),
        pytest.param(
            "По Валуйскому округу выпущено 3 снаряда, в Шебекинском — два",
            ["Валуйский округ", "Шебекинский округ"],
            id="type-left-out",
        ),
        pytest.param("Белгородский государственный университет", [], id="adjective-of-a-noun"),
        pytest.param("в Вейделеевском округе", ["Вейделевский округ"], id="second-spelling"),
        pytest.param(
            "в Яковлевском, Ракитянском районах и Нижнем Новгороде",
            ["Яковлевский район", "Ракитянский район", "Нижний Новгород"],
            id="town-behind-a-list",
        ),
        pytest.param(
            "жители города Белгорода и Республики Крым",
            ["Белгород", "Республика Крым"],
            id="one-town-is-no-list",
        ),
        pytest.param("к Старому Осколу", ["Старый Оскол"], id="two-words"),
        pytest.param("ОТБОЙ В БЕЛГОРОДСКОМ ОКРУГЕ", ["Белгородский округ"], id="capitals"),
        pytest.param("отбой в белгородском округе", ["Белгородский округ"], id="small-letters"),
        pytest.param("в Беlгороде", [], id="another-letter-is-another-word"),
        pytest.param("в Бeлгopoдe", ["Белгород"], id="look-alike-letters"),
    ],
)
def test_places_are_in_the_nominative_with_the_type_of_the_post(
    text: str, expected: list[str]
) -> None:
    """A municipality keeps the type word of the post, in the nominative."""
    assert [place for _, place in found(text, "RU-BEL")] == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        pytest.param("в Орле", "RU-ORL", "RU-ORL/oryol", id="town"),
        pytest.param("в Орловском районе", "RU-ORL", "RU-ORL/orlovsky", id="district"),
        pytest.param("в Орловском районе", "RU-ROS", "RU-ROS/orlovsky", id="district-elsewhere"),
        pytest.param("в Орловской области", "RU-ROS", "RU-ORL", id="region"),
        pytest.param("в Орловском районе", None, None, id="homeless-homonym"),
        pytest.param("в Советском районе", "RU-KGN", None, id="not-in-a-home-half-known"),
        pytest.param("в Ростове", "RU-YAR", "RU-YAR/rostov", id="rostov-in-yaroslavl"),
        pytest.param("в Ростове", "RU-ROS", "RU-ROS/rostov-na-donu", id="rostov-on-don"),
        pytest.param("в Кирове", "RU-KLU", "RU-KLU/kirovsky", id="kirov-in-kaluga"),
        pytest.param("в Кирове", None, "RU-KIR/kirov", id="kirov-the-capital"),
        pytest.param("в Муроме", "RU-BEL", "RU-BEL/shebekinsky", id="murom-the-village"),
        pytest.param("в Муроме", "RU-VLA", "RU-VLA/murom", id="murom-the-town"),
        pytest.param("в Донецке", "RU-ROS", "RU-ROS/donetsk", id="donetsk-in-rostov"),
        pytest.param("в Донецке", "UA-14", "UA-14/donetsk", id="donetsk"),
        pytest.param("в Волжском", "RU-VGG", "RU-VGG/volzhsky", id="town-like-a-district"),
        pytest.param("в Волжском районе", "RU-SAM", "RU-SAM/volzhsky", id="district-like-a-town"),
    ],
)
def test_a_name_of_several_regions_is_read_at_home_first(
    text: str, home: str | None, expected: str | None
) -> None:
    """Homonyms are read in the channel's region; without a ground to choose they stay unknown."""
    assert areas(text, home) == [expected]


def test_a_part_of_a_town_lies_in_the_town_named_last() -> None:
    """A district that several towns of the region have is of the town named before it."""
    assert areas("В Горловке, в Калининском районе, ранены двое", "UA-14") == ["UA-14/gorlovka"] * 2
    assert areas("В Калининском районе ранены двое", "UA-14") == [None]


def test_a_region_in_the_text_decides_a_homonym() -> None:
    """A region that is named decides where a district lies."""
    assert areas("Советский район Курской области") == ["RU-KRS/sovetsky", "RU-KRS"]


SNIPPETS = [
    "Белгород", "Муром", "в Шебекинском округе", "село Полынное", "над Курской областью",
    "аэропорт", "Казани", "г.о.", "и", ",", ":", "\n", "«", "»", "Районы:", "Kaluga", "МО",
    "Крупец-Рыльск", "Старый", "Орёл", "- ", "ё", "в", "Октябрьский", "населённый пункт", "н.п.",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(SNIPPETS), max_size=30),
    st.sampled_from([None, "RU-BEL", "RU-KGN", "RU-XXX"]),
)
def test_mentions_are_in_order_and_quote_the_text(snippets: list[str], home: str | None) -> None:
    """Mentions come in order, do not overlap, quote the text and name areas that exist."""
    text = " ".join(snippets)
    end = 0
    for mention in GAZETTEER.find(text, home):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.heard
        assert mention.place
        if mention.area is not None:
            assert GAZETTEER.area(mention.area).id == mention.area
        end = mention.end


@given(st.text(), st.sampled_from([None, "RU-BEL"]))
def test_no_text_is_too_odd(text: str, home: str | None) -> None:
    """Finding never raises and never quotes what is not there."""
    for mention in GAZETTEER.find(text, home, airports=True):
        assert text[mention.start : mention.end] == mention.heard


def test_spelling_and_case_change_nothing() -> None:
    """Spelling variants of one post give the same areas and places."""
    text = "Сёла Тёткино и Званное Глушковского района, Орёл и Щигры"
    plain = found(text, "RU-KRS")
    assert found(text.replace("ё", "е"), "RU-KRS") == plain
    assert [area for area, _ in plain] == areas(text.upper(), "RU-KRS")


def test_an_unknown_id_is_a_key_error() -> None:
    """Asking for an area that does not exist is a mistake of the caller."""
    with pytest.raises(KeyError):
        GAZETTEER.area("RU-BEL/atlantis")
    assert GAZETTEER.municipalities("RU-XXX") == []
    assert GAZETTEER.area("RU-BEL/belgorod").name_en == "Belgorod"
