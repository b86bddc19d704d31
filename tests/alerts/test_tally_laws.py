"""Laws of the grammar of counts: any table reads back, any text is read, in linear time."""

from __future__ import annotations

from sys import getprofile, setprofile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.casualties import casualties
from alerts.tables import load_gazetteer
from alerts.tally import count

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

OVER = {
    "RU-BEL": ("Белгородской области", "Белгородская область"),
    "RU-BRY": ("Брянской области", "Брянская область"),
    "RU-KDA": ("Краснодарского края", "Краснодарский край"),
    "RU-TA": ("Республики Татарстан", "Республика Татарстан"),
    "RU-VOR": ("Воронежской области", "Воронежская область"),
    "UA-43": ("Республики Крым", "Республика Крым"),
    "RU-KLU": ("Калужской области", "Калужская область"),
    "RU-ROS": ("Ростовской области", "Ростовская область"),
}
TABLES = st.dictionaries(st.sampled_from(sorted(OVER)), st.integers(1, 199), min_size=2)
LEAD = "За ночь дежурными средствами ПВО уничтожено {} украинских беспилотных летательных аппаратов"


def after_dash(table: dict[str, int]) -> str:
    """Write a table as the ministry does."""
    rows = [f"{n} БПЛА – над территорией {OVER[region][0]}" for region, n in table.items()]
    return f"{LEAD.format(sum(table.values()))}: {', '.join(rows[:-1])} и {rows[-1]}."


def in_sentences(table: dict[str, int]) -> str:
    """Write a table a sentence a region."""
    rows = [f"{n} дронов сбили над территорией {OVER[region][0]}." for region, n in table.items()]
    return f"{LEAD.format(sum(table.values()))}. {' '.join(rows)}"


def region_first(table: dict[str, int]) -> str:
    """Write a table as a list of regions."""
    rows = [f"• {OVER[region][1]} — {n};" for region, n in table.items()]
    return "\n".join([f"{LEAD.format(sum(table.values()))}:", *rows])


def in_brackets(table: dict[str, int]) -> str:
    """Write a table with its numbers in brackets."""
    rows = [f"{OVER[region][1]} ({n})" for region, n in table.items()]
    return f"{LEAD.format(sum(table.values()))}: {', '.join(rows)}."


def number_in_lines(table: dict[str, int]) -> str:
    """Write a table a line a region, numbers first."""
    rows = [f"- {n} — над территорией {OVER[region][0]}," for region, n in table.items()]
    return "\n".join([f"{LEAD.format(sum(table.values()))}:", *rows])


LAYOUTS = [after_dash, in_sentences, region_first, in_brackets, number_in_lines]


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.__name__ for layout in LAYOUTS])
@settings(deadline=None)
@given(table=TABLES)
def test_any_table_reads_back(
    layout: Callable[[dict[str, int]], str], table: dict[str, int]
) -> None:
    """Whatever regions and numbers, each layout gives the very table it was written from."""
    text = layout(table)
    tally = count(text, load_gazetteer().find(text, None))
    assert tally is not None
    assert (dict(tally.by_region), tally.total) == (table, sum(table.values()))


PHRASES = (
    "сбит сбиты 5 два по один дрон БПЛА и , . : - ; ( ) над из них всего столько же ещё "
    "Курской области Белгородом по округу с 20:00 до 7.00 пострадали погиб нет без двое человек "
    "мужчина включая число до"
)
WORDS = st.sampled_from([*PHRASES.split(), "\n"])


@given(st.text(max_size=200) | st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    """Neither noise nor any order of the words of tallies raises, and no number is negative."""
    for home in (None, "RU-BEL"):
        tally = count(text, load_gazetteer().find(text, home), home)
        if tally is not None:
            told = [tally.total or 0, *tally.by_region.values(), *tally.by_place.values()]
            assert min(told) >= 0
    assert all(number is None or number >= 0 for number in casualties(text))


def calls(work: Callable[[], object]) -> int:
    """Return how many calls some work takes: its cost without a clock."""
    made = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = getprofile()
    setprofile(note)
    try:
        work()
    finally:
        setprofile(before)
    return made


@pytest.mark.parametrize(
    "piece",
    [
        "56 БПЛА сбиты над территорией Курской области, ",
        "БПЛА сбит ",
        "дрон из них 5 ",
        "Курская область:\n",
        "погиб мужчина, ",
        "ранены двое, включая ",
        "с 20:00 мск ",
        "по округу ни пострадавших ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    """A long post of any one phrase costs in proportion to its length."""

    def read(length: int) -> int:
        text = (piece * length)[: length * 10]
        mentions = load_gazetteer().find(text, None)
        return calls(lambda: (count(text, mentions), casualties(text)))

    read(100)
    assert read(2_000) <= 5 * read(500)
