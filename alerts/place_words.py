"""The words beside names: head words, settlement words, and those that make a name no place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MODIFIER_ENDINGS: Final = 3
"""An adjective's ending is at most so long: «муниципальн-ого»."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an adjective stands before: «область» makes a region of it, «округ» a district."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class SettlementWord:
    """A word before a settlement's name: its gender, and whether it is a town or begins a list.

    ``certain`` is a plural that is no singular as well: «городах», but not «города».
    """

    gender: str
    town: bool
    plural: bool
    nominative: bool
    certain: bool

    @property
    def doubtful(self) -> bool:
        """Tell whether only known names may go on a list: «города Азов и …» may be one town."""
        return self.town and not self.certain


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """All tables of ``data/place_words.toml``, by word form.

    ``leads`` are the words that may make a settlement of what stands behind them.
    """

    heads: Mapping[str, Head]
    modifiers: Mapping[str, str]
    settlements: Mapping[str, SettlementWord]
    leads: frozenset[str]
    dotted: frozenset[str]
    streets: frozenset[str]
    prepositions: frozenset[str]
    no_nouns: frozenset[str]
    common: frozenset[str]
    people: frozenset[str]
    directions: frozenset[str]
    airports: tuple[str, ...]
    plants: tuple[str, ...]
    english_heads: Mapping[str, str]
    english_between: frozenset[str]
    english_not_after: frozenset[str]
    search_types: frozenset[str]

    def modifier(self, word: str) -> str | None:
        """Return the nominative of «муниципальным» and the like, None for other words."""
        for stem, nominative in self.modifiers.items():
            if word.startswith(stem) and len(word) <= len(stem) + MODIFIER_ENDINGS:
                return nominative
        return None


def place_words(tables: Mapping[str, Any], people: frozenset[str]) -> PlaceWords:
    """Read the tables; ``people`` are the first names of the tables in every case."""
    english = tables["english"]
    settlements = _settlement_words(tables["settlements"])
    return PlaceWords(
        heads={
            form: Head(row["kind"], row["name"]) for row in tables["heads"] for form in row["forms"]
        },
        modifiers=tables["modifiers"],
        settlements=settlements,
        leads=frozenset(settlements) | {"п"},
        dotted=frozenset(tables["dotted"]["words"]),
        streets=frozenset(tables["streets"]["before"]),
        prepositions=frozenset(tables["prepositions"]["words"]),
        no_nouns=frozenset(tables["no_nouns"]["words"]),
        common=frozenset(tables["common"]["words"]),
        people=people,
        directions=frozenset(tables["directions"]["words"]),
        airports=tuple(tables["airports"]["stems"]),
        plants=tuple(tables["plants"]["stems"]),
        english_heads={word: kind for kind in ("region", "district") for word in english[kind]},
        english_between=frozenset(english["between"]),
        english_not_after=frozenset(english["not_after"]),
        search_types=frozenset(tables["search"]["types"]),
    )


def _settlement_words(rows: Sequence[Mapping[str, Any]]) -> dict[str, SettlementWord]:
    """Return the words before settlements by form; a form of both numbers may begin a list."""
    words = {}
    for row in rows:
        for number in ("singular", "plural"):
            for position, form in enumerate(row[number]):
                words[form] = SettlementWord(
                    gender=row["gender"],
                    town=row.get("town", False),
                    plural=number == "plural",
                    nominative=position == 0,
                    certain=number == "plural" and form not in row["singular"],
                )
    return words
