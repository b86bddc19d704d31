"""How many people a post says were killed and injured."""

from __future__ import annotations

import pytest

from alerts.casualties import casualties

TOLD = {
    "one, without a number": ("Ранен местный житель.", None, 1),
    "by profession": ("Фельдшер получил баротравму.", None, 1),
    "killed and injured": ("Один человек погиб, четверо ранены.", 1, 4),
    "verb first": ("Погибли три человека, ещё 20 пострадали.", 3, 20),
    "a list of people": ("Ранены женщина и трое подростков.", None, 4),
    "two lists": ("Погиб мужчина, женщина и двое детей ранены.", 1, 3),
    "a driver and a passenger": ("Пострадали водитель и пассажир.", None, 2),
    "victims counted": ("Двое раненых доставлены в больницу.", None, 2),
    "toll": ("Число пострадавших выросло с трёх до восьми.", None, 8),
    "toll after a dash": ("Количество раненых — 6.", None, 6),
    "children among them": ("Пострадали шесть человек, среди них двое детей.", None, 6),
    "including": ("Трое, включая ребёнка, ранены.", None, 3),
    "whole before its parts": (
        "Всего пострадали 9 человек. В Шебекино ранены пятеро, в Муроме — мужчина.",
        None,
        9,
    ),
    "details add nothing": (
        "Пострадали семь человек. В Белгороде ранена женщина, в Грайвороне ранены двое.",
        None,
        7,
    ),
    "two places": ("В Шебекино ранена женщина. В Короче ранен мужчина.", None, 2),
    "the same man again": ("Один человек ранен. Пострадавшему мужчине помогли.", None, 1),
    "later": ("Ранены двое. Позже в больницу обратились ещё трое жителей.", None, 5),
    "others in the next sentence": (
        "Ранены трое рабочих. Ещё двое ранены в соседнем селе.",
        None,
        5,
    ),
    "treatment only": ("К врачам обратились пятеро жителей.", None, 5),
    "a couple": ("Ранены супруги.", None, 2),
    "family": ("Семья из трёх человек погибла.", 3, None),
    "died of wounds": ("От полученных ранений скончалась женщина.", 1, None),
    "teenager": ("Пострадал 13-летний подросток.", None, 1),
    "people without a number": ("Погибли мирные жители.", None, None),
    "years of birth": ("Погибли двое мужчин, женщина 1988 г. р. ранена.", 2, 1),
    "ages of two": ("Двое пассажиров, 14 и 41 года, ранены.", None, 2),
    "told again behind a colon": ("Погиб 1 человек: мужчина скончался на месте.", 1, None),
    "two of them": ("Пострадали четверо, двое из них дети.", None, 4),
    "who was hurt before": (
        "В больницах остаётся 61 пострадавший. Ранен один человек.",
        None,
        1,
    ),
    "wounds had by": ("Осколочные ранения у пяти жителей.", None, 5),
    "a label": ("Раненых – 3 (из них детей – 1).", None, 3),
    "english": ("Two people were killed and five injured.", 2, 5),
    "english, a man": ("A man was killed and two women were wounded.", 1, 2),
}
NOBODY = {
    "no injured": ("Пострадавших нет.", None, 0),
    "no victims": ("Жертв нет, есть повреждения.", 0, None),
    "neither": ("Погибших и пострадавших нет.", 0, 0),
    "neither nor": ("Ни жертв, ни пострадавших.", 0, 0),
    "there are neither": ("Нет ни погибших, ни раненых.", 0, 0),
    "came off without": ("Обошлось без пострадавших и разрушений.", None, 0),
    "none found": ("Пострадавших, по предварительным данным, не зафиксировано.", None, 0),
    "nobody": ("Никто из жителей не пострадал.", None, 0),
    "people": ("Люди не пострадали.", None, 0),
    "english": ("No one was hurt.", None, 0),
    "no casualties": ("There were no casualties.", 0, 0),
    "some injured, none killed": ("Погибших нет, ранены двое.", 0, 2),
}
UNKNOWN = {
    "being clarified": "Информация о пострадавших уточняется.",
    "no data": "Данных о погибших и пострадавших нет.",
    "no reports": "Информации о пострадавших не поступало.",
    "some, how many unknown": "Есть пострадавшие.",
    "a car": "Пострадала машина, повреждены пять домов.",
    "vehicles": "Пострадали пять единиц техники.",
    "animals": "Погибли две коровы и телёнок.",
    "a house": "Дом не пострадал, люди эвакуированы.",
    "memory": "Почтили память 120 земляков, погибших в годы Великой Отечественной войны.",
    "anniversary": "Десять лет назад здесь погибли 20 человек.",
    "nothing told": "Опасность атаки БПЛА. Звоните 112.",
}


@pytest.mark.parametrize(("text", "killed", "injured"), TOLD.values(), ids=TOLD)
def test_people_are_counted(text: str, killed: int | None, injured: int | None) -> None:
    """Number words, lists and single persons give the number of people."""
    assert casualties(text) == (killed, injured)


@pytest.mark.parametrize(("text", "killed", "injured"), NOBODY.values(), ids=NOBODY)
def test_nobody_is_nought(text: str, killed: int | None, injured: int | None) -> None:
    """«Пострадавших нет» is a stated nought."""
    assert casualties(text) == (killed, injured)


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_told_is_unknown(text: str) -> None:
    """Things, beasts, the dead of old and unclear news give no number at all."""
    assert casualties(text) == (None, None)
