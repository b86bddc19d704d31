"""Villages in their municipalities, airports, and what is no place at all."""

from __future__ import annotations

import pytest

from tests.alerts.gazetteer import GAZETTEER, areas, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("в селе Доброе", [("RU-LIP/dobrovsky", "Доброе")], id="known"),
        pytest.param("в селе Полынное", [(None, "Полынное")], id="unknown"),
        pytest.param(
            "Грязинский округ, село Полынное",
            [("RU-LIP/gryazinsky", "Грязинский округ"), ("RU-LIP/gryazinsky", "Полынное")],
            id="district-before",
        ),
        pytest.param(
            "В Липецке тихо, в селе Полынное горит трава",
            [("RU-LIP/lipetsk", "Липецк"), (None, "Полынное")],
            id="no-village-of-a-town",
        ),
        pytest.param(
            "в Полынном (Грязинский округ)",
            [("RU-LIP/gryazinsky", "Грязинский округ")],
            id="no-settlement-word",
        ),
        pytest.param(
            "село Полынное Усманского округа",
            [("RU-LIP/usmansky", "Полынное"), ("RU-LIP/usmansky", "Усманский округ")],
            id="district-behind",
        ),
        pytest.param("на хуторе Бирюковском", [(None, "Бирюковский")], id="adjective"),
        pytest.param("в селе Полянкове", [(None, "Полянково")], id="noun"),
        pytest.param("в деревне Полынке", [(None, "Полынка")], id="feminine"),
        pytest.param("в с. Доброе", [("RU-LIP/dobrovsky", "Доброе")], id="dotted"),
        pytest.param("родился в 1982 г. Полынов", [], id="year"),
        pytest.param(
            "по сёлам Доброе, Полынное и Красная Заря",
            [("RU-LIP/dobrovsky", "Доброе"), (None, "Полынное"), (None, "Красная Заря")],
            id="list",
        ),
        pytest.param(
            "Усманский округ: Полынное, Заречье, Крутой Яр — разрушений нет",
            [
                ("RU-LIP/usmansky", "Усманский округ"),
                ("RU-LIP/usmansky", "Полынное"),
                ("RU-LIP/usmansky", "Заречье"),
                ("RU-LIP/usmansky", "Крутой Яр"),
            ],
            id="list-behind-a-colon",
        ),
        pytest.param(
            "Усманский округ: Внимание, ПВО сбила дрон",
            [("RU-LIP/usmansky", "Усманский округ")],
            id="prose-behind-a-colon",
        ),
    ],
)
def test_settlements_lie_in_their_municipality(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    """A settlement has its district; an unknown one has the district named beside it, or none."""
    assert found(text, "RU-LIP") == expected


def test_a_village_is_within_its_district_and_not_the_district() -> None:
    """Only the district itself is the area; a village and a part of a town lie within."""
    mentions = GAZETTEER.find("Село Муром и Шебекинский округ, Западный округ Белгорода", "RU-BEL")
    assert [(mention.area, mention.within) for mention in mentions] == [
        ("RU-BEL/shebekinsky", True),
        ("RU-BEL/shebekinsky", False),
        ("RU-BEL/belgorod", True),
        ("RU-BEL/belgorod", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Аэропорт Казани принимает рейсы", id="genitive"),
        pytest.param("В аэропорту Пензы сняты ограничения", id="locative"),
        pytest.param("Аэропорт «Владикавказ» закрыт", id="quoted"),
        pytest.param("Закрыты аэропорты: Калуга (Грабцево), Самара (Курумоч), Сочи", id="list"),
        pytest.param("Тамбов: аэропорт открыт", id="behind"),
    ],
)
def test_an_airport_is_no_alert_place(text: str) -> None:
    """A town that only names an airport is left out, and there for who asks for airports."""
    assert found(text) == []
    assert GAZETTEER.find(text, airports=True)


def test_an_airport_has_the_town_and_not_its_own_name() -> None:
    """Who asks for airports gets their towns, not the names in brackets."""
    text = "Закрыты аэропорты Грозный (Северный) и Владикавказ (Беслан)"
    mentions = GAZETTEER.find(text, airports=True)
    assert [mention.place for mention in mentions] == ["Грозный", "Владикавказ"]


def test_a_town_beside_an_airport_remark_is_a_place() -> None:
    """An airport remark does not hide the places of the rest of the post."""
    text = "Аэропорт Ижевска открыт. В Сарапуле сбит дрон."
    assert areas(text, "RU-UD") == ["RU-UD/sarapul"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Перекрыта улица Кирова", id="street"),
        pytest.param("на ул. Гагарина и площади Кирова", id="abbreviated-street"),
        pytest.param("Губернатор Виталий Королев", id="surname"),
        pytest.param("Владимир Петров сообщил", id="first-name"),
        pytest.param("А. Чехов", id="initial"),
        pytest.param("ТРЦ «Калуга» закрыт", id="quoted-name"),
        pytest.param("ГТРК Калуга сообщает", id="company"),
        pytest.param("орёл и клин", id="common-words"),
        pytest.param("Движение в сторону Москвы закрыто", id="direction"),
    ],
)
def test_what_is_no_place_is_left_alone(text: str) -> None:
    """Streets, people, companies, common words and directions are no places."""
    assert found(text, "RU-KLU") == []
