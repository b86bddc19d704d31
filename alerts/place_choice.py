"""Which of its readings a place has: by the channel's home, the regions named, the district near.

A name of another region is taken only where nothing nearer fits and nothing else is meant by it;
otherwise the place stays unknown, for an alert must not go to the wrong region.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.areas import Mention
from alerts.declension import split_adjective
from alerts.place_airports import governed_by_airport
from alerts.place_finder import looks_like_surname
from alerts.place_names import Name, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.place_lists import Hit
    from alerts.place_tokens import Tokens
    from alerts.place_words import PlaceWords

_WHOLE: Final = frozenset({Sort.REGION, Sort.SEA})
_REMEMBERED: Final = 30
_TOWN: Final = frozenset({Sort.TOWN})


@dataclass(slots=True)
class _Chooser:
    """What is known while the places of one text are read in order."""

    tokens: Tokens
    home: str | None
    complete: bool
    capitals: frozenset[str]
    named: frozenset[str]
    common: frozenset[str]
    districts: list[tuple[str, int]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def choose(
    tokens: Tokens,
    hits: Sequence[Hit],
    vocabulary: PlaceWords,
    *,
    home: str | None,
    complete: bool,
    capitals: frozenset[str],
    airports: bool,
) -> list[Mention]:
    """Return one mention for each place that can be told, in order."""
    named = frozenset(
        name.area
        for hit in hits
        for name in hit.names
        if name.sort is Sort.REGION and len({name.area for name in hit.names}) == 1
    )
    chooser = _Chooser(tokens, home, complete, capitals, named, vocabulary.common)
    skipped = governed_by_airport(tokens, hits, vocabulary)
    if airports:  # in brackets stands the name of the airport itself: «Калуга (Грабцево)»
        skipped = frozenset(
            place for place in skipped if tokens.before(hits[place].first)[-1:] == "("
        )
    for position, hit in enumerate(hits):
        if position in skipped or _is_direction(chooser, hit, vocabulary):
            continue
        following = hits[position + 1] if position + 1 < len(hits) else None
        _take(chooser, hit, following)
    return chooser.mentions


def _is_direction(chooser: _Chooser, hit: Hit, vocabulary: PlaceWords) -> bool:
    """Tell whether a place elsewhere only says where something moves: «в сторону Москвы»."""
    if chooser.home is None or hit.types is not None or not hit.first or _has_home(chooser, hit):
        return False
    return chooser.tokens.words[hit.first - 1] in vocabulary.directions


def _take(chooser: _Chooser, hit: Hit, following: Hit | None) -> None:
    """Read one place and keep the district it opens for the villages behind it."""
    if hit.types is not None and not _has(hit, _WHOLE):
        name = _district(chooser, hit, following)
        if name is None and hit.bare:
            name = _settlement(chooser, hit, following)
            if name is None:
                return
    elif _has(hit, _WHOLE) and not (chooser.home and _has(hit, _TOWN)):
        name = _region(chooser, hit)
        if name is None:
            return
    else:
        name = _settlement(chooser, hit, following)
        if name is None and hit.word is None and not _has_home(chooser, hit):
            return
    _mention(chooser, hit, name, following)


def _mention(chooser: _Chooser, hit: Hit, name: Name | None, following: Hit | None) -> None:
    """Add the mention of a place; what is unknown takes the district it is told under."""
    tokens = chooser.tokens
    start, end = tokens.starts[hit.first], tokens.ends[hit.last]
    if hit.first and tokens.words[hit.first - 1].startswith("республик"):
        start = tokens.starts[hit.first - 1] if tokens.adjacent(hit.first - 1) else start
    area = name.area if name else None
    within = name.within if name else False
    if name is None and hit.types is None:
        area = _district_behind(chooser, hit, following) or _district_before(chooser, hit)
        within = area is not None
    chooser.mentions.append(
        Mention(
            area=area,
            place=_place(hit, name),
            heard=tokens.text[start:end],
            start=start,
            end=end,
            within=within,
        )
    )
    if name is not None and name.sort is Sort.DISTRICT:
        line_end = tokens.normal.find("\n", end)
        chooser.districts.append((name.area, line_end if line_end >= 0 else len(tokens.normal)))


def _place(hit: Hit, name: Name | None) -> str:
    """Return the nominative: a district with the type word of the post."""
    if hit.types and name is not None and name.sort is Sort.TOWN:
        return f"{name.place} {hit.types}"
    if hit.types is not None and (name is None or name.sort in {Sort.DISTRICT, Sort.PART}):
        if name is not None and hit.types:
            return f"{name.place.rpartition(' ')[0]} {hit.types}"
        if name is not None:
            return name.place
        spelt = hit.spelt or ""
        titled = "-".join(part.capitalize() for part in spelt.split("-"))
        return f"{titled}ий {hit.types}"
    if name is not None:
        return name.place
    return hit.names[0].place if hit.names else hit.spelt or ""


def _has(hit: Hit, sorts: frozenset[Sort]) -> bool:
    """Tell whether a place can be of one of the sorts."""
    return any(name.sort in sorts for name in hit.names)


def _has_home(chooser: _Chooser, hit: Hit) -> bool:
    """Tell whether the home region has a place of this name, be it more than one."""
    return any(name.region == chooser.home for name in hit.names)


def _region(chooser: _Chooser, hit: Hit) -> Name | None:
    """Choose a region; a name of two of them is the home or nothing."""
    readings = [name for name in hit.names if name.sort in _WHOLE]
    return _only(readings) or _only(name for name in readings if name.area == chooser.home)


def _district(chooser: _Chooser, hit: Hit, following: Hit | None) -> Name | None:
    """Choose a district; with a town behind it («Ленинский район Донецка») it is its part."""
    if following is not None and _governs(chooser.tokens, hit, following):
        towns = {name.area for name in following.names if name.sort is Sort.TOWN}
        regions = {name.area for name in following.names if name.sort is Sort.REGION}
        if towns:
            town = _settlement(chooser, following, None)
            if town is not None:
                return Name(town.area, f"{_adjective(hit)} район", Sort.PART)
        for name in hit.names:
            if name.sort is Sort.DISTRICT and name.region in regions:
                return name
    readings = [name for name in hit.names if name.sort in {Sort.DISTRICT, Sort.TOWN}]
    chosen = _nearest(chooser, readings)
    if chosen is not None and (chosen.region == chooser.home or _of_type(hit, chosen)):
        return chosen
    parts = [name for name in hit.names if name.sort is Sort.PART and name.region == chooser.home]
    for mention in reversed(chooser.mentions[-_REMEMBERED:]):
        for part in parts:
            if part.area == mention.area:
                return part
    return _only(parts)


def _of_type(hit: Hit, name: Name) -> bool:
    """Tell whether a district elsewhere is of the type that the post gives it, «район» or not."""
    return not hit.types or hit.types.endswith("район") == name.place.endswith("район")


def _adjective(hit: Hit) -> str:
    """Return the adjective of a district in the nominative."""
    if hit.names:
        return hit.names[0].place.rpartition(" ")[0]
    return f"{(hit.spelt or '').capitalize()}ий"


def _governs(tokens: Tokens, hit: Hit, following: Hit) -> bool:
    """Tell whether the next place stands behind this one in the genitive, with only space."""
    return (
        following.first == hit.last + 1
        and tokens.adjacent(hit.last)
        and following.word is None
        and following.types is None
    )


def _nearest(chooser: _Chooser, readings: Sequence[Name]) -> Name | None:
    """Choose by the home region, then by the regions named, then the only one there is."""
    home = [name for name in readings if name.region == chooser.home]
    if home:
        return home[0]
    named = [name for name in readings if name.region in chooser.named]
    if named:
        return _only(named)
    if chooser.home is not None and not chooser.complete:
        return None
    return _only(readings)


def _only(readings: Iterable[Name]) -> Name | None:
    """Return the one reading; None when there are several or none."""
    found = list(readings)
    return found[0] if len({name.area for name in found}) == 1 else None


def _settlement(chooser: _Chooser, hit: Hit, following: Hit | None) -> Name | None:
    """Choose a town or a village among the readings of a name."""
    towns = [name for name in hit.names if name.sort is Sort.TOWN]
    villages = [name for name in hit.names if name.sort is Sort.SETTLEMENT]
    rural = hit.word is not None and not hit.word.town
    home = [name for name in towns if name.region == chooser.home]
    if rural:
        return _village(chooser, hit, villages, following) or _only(home)
    if home:
        return home[0]
    village = _village(chooser, hit, villages, following)
    if village is not None and village.region == chooser.home:
        return village
    return _distant(chooser, hit, towns) or village


def _distant(chooser: _Chooser, hit: Hit, towns: Sequence[Name]) -> Name | None:
    """Choose a town outside the home region; one like a surname only if it is a capital."""
    named = [name for name in towns if name.region in chooser.named]
    if named:
        return _only(named)
    capitals = [name for name in towns if name.area in chooser.capitals]
    if capitals:
        return _only(capitals)
    word = chooser.tokens.words[hit.last]
    if hit.word is None and (looks_like_surname(word) or word in chooser.common):
        return None
    return _only(towns)


def _village(
    chooser: _Chooser, hit: Hit, villages: Sequence[Name], following: Hit | None
) -> Name | None:
    """Choose a village of the home or a named region: by the district near, else the only one."""
    regions = chooser.named if chooser.home is None else chooser.named | {chooser.home}
    near = [name for name in villages if name.region in regions]
    before = (
        [district for district, _ in reversed(chooser.districts[-_REMEMBERED:])]
        if len(near) > 1
        else []
    )
    for district in (_district_behind(chooser, hit, following), *before):
        for name in near:
            if name.area == district:
                return name
    home = [name for name in near if name.region == chooser.home]
    if home or near:
        return _only(home or near)
    word = chooser.tokens.words[hit.last]
    doubtful = looks_like_surname(word) or word in chooser.common or split_adjective(word)
    if chooser.home is None and (hit.word is not None or not doubtful):
        return _only(villages)
    return None


def _district_behind(chooser: _Chooser, hit: Hit, following: Hit | None) -> str | None:
    """Return the district behind a village: «село Локоть Рыльского района»."""
    if following is None or following.types is None or following.first != hit.last + 1:
        return None
    if chooser.tokens.gap(hit.last).strip() not in {"", "(", ","}:
        return None
    name = _district(chooser, following, None)
    return name.area if name else None


def _district_before(chooser: _Chooser, hit: Hit) -> str | None:
    """Return the last district named before on the same line."""
    if not chooser.districts:
        return None
    district, line_end = chooser.districts[-1]
    return district if chooser.tokens.starts[hit.first] <= line_end else None
