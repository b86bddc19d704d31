"""The tables of areas: complete where they say so, ids stable, every case form found back."""

from __future__ import annotations

from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from alerts.areas import region_of
from alerts.declension import decline
from alerts.normal import normalise
from alerts.place_names import DISTRICT_TYPES
from alerts.tables import area_records, declension_exceptions, load_gazetteer, settlements

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from alerts.place_names import Record

RECORDS = area_records()
GAZETTEER = load_gazetteer()
EXCEPTIONS = declension_exceptions()
REGIONS = [area.id for area in GAZETTEER.regions()]

CASES = {
    " округ": ("ий округ", "ого округа", "ому округу", "им округом", "ом округе"),
    " район": ("ий район", "ого района", "ому району", "им районом", "ом районе"),
}


def by_region(region: str) -> list[Record]:
    """Return the municipalities of a region."""
    return [record for record in RECORDS if record.area.id.startswith(region + "/")]


def forms(name: str) -> list[str]:
    """Return a municipality's name in every case as a post would write it."""
    if name.endswith(DISTRICT_TYPES):
        base, ending = name[:-6], name[-6:]
        return [base[:-2] + case for case in CASES[ending]] + [name]
    return [form for case in decline(name, EXCEPTIONS) for form in case]


@pytest.mark.parametrize("region", REGIONS)
def test_every_case_of_every_municipality_is_found_back(region: str) -> None:
    """A municipality is found by every case form of its name in a post of its own region."""
    lost = [
        (record.area.id, form)
        for record in by_region(region)
        for name in (record.area.name, *record.nouns)
        for form in forms(name)
        if [mention.area for mention in GAZETTEER.find(f"Сегодня в {form}.", region)]
        != [record.area.id]
    ]
    assert lost == []


@pytest.mark.parametrize("region", REGIONS)
def test_every_case_of_every_settlement_is_found_back(region: str) -> None:
    """A settlement is found by every case form behind a settlement word, inside its area."""
    rows = sorted(
        (row for row in settlements() if region_of(row.area) == region), key=lambda row: row.name
    )
    lost = []
    for name, same in groupby(rows, key=lambda row: row.name):
        areas = {row.area for row in same}
        if name.endswith(DISTRICT_TYPES):
            continue
        for form in {form for case in decline(name, EXCEPTIONS) for form in case}:
            found = GAZETTEER.find(f"Дрон упал у села {form}.", region)
            wanted = areas if len(areas) == 1 else {None}
            if {mention.area for mention in found} != wanted or found[0].place != name:
                lost.append((name, form, found))
    assert lost == []


@pytest.mark.parametrize(
    "record", [r for r in RECORDS if r.area.is_region], ids=lambda r: r.area.id
)
def test_every_case_of_every_short_name_of_a_region_is_found_back(record: Record) -> None:
    """A region is found by every case form of its colloquial and short names."""
    lost = [
        form
        for name in record.nouns
        for case in decline(name, EXCEPTIONS)
        for form in case
        if [mention.area for mention in GAZETTEER.find(f"Сегодня в {form}.", record.area.id)]
        != [record.area.id]
    ]
    assert lost == []


@pytest.mark.parametrize("region", REGIONS)
def test_no_two_municipalities_of_a_region_share_a_name(region: str) -> None:
    """Within a region a case form with its type word stands for one municipality."""
    owners: dict[str, set[str]] = {}
    for record in by_region(region):
        for name in (record.area.name, *record.nouns):
            for form in forms(name):
                owners.setdefault(normalise(form), set()).add(record.area.id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_ids_are_unique_and_ascii() -> None:
    """Ids are stable keys in databases and buttons: unique, short, plain ASCII."""
    ids = [record.area.id for record in RECORDS]
    assert len(ids) == len(set(ids))
    assert all(area_id.isascii() and len(area_id) < 48 and " " not in area_id for area_id in ids)


def test_every_region_of_the_standard_is_there() -> None:
    """The tables hold 89 regions and four seas; every time zone exists."""
    assert len(REGIONS) == 89
    assert len([record for record in RECORDS if record.area.id.startswith("SEA-")]) == 4
    assert all(ZoneInfo(area.timezone).key == area.timezone for area in GAZETTEER.regions())


@pytest.mark.parametrize(
    ("region", "districts", "towns"),
    [
        pytest.param("RU-BEL", 21, 1, id="belgorod"),
        pytest.param("RU-KRS", 28, 5, id="kursk"),
        pytest.param("RU-BRY", 27, 6, id="bryansk"),
        pytest.param("RU-VOR", 32, 2, id="voronezh"),
        pytest.param("RU-ROS", 43, 12, id="rostov"),
        pytest.param("RU-LIP", 18, 2, id="lipetsk"),
        pytest.param("RU-ORL", 24, 3, id="oryol"),
        pytest.param("RU-SMO", 25, 2, id="smolensk"),
        pytest.param("UA-43", 14, 11, id="crimea"),
        pytest.param("RU-TA", 43, 2, id="tatarstan"),
        pytest.param("RU-SAR", 37, 2, id="saratov"),
        pytest.param("RU-SAM", 27, 10, id="samara"),
        pytest.param("RU-VGG", 32, 6, id="volgograd"),
    ],
)
def test_the_regions_named_most_are_complete(region: str, districts: int, towns: int) -> None:
    """The number of districts and towns is the official one."""
    names = [record.area.name for record in by_region(region)]
    assert len([name for name in names if name.endswith(DISTRICT_TYPES)]) == districts
    assert len([name for name in names if not name.endswith(DISTRICT_TYPES)]) == towns


def test_settlements_lie_in_areas_that_exist() -> None:
    """No settlement points at an area that the tables do not have."""
    known = {record.area.id for record in RECORDS}
    assert {row.area for row in settlements()} <= known


def test_names_are_written_in_one_alphabet() -> None:
    """No name of the tables holds a look-alike letter, an odd dash or a double space."""
    names = [name for record in RECORDS for name in (record.area.name, *record.nouns)]
    names += [row.name for row in settlements()]
    odd = [
        name
        for name in names
        if normalise(name) != name.lower().replace("ё", "е").replace("—", "-")
    ]
    assert odd == []


def test_every_table_names_its_source() -> None:
    """Every data file begins with a comment that says where its facts come from."""

    def files(folder: Traversable) -> list[Traversable]:
        """Return the files below a folder."""
        return [
            found
            for entry in folder.iterdir()
            for found in (files(entry) if entry.is_dir() else [entry])
        ]

    tables = files(resources.files("alerts") / "data")
    unsigned = [table.name for table in tables if not table.read_text("utf-8").startswith("#")]
    assert unsigned == []
