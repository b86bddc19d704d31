"""What each word form can name: the areas of the tables, declined once into look-up tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.areas import Area, region_of
from alerts.declension import Exceptions, decline, looks_adjectival, split_adjective
from alerts.latin import latin, spellings
from alerts.members import plain_members
from alerts.place_nouns import village
from alerts.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DISTRICT_TYPES: Final = (" округ", " район")
_STEM: Final = 5
"""Letters that the name of a district shares with that of the town it is called after."""
ENGLISH_TYPES: Final = (" Region", " Territory", " Area", " District")


@plain_members
class Sort(IntEnum):
    """What a name is the name of."""

    REGION = auto()
    SEA = auto()
    DISTRICT = auto()
    TOWN = auto()
    PART = auto()
    SETTLEMENT = auto()


_WITHIN: Final = frozenset({Sort.SETTLEMENT, Sort.PART})


class Name(NamedTuple):
    """One reading of a word form: the area it is or lies in, and its nominative."""

    area: str
    place: str
    sort: Sort

    @property
    def region(self) -> str:
        """Return the region of the area."""
        return region_of(self.area)

    @property
    def within(self) -> bool:
        """Tell a place that only lies in the area from the area itself."""
        return self.sort in _WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the tables: an area, its other names, and what the tables add to it.

    ``nouns`` and ``adjectives`` are other Russian names, ``english`` other English ones.
    """

    area: Area
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    capital: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A settlement, or a part of a town, and the area it lies in."""

    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Names:
    """The look-up tables: by phrase in any case, by stem of an adjective, by English word.

    ``lengths`` gives the words of the longest phrase that begins with a word, ``hyphened`` the
    words of phrases that are written with a hyphen. ``openers`` tells of each word whether a name
    may begin with it.
    """

    phrases: Mapping[str, tuple[Name, ...]]
    lengths: Mapping[str, int]
    adjectives: Mapping[str, tuple[Name, ...]]
    english: Mapping[str, tuple[Name, ...]]
    hyphened: frozenset[str]
    openers: Remembered[bool]


class _Builder:
    """Collects readings form by form."""

    def __init__(self, exceptions: Exceptions) -> None:
        self.exceptions = exceptions
        self.phrases: dict[str, dict[Name, None]] = {}
        self.adjectives: dict[str, dict[Name, None]] = {}
        self.english: dict[str, dict[Name, None]] = {}

    def noun(self, text: str, name: Name) -> None:
        """Add every case of a name that is a noun or a phrase."""
        for form in {form: None for forms in decline(text, self.exceptions) for form in forms}:
            self.phrases.setdefault(_key(form), {})[name] = None

    def adjective(self, text: str, name: Name) -> None:
        """Add a name that is an adjective before a head word."""
        parts = split_adjective(_key(text))
        if parts is None:
            raise ValueError(f"{text!r} is not an adjective")
        self.adjectives.setdefault(parts[0], {})[name] = None

    def latin(self, text: str, name: Name, *, bare: bool) -> None:
        """Add an English name; a bare one needs no head word behind it."""
        table = self.phrases if bare else self.english
        for spelling in spellings(text.lower()):
            table.setdefault(_key(spelling), {})[name] = None


def _key(form: str) -> str:
    """Return a form of the tables in the spelling of alerts/normal.py, at a fraction of its cost.

    The tables hold neither look-alike letters nor odd dashes; a test holds them to it.
    """
    return form.lower().replace("ё", "е")


def compile_names(
    records: Sequence[Record], settlements: Iterable[Settlement], exceptions: Exceptions
) -> Names:
    """Build the look-up tables of all areas and settlements."""
    builder = _Builder(exceptions)
    for record in records:
        if record.area.is_region:
            _add_region(builder, record)
        else:
            _add_municipality(builder, record)
    districts = {record.area.id: record.area for record in records if not record.area.is_region}
    for settlement in settlements:
        _add_settlement(builder, settlement)
        _add_district_of(builder, settlement, districts.get(settlement.area))
    lengths: dict[str, int] = {}
    for phrase in builder.phrases:
        first, count = phrase.partition(" ")[0], phrase.count(" ") + 1
        lengths[first] = max(count, lengths.get(first, 0))

    adjectives = {stem: tuple(names) for stem, names in builder.adjectives.items()}

    def opens(word: str) -> bool:
        if word in lengths or word.isascii() or village(word):
            return True
        parts = split_adjective(word)
        return parts is not None and (parts[0] in adjectives or looks_adjectival(parts[0]))

    return Names(
        {form: tuple(names) for form, names in builder.phrases.items()},
        lengths,
        adjectives,
        {form: tuple(names) for form, names in builder.english.items()},
        frozenset(
            word for phrase in builder.phrases if "-" in phrase for word in phrase.split(" ")
        ),
        Remembered(opens),
    )


def _add_region(builder: _Builder, record: Record) -> None:
    """Add a region or a sea: «Белгородская область», «Крым», «Чёрное море»."""
    area = record.area
    sort = Sort.SEA if area.id.startswith("SEA-") else Sort.REGION
    name = Name(area.id, area.name, sort)
    first, *rest = area.name.split(" ")
    if not rest:
        builder.noun(area.name, name)
    elif split_adjective(_key(first)) and first[-2:] in {"ая", "ий", "ое"}:
        builder.adjective(first, name)
    for noun in record.nouns:
        builder.noun(noun, name)
    for adjective in record.adjectives:
        builder.adjective(adjective, name)
    needs_head = area.name_en.endswith(ENGLISH_TYPES)
    if not needs_head:
        builder.latin(area.name_en, name, bare=True)
    for word in record.english:
        builder.latin(word, name, bare=False)
        if not needs_head or word.endswith("skaya"):
            builder.latin(word, name, bare=True)


def _add_municipality(builder: _Builder, record: Record) -> None:
    """Add a district by its adjective, a town by its noun."""
    area = record.area
    for text in (area.name, *record.nouns):
        if text.endswith(DISTRICT_TYPES):
            builder.adjective(text.rpartition(" ")[0], Name(area.id, area.name, Sort.DISTRICT))
        else:
            builder.noun(text, Name(area.id, area.name, Sort.TOWN))
    base, _, head = area.name_en.rpartition(" ")
    if head == "District":
        builder.latin(base, Name(area.id, area.name, Sort.DISTRICT), bare=False)
    else:
        builder.latin(area.name_en, Name(area.id, area.name, Sort.TOWN), bare=True)


def _add_settlement(builder: _Builder, settlement: Settlement) -> None:
    """Add a settlement by its noun in both alphabets, a part of a town by its adjective."""
    if settlement.name.endswith(DISTRICT_TYPES):
        part = Name(settlement.area, settlement.name, Sort.PART)
        builder.adjective(settlement.name.rpartition(" ")[0], part)
        return
    name = Name(settlement.area, settlement.name, Sort.SETTLEMENT)
    builder.noun(settlement.name, name)
    builder.latin(latin(settlement.name), name, bare=True)


def _add_district_of(builder: _Builder, settlement: Settlement, district: Area | None) -> None:
    """Add «Valuyki» as the name that English posts give Valuysky District."""
    if district is None or not district.name_en.endswith(" District"):
        return
    word = latin(settlement.name)
    if len(word) >= _STEM and district.name_en.lower().startswith(word[:_STEM].lower()):
        builder.latin(word, Name(district.id, district.name, Sort.DISTRICT), bare=False)
