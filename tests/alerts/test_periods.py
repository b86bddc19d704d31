"""The time a tally covers, from the words of a post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.periods import clock_of, period
from alerts.verdicts import Period

COVERED = {
    "one evening": ("с 20:00 до 23:00 сбиты", "20:00", "23:00"),
    "over midnight with dates": ("С 21.00 мск 3 мая до 6.30 мск 4 мая", "21:00", "06:30"),
    "dates in digits": ("С 20.40 мск 02.08 до 01.15 мск 03.08 силы ПВО", "20:40", "01:15"),
    "this year, shortened": ("с 7.00 мск 3 мая с. г. до 8.00", "07:00", "08:00"),
    "day before the clock": ("с 3 мая 22:00 до 4 мая 05:00", "22:00", "05:00"),
    "whole hours": ("с 23 до 7 часов", "23:00", "07:00"),
    "parts of the day": ("с 9 вечера до 6 утра", "21:00", "06:00"),
    "noon and midnight": ("с полудня до полуночи", "12:00", "00:00"),
    "Moscow time in full": ("с 08:00 по московскому времени до 12:00", "08:00", "12:00"),
    "dash": ("20:00–23:00 мск", "20:00", "23:00"),
    "english": ("from 8 p.m. to 11:30 p.m. Moscow time", "20:00", "23:30"),
    "english between": ("between 20:00 and 23:00 Moscow time", "20:00", "23:00"),
    "line after line": ("21:35. Сбит БПЛА.\n23:20. Ещё один.\n02:15. Два.", "21:35", "02:15"),
    "between": ("В промежутке между 18:10 и 20:45 мск сбито 5 БПЛА.", "18:10", "20:45"),
    "hours and minutes": (
        "С 22 часов 5 минут до 6 часов 40 минут сбито 9 БПЛА.",
        "22:05",
        "06:40",
    ),
    "yesterday's day": (
        "С 9:00 вчерашнего дня до 9:00 сегодняшнего сбит 31 БПЛА.",
        "09:00",
        "09:00",
    ),
    "one window after the other": (
        "С 10:00 до 12:00 сбиты 2 БПЛА, с 12:00 до 15:30 – ещё 4.",
        "10:00",
        "15:30",
    ),
}
NONE = {
    "a night": "В ночь с 3 на 4 июня сбиты дроны",
    "dates only": "с 3 по 4 июня",
    "a moment": "Около 5:45 мск отражён налёт",
    "a distance": "с 10 до 20 километров",
    "a number of drones": "с 3 до 5 беспилотников",
    "no clock of a day": "с 25:00 до 27:00",
}


@pytest.mark.parametrize(("text", "start", "end"), COVERED.values(), ids=COVERED)
def test_a_span_of_clock_times_is_read(text: str, start: str, end: str) -> None:
    """A window is kept as two clock times, also over midnight."""
    assert period(text) == Period(start=start, end=end)


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_span_gives_none(text: str) -> None:
    """A night, a date or a single moment is not turned into hours."""
    assert period(text) is None


MOMENTS = {
    "7 утра": "07:00",
    "9:30 p.m. June 4": "21:30",
    "около 4.15": "04:15",
    "полуночи": "00:00",
    "6 часов 10 минут": "06:10",
}


@pytest.mark.parametrize(("words", "clock"), MOMENTS.items())
def test_a_moment_is_read_in_the_words_of_a_post(words: str, clock: str) -> None:
    """Labels may keep a moment as it was written."""
    assert clock_of(words) == clock


CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59))


@given(CLOCKS, CLOCKS, st.sampled_from([":", "."]))
def test_any_window_is_read_back(start: tuple[int, int], end: tuple[int, int], sign: str) -> None:
    """Whatever the hours and the sign between hour and minute, the window is the same."""
    first, last = (f"{hour}{sign}{minute:02d}" for hour, minute in (start, end))
    expected = Period(start=f"{start[0]:02d}:{start[1]:02d}", end=f"{end[0]:02d}:{end[1]:02d}")
    assert period(f"Сбито с {first} мск 1 июня до {last} мск 2 июня 30 БПЛА") == expected


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading; what it answers is a clock of a day."""
    found = period(text)
    assert found is None or (len(found.start), len(found.end)) == (5, 5)
