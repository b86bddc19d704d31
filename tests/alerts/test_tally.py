"""What posts count: the ministry's tables and the governors' round-ups."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from alerts.tables import load_gazetteer
from alerts.tally import count
from alerts.verdicts import Tally


@dataclass(frozen=True)
class Told:
    """A post and what it counts."""

    text: str
    total: int | None
    regions: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    home: str | None = None


def tally(text: str, home: str | None = None) -> Tally | None:
    """Count a post with the places our own gazetteer finds in it."""
    return count(text, load_gazetteer().find(text, home), home)


TABLES = {
    "number first": Told(
        "За ночь сбиты 33 БПЛА: 19 – над территорией Орловской области, 14 – над Рязанской.",
        33,
        {"RU-ORL": 19, "RU-RYA": 14},
    ),
    "label before the number": Told(
        "Ночная сводка. Уничтожено БПЛА: 25. Орловская область – 14, Рязанская – 11.",
        25,
        {"RU-ORL": 14, "RU-RYA": 11},
    ),
    "the widest of two": Told(
        "Сбито 8 БПЛА: 5 над Орловской областью, 3 над Рязанской. С полуночи – 52.",
        52,
        {"RU-ORL": 5, "RU-RYA": 3},
    ),
    "since the start of the year is no news": Told(
        "С начала года над областью сбито 900 беспилотников, за ночь – 6.", 6, home="RU-SMO"
    ),
    "two sorts over one region": Told(
        "3 БПЛА «Лютый» и 2 БПЛА вертолётного типа сбиты над Татарстаном.", None, {"RU-TA": 5}
    ),
    "once more there": Told(
        "Утром над Орловской областью сбиты 4 БПЛА, днём ещё 3 БПЛА – там же.",
        None,
        {"RU-ORL": 7},
    ),
    "a part in brackets": Told(
        "Сбито 17 БПЛА: Московский регион — 12 (из них 7 летели на столицу), Тверская — 5.",
        17,
        {"RU-MOS": 12, "RU-TVE": 5},
    ),
    "seas without the word": Told(
        "Над морем сбито 19 БПЛА: над Чёрным — 13, над Азовским — 6.",
        19,
        {"SEA-BLACK": 13, "SEA-AZOV": 6},
    ),
    "as many, in English": Told(
        "Four drones were downed over Oryol Region and as many over Bryansk Region.",
        None,
        {"RU-ORL": 4, "RU-BRY": 4},
    ),
    "thousands, in English": Told("Russia shot down 2,045 drones in a week.", 2045),
    "villages of a district": Told(
        "В Борисовском округе по селу Грузское ударили двумя БПЛА, по посёлку Борисовка – тремя.",
        None,
        places={"Борисовский округ": 5},
        home="RU-BEL",
    ),
    "rows of two things": Told(
        "Выпущено: по Валуйскому округу 14 дронов и 6 мин, по Грайворонскому — 9 и 4.",
        None,
        places={"Валуйский округ": 14, "Грайворонский округ": 9},
        home="RU-BEL",
    ),
    "number words": Told(
        "Тридцать три дрона уничтожены: девятнадцать над Орловской областью, четырнадцать над "
        "Рязанской областью.",
        33,
        {"RU-ORL": 19, "RU-RYA": 14},
    ),
    "region first": Told(
        "В Орловской области сбили 19 беспилотников, в Рязанской — 14.",
        None,
        {"RU-ORL": 19, "RU-RYA": 14},
    ),
    "brackets": Told(
        "Уничтожено 40 БПЛА: Тульская область (25), Калужская (15).",
        40,
        {"RU-TUL": 25, "RU-KLU": 15},
    ),
    "bullets": Told(
        "Ночью силы ПВО сбили 12 дронов:\n• 7 – над Липецкой областью;\n• 5 – над Тамбовской.",
        12,
        {"RU-LIP": 7, "RU-TAM": 5},
    ),
    "heading lines": Told(
        "Смоленская область:\n— 7 БПЛА\nКалужская область:\n— 5 БПЛА\nВсего сбито 12.",
        12,
        {"RU-SMO": 7, "RU-KLU": 5},
    ),
    "each": Told(
        "По три дрона ликвидировали над Тверской и Псковской областями и ещё над Крымом.",
        None,
        {"RU-TVE": 3, "RU-PSK": 3, "UA-43": 3},
    ),
    "each, region first": Told(
        "Над Татарстаном и Самарской областью сбили по два беспилотника.",
        None,
        {"RU-TA": 2, "RU-SAM": 2},
    ),
    "as many again": Told(
        "Шесть БПЛА сбили над Курской областью и столько же над Брянской.",
        None,
        {"RU-KRS": 6, "RU-BRY": 6},
    ),
    "one more": Told(
        "Сбиты 4 БПЛА: три над Крымом и ещё один над Краснодарским краем.",
        4,
        {"UA-43": 3, "RU-KDA": 1},
    ),
    "no number is one": Told(
        "Над Новгородской областью уничтожен украинский беспилотник.", 1, {"RU-NGR": 1}
    ),
    "seas": Told(
        "По одному БПЛА сбили над акваториями Азовского и Чёрного морей.",
        None,
        {"SEA-AZOV": 1, "SEA-BLACK": 1},
    ),
    "subset flown to Moscow": Told(
        "Уничтожены 18 БПЛА: 11 – над Калужской областью, 7 – над территорией Московского "
        "региона, в том числе четыре БПЛА, летевших на Москву.",
        18,
        {"RU-KLU": 11, "RU-MOS": 7},
    ),
    "subset as a clause": Told(
        "Над Московским регионом сбито семь БПЛА, пять из которых летели на столицу.",
        7,
        {"RU-MOS": 7},
    ),
    "one number for two regions is not shared out": Told(
        "Уничтожены 8 БПЛА над территориями Курской и Воронежской областей.", 8
    ),
    "shared number, then one by one": Told(
        "Сбиты восемь БПЛА в Курской и Воронежской областях. Пять – над Курской областью, три – "
        "над Воронежской.",
        8,
        {"RU-KRS": 5, "RU-VOR": 3},
    ),
    "bombs, rockets and boats beside drones": Told(
        "Перехвачены шесть управляемых авиабомб КАБ, два снаряда HIMARS и 90 беспилотников. "
        "Флот уничтожил три безэкипажных катера.",
        90,
    ),
    "missiles in one breath": Told(
        "Над Курской областью сбили две ракеты «Нептун» и 16 беспилотников.", 16, {"RU-KRS": 16}
    ),
    "shells only": Told("Над Белгородской областью перехвачены 9 снарядов РСЗО.", None),
    "national total after the own count": Told(
        "Над Липецкой областью сбили 5 БПЛА. Всего же над Россией перехвачены 9 БПЛА.",
        9,
        {"RU-LIP": 5},
    ),
    "over so many regions": Told(
        "Над девятью регионами и Каспийским морем сбито 17 БПЛА. Больше всего над Крымом – 10.",
        17,
        {"UA-43": 10},
    ),
    "named twice": Told(
        "Ночью сбит один БПЛА над Чёрным морем. Всего сбито 6: пять над Крымом и один над Чёрным "
        "морем.",
        6,
        {"SEA-BLACK": 1, "UA-43": 5},
    ),
    "about": Told("Сбито свыше ста дронов, около двадцати – над Крымом.", 100, {"UA-43": 20}),
    "the difference stays": Told(
        "Сбиты 30 дронов, больше всего над Крымом — 12, над Курской областью — 8.",
        30,
        {"UA-43": 12, "RU-KRS": 8},
    ),
    "english": Told(
        "Air defences downed 24 drones overnight: 20 over the Tula region and two each over the "
        "Kaluga and Oryol regions.",
        24,
        {"RU-TUL": 20, "RU-KLU": 2, "RU-ORL": 2},
    ),
}

ROUND_UPS = {
    "launched, shot down, munitions": Told(
        "За сутки по Белгородской области выпущено 20 боеприпасов и 60 беспилотников. По "
        "Шебекинскому округу — 14 боеприпасов и 25 БПЛА, 12 из них сбиты.",
        60,
        places={"Шебекинский округ": 25},
        home="RU-BEL",
    ),
    "villages belong to their district": Told(
        "В Волоконовском районе по селу Борисовка ударили тремя дронами. Над Валуйским округом "
        "сбито семь БПЛА.",
        None,
        places={"Волоконовский район": 3, "Валуйский округ": 7},
        home="RU-BEL",
    ),
    "the district named before": Told(
        "В Краснояружском районе дрон атаковал дом. Всего по району запустили девять БПЛА.",
        9,
        places={"Краснояружский район": 9},
        home="RU-BEL",
    ),
    "two and two": Told(
        "По Валуйскому и Борисовскому округам дронов запущено больше всего — 14 и 11.",
        None,
        places={"Валуйский округ": 14, "Борисовский округ": 11},
        home="RU-BEL",
    ),
    "one number for several districts": Told(
        "Уничтожены 10 БПЛА в Миллеровском, Чертковском и Тарасовском районах.", 10, home="RU-ROS"
    ),
    "the own region is the whole": Told(
        "Над Воронежской областью за ночь сбито 15 БПЛА.", 15, home="RU-VOR"
    ),
    "still more": Told("Ещё 9 украинских беспилотников уничтожены.", 9, home="RU-TUL"),
    "targets": Told("Военные сбили три воздушные цели.", 3, home="UA-40"),
    "one missile": Told("Сбита крылатая ракета.", 1, home="UA-43"),
    "line after line": Told(
        "21:35. Уничтожен беспилотник, летевший на Москву.\n23:20. Сбиты ещё два дрона.\n"
        "Всего этой ночью сбито 3 дрона.",
        3,
        home="RU-MOW",
    ),
}

NO_COUNTS = {
    "danger": "Опасность атаки БПЛА объявлена в 13 регионах с 25 июня.",
    "age, hospital, calibre": "В больнице №2 лечат 13-летнего. Снаряд 155 мм. Дрон упал. Тел. 112.",
    "a drone's own deed": "Дрон уничтожил два автомобиля.",
    "debris": "Обнаружены обломки двух БПЛА.",
    "fallen": "В поле за посёлком упали три дрона.",
    "on the way": "К Москве летит более 20 беспилотников, будьте осторожны: атака продолжается.",
    "wounded by a drone": "При атаке БПЛА ранены три человека, повреждены 12 домов.",
    "attacks, not drones": "В Шебекинском округе отмечены 22 атаки беспилотников, в Валуйском — 5.",
    "one of": "Беспилотники долетели до одного из складов и атаковали его.",
    "people without power": "После удара дрона по подстанции без света две тысячи абонентов.",
    "not yet": "Над областью беспилотник не сбит.",
    "a crew": "Уничтожен расчёт БПЛА противника.",
    "nothing": "",
}


@pytest.mark.parametrize("told", [*TABLES.values(), *ROUND_UPS.values()], ids=[*TABLES, *ROUND_UPS])
def test_a_tally_is_read(told: Told) -> None:
    """Every grammar of counts gives each place its own number and the whole its total."""
    found = tally(told.text, told.home) or Tally()
    assert (found.total, dict(found.by_region), dict(found.by_place)) == (
        told.total,
        told.regions,
        told.places,
    )


@pytest.mark.parametrize("text", NO_COUNTS.values(), ids=NO_COUNTS)
def test_a_post_that_counts_nothing_has_no_tally(text: str) -> None:
    """A number beside a drone is not a number of drones."""
    assert tally(text, "RU-BEL") is None


def test_a_table_keeps_its_window() -> None:
    """The hours of a table come with it and are not counted."""
    found = tally("С 20:00 мск 3 мая до 7.00 мск 4 мая сбиты 12 БПЛА над Курской областью.")
    assert found is not None
    assert found.period is not None
    assert (found.period.start, found.period.end) == ("20:00", "07:00")
    assert dict(found.by_region) == {"RU-KRS": 12}
