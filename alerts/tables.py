"""The package's own tables, read once: constants that happen to be stored as TOML and CSV."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from alerts.areas import Area
from alerts.declension import Exceptions, decline
from alerts.gazetteer import Gazetteer
from alerts.normal import normalise
from alerts.place_names import Record, Settlement, compile_names
from alerts.place_words import place_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA: Final = resources.files("alerts") / "data"


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer of the package's tables."""
    exceptions = declension_exceptions()
    records = area_records()
    vocabulary = read_toml("place_words.toml")
    people = frozenset(
        normalise(form)
        for name in vocabulary["people"]["words"]
        for forms in decline(name, exceptions)
        for form in forms
    )
    villages = settlements()
    names = compile_names(records, villages, exceptions)
    return Gazetteer(records, villages, names, place_words(vocabulary, people))


def read_toml(name: str) -> dict[str, Any]:
    """Return one of the TOML tables."""
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def declension_exceptions() -> Exceptions:
    """Return the names whose cases are irregular."""
    table = read_toml("declension.toml")
    return Exceptions(
        indeclinable=frozenset(table["indeclinable"]),
        masculine=frozenset(table["masculine"]),
        stems=table["stems"],
        genitives=table["genitives"],
        locatives=table["locatives"],
        cases={name: tuple((form,) for form in forms) for name, forms in table["cases"].items()},
    )


def area_records() -> list[Record]:
    """Return the regions, the seas and then the municipalities of each region."""
    rows = read_toml("regions.toml")
    records = [_region(area, row) for area, row in rows.items()]
    records += [_region(area, row) for area, row in read_toml("seas.toml").items()]
    for region, row in rows.items():
        timezone = row.get("timezone", "Europe/Moscow")
        records += [
            Record(
                area=Area(
                    id=f"{region}/{line['slug']}",
                    name=line["name"],
                    name_en=line["name_en"],
                    timezone=timezone,
                ),
                nouns=tuple(line["also"].split(";")) if line["also"] else (),
            )
            for line in _csv("municipalities", region)
        ]
    return records


def settlements() -> list[Settlement]:
    """Return the settlements of the tables with the areas they lie in."""
    return [
        Settlement(
            name=name, area=f"{region}/{line['municipality']}" if line["municipality"] else region
        )
        for region in read_toml("regions.toml")
        for line in _csv("settlements", region)
        for name in line["settlements"].split(";")
    ]


def _region(area: str, row: dict[str, Any]) -> Record:
    """Return a region or a sea of its table."""
    capital = row.get("capital")
    return Record(
        area=Area(
            id=area,
            name=row["name"],
            name_en=row["name_en"],
            timezone=row.get("timezone", "Europe/Moscow"),
        ),
        nouns=tuple(row.get("nouns", ())),
        adjectives=tuple(row.get("adjectives", ())),
        english=tuple(row.get("english", ())),
        capital=f"{area}/{capital}" if capital else None,
        complete=row.get("complete", False),
    )


def _csv(folder: str, region: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a region's table; lines that begin with # are its source."""
    table = _DATA / folder / f"{region}.csv"
    if not table.is_file():
        return
    lines = table.read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))
