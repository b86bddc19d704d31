"""Numbers of a text: digits, words in every case, and what only looks like a count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.normal import normalise
from alerts.numbers import number_words, numbers

READ = {
    "digits": ("сбито 27 дронов", [27]),
    "spaced thousands": ("1 204 аппарата", [1204]),
    "glued to its noun": ("уничтожены 8БПЛА", [8]),
    "case ending": ("5-ти и 2-х дронов", [5, 2]),
    "added up": ("сто тридцать девять и двадцать один", [139, 21]),
    "genitive": ("около ста двадцати восьми", [128]),
    "instrumental": ("тремястами сорока двумя дронами", [342]),
    "prepositional": ("о двухстах шести", [206]),
    "feminine": ("одна цель и две ракеты", [1, 2]),
    "slip of the pen": ("по оному дрону", [1]),
    "tens": ("два десятка, полтора десятка, десяток", [20, 15, 10]),
    "half a hundred": ("полсотни", [50]),
    "after an approximation": ("более сотни, около десятка", [100, 10]),
    "thousands": ("две тысячи триста пять", [2305]),
    "people": ("двое мужчин и трем раненым", [2, 3]),
    "english": ("twenty-one drones, a hundred and two hundred six", [21, 206]),
    "list of units": ("три, четыре, пять", [3, 4, 5]),
    "units do not add up": ("один два", [1, 2]),
    "brackets and a dash": ("(56) –22", [56, 22]),
}
LEFT_ALONE = {
    "vague tens": "десятки дронов и сотни людей",
    "clock": "в 14.05 и 23:40",
    "date": "14.11.2025 и 05.06",
    "age": "13-летний подросток",
    "ordinal": "23-го числа, 2-й корпус",
    "hospital": "больница №2, школа № 12",
    "model": "Су-27, RM70, Т-72",
    "share": "на 30 % и 15%",
    "range": "10-15 дронов",
    "phone": "тел. 01, 007",
    "decimal": "1,5 тонны",
}


@pytest.mark.parametrize(("text", "values"), READ.values(), ids=READ)
def test_a_number_is_read_in_any_form(text: str, values: list[int]) -> None:
    """Counts are read as officials write them: in digits or words, in any case."""
    assert [number.value for number in numbers(normalise(text))] == values


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_no_count_is_left_alone(text: str) -> None:
    """Clocks, dates, ages, models and house numbers never become counts."""
    assert numbers(normalise(text)) == []


def test_a_collective_number_is_marked() -> None:
    """«Двое» is said of people and can be told from «два»."""
    assert [number.collective for number in numbers("двое и два")] == [True, False]


@pytest.mark.parametrize("form", sorted(number_words().plain))
def test_every_form_of_the_table_is_read(form: str) -> None:
    """No form of a number word is shadowed by another rule."""
    assert [number.value for number in numbers(form)] == [number_words().plain[form]]


def test_no_form_means_two_numbers() -> None:
    """The tables of number words do not contradict each other."""
    words = number_words()
    shared = set(words.plain) & set(words.collective) | set(words.plain) & set(words.scales)
    assert shared == set()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading, and every number stands where it says."""
    normal = normalise(text)
    end = 0
    for number in numbers(normal):
        assert end <= number.start < number.end <= len(normal)
        end = number.end


@given(st.integers(min_value=1, max_value=99_999))
def test_digits_are_read_back(value: int) -> None:
    """Any count in digits is read back, with or without a space between thousands."""
    spaced = f"{value:,}".replace(",", "\u00a0")
    for text in (f"сбито {value} дронов", f"сбито {spaced} дронов"):
        assert [number.value for number in numbers(normalise(text))] == [value]
