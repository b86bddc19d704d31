"""What an operator writes of a post: which kind it is, of which hazards, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.normal import normalise
from alerts.verdicts import Hazard, Kind
from bot.lookup import look_up
from bot.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.gazetteer import Gazetteer
    from bot.voice import Voice


class UnclearError(Exception):
    """A word that is neither a kind, a hazard nor a place."""

    def __init__(self, word: str) -> None:
        """Keep the word."""
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Said:
    """What a post is said to be; None where nothing was said."""

    kind: Kind | None
    hazards: tuple[Hazard, ...] | None
    areas: tuple[str, ...] | None


def read_said(words: Sequence[str], home: str | None, voice: Voice) -> Said:
    """Return what was written; UnclearError for a word that means nothing.

    Names may be of any language the bot speaks, or the program's own («all_clear»).
    """
    kinds, hazards = _names(voice)
    kind: Kind | None = None
    threats: list[Hazard] = []
    places: list[str] = []
    for word in words:
        name = normalise(word.strip(",;."))
        if name in kinds:
            kind = kinds[name]
        elif name in hazards:
            threats.append(hazards[name])
        else:
            places.append(word)
    areas = _areas(" ".join(places), home, voice.gazetteer)
    return Said(kind, tuple(dict.fromkeys(threats)) or None, areas or None)


def kind_names(voice: Voice) -> str:
    """Return the kinds as an operator may write them."""
    return ", ".join(_bare(voice.plain("reading-kind", kind=kind.value)).lower() for kind in Kind)


def _names(voice: Voice) -> tuple[dict[str, Kind], dict[str, Hazard]]:
    """Return kinds and hazards by every name they have."""
    kinds: dict[str, Kind] = {kind.value: kind for kind in Kind}
    hazards: dict[str, Hazard] = {hazard.value: hazard for hazard in Hazard}
    for language in LANGUAGES:
        for kind in Kind:
            name = voice.texts.plain(language, "reading-kind", kind=kind.value)
            kinds[normalise(_bare(name)).replace(" ", "_")] = kind
        for hazard in Hazard:
            name = voice.texts.plain(language, "reading-hazard", hazard=hazard.value)
            hazards.setdefault(normalise(name), hazard)
    kinds["clear"] = Kind.ALL_CLEAR
    return kinds, hazards


def _bare(name: str) -> str:
    """Return a name without its sign."""
    return "".join(sign for sign in name if sign.isalpha() or sign == " ").strip()


def _areas(text: str, home: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the areas that are named, by their ids or their names, the names apart by commas."""
    areas: list[str] = []
    for name in (part.strip() for part in text.split(",")):
        if not name:
            continue
        known = _by_id(name, gazetteer) or _by_name(name, home, gazetteer)
        if known is None:
            raise UnclearError(name)
        areas.append(known)
    return tuple(dict.fromkeys(areas))


def _by_id(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the area of an id, in any case."""
    region, slash, municipality = name.partition("/")
    area = f"{region.upper()}{slash}{municipality.lower()}"
    try:
        return gazetteer.area(area).id
    except KeyError:
        return None


def _by_name(name: str, home: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the area of a name: one of the channel's region if there is such."""
    found = look_up(gazetteer, name)
    candidates = [*([found.area] if found.area else []), *found.others]
    ours = [area.id for area in candidates if home and area.id.partition("/")[0] == home]
    if ours and (found.area is None or found.area.id not in ours):
        return ours[0] if len(ours) == 1 or found.area is None else None
    return found.area.id if found.area else None
