"""Which of its readings a place has: by the channel's home, the regions named, the district near.

A name of another region is taken only where nothing nearer fits and nothing else is meant by it;
otherwise the place stays unknown, for an alert must not go to the wrong region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.areas import Mention
from alerts.declension import split_adjective
from alerts.place_airports import governed_by_airport
from alerts.place_finder import looks_like_surname
from alerts.place_names import Name, Sort
from alerts.place_readings import Chooser, has, has_home, nearest, only, town_before
from alerts.place_spelling import adjective, is_headless, spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.place_lists import Hit
    from alerts.place_tokens import Tokens
    from alerts.place_words import PlaceWords

_WHOLE: Final = frozenset({Sort.REGION, Sort.SEA})
_REMEMBERED: Final = 30
_LEADS: Final = frozenset({"в", "во", "над", "под", "у", "близ", "возле", "около"})
_BEFORE: Final = tuple(f" {lead} " for lead in sorted(_LEADS))
_REGION: Final = frozenset({Sort.REGION})
_DISTRICT: Final = frozenset({Sort.DISTRICT})
_TOWN: Final = frozenset({Sort.TOWN})
_VILLAGE: Final = frozenset({Sort.SETTLEMENT})


def choose(
    tokens: Tokens,
    hits: Sequence[Hit],
    vocabulary: PlaceWords,
    *,
    home: str | None,
    complete: bool,
    capitals: frozenset[str],
    flown: bool,
    airports: bool,
) -> list[Mention]:
    """Return one mention for each place that can be told, in order; airports only if ``flown``."""
    named = frozenset(
        [hit.names[0].area for hit in hits if has(hit, _REGION) and only(hit.names) is not None]
    )
    chooser = Chooser(tokens, home, complete, capitals, named, vocabulary.common)
    skipped = governed_by_airport(tokens, hits, vocabulary) if flown else frozenset()
    if airports:  # in brackets stands the name of the airport itself: «Калуга (Грабцево)»
        skipped = frozenset(
            place for place in skipped if tokens.before(hits[place].first)[-1:] == "("
        )
    for position, hit in enumerate(hits):
        elsewhere = hit.plant and home is not None and not has_home(chooser, hit)
        if position in skipped or elsewhere or _is_direction(chooser, hit, vocabulary):
            continue
        _take(chooser, hit, _following(hits, position))
    return chooser.mentions


def _following(hits: Sequence[Hit], position: int) -> Hit | None:
    """Return the place behind this one; behind all of a list of districts stands their owner."""
    last = position
    while last + 1 < len(hits) and is_headless(hits[last]):
        last += 1
    owner = hits[last + 1] if last + 1 < len(hits) else None
    if owner is not None and owner.first == hits[last].last + 1:
        return owner
    return hits[position + 1] if position + 1 < len(hits) else None


def _is_direction(chooser: Chooser, hit: Hit, vocabulary: PlaceWords) -> bool:
    """Tell whether a place elsewhere only says where something moves: «в сторону Москвы»."""
    if chooser.home is None or hit.types is not None or not hit.first or has_home(chooser, hit):
        return False
    return chooser.tokens.words[hit.first - 1] in vocabulary.directions


def _take(chooser: Chooser, hit: Hit, following: Hit | None) -> None:
    """Read one place and keep the district it opens for the villages behind it."""
    if hit.types is not None and not has(hit, _WHOLE):
        name = _district(chooser, hit, following)
        if name is None and hit.bare:
            name = _settlement(chooser, hit, following)
            if name is None:
                return
    elif has(hit, _WHOLE) and not (chooser.home and has(hit, _TOWN)):
        name = _region(chooser, hit)
        if name is None:
            return
    else:
        name = _settlement(chooser, hit, following)
        if name is None and not (hit.word or has_home(chooser, hit) or _is_village(chooser, hit)):
            return
    _mention(chooser, hit, name, following)


def _is_village(chooser: Chooser, hit: Hit) -> bool:
    """Tell «в Ивановке», of which the tables know others, from a town elsewhere."""
    if chooser.home is None or not hit.first or hit.plant:
        return False
    tokens = chooser.tokens
    if tokens.adjacent(hit.last) and tokens.capital[hit.last + 1]:  # «в Красном Куте»
        return False
    led = tokens.words[hit.first - 1] in _LEADS and tokens.adjacent(hit.first - 1)
    if not led and chooser.mentions:
        last = chooser.mentions[-1]
        listed = tokens.normal[last.end : tokens.starts[hit.first]].strip() in {",", "и"}
        led = listed and tokens.normal[: last.start].endswith(_BEFORE)
    return led and all(name.sort is Sort.SETTLEMENT for name in hit.names)


def _mention(chooser: Chooser, hit: Hit, name: Name | None, following: Hit | None) -> None:
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
            place=spelling(hit, name),
            heard=tokens.text[start:end],
            start=start,
            end=end,
            within=within,
        )
    )
    if name is not None and name.sort in _DISTRICT:
        line_end = tokens.normal.find("\n", end)
        chooser.districts.append((name.area, line_end if line_end >= 0 else len(tokens.normal)))


def _region(chooser: Chooser, hit: Hit) -> Name | None:
    """Choose a region; a name of two of them is the home or nothing."""
    readings = [name for name in hit.names if name.sort in _WHOLE]
    return only(readings) or only(name for name in readings if name.area == chooser.home)


def _district(chooser: Chooser, hit: Hit, following: Hit | None) -> Name | None:
    """Choose a district; with a town behind it («Ленинский район Донецка») it is its part."""
    if following is not None and _governs(chooser.tokens, hit, following):
        owned = _owned(chooser, hit, following)
        if owned is not None:
            return owned
    alone = is_headless(hit)
    sorts = _DISTRICT if alone else _DISTRICT | _TOWN
    chosen = nearest(chooser, [name for name in hit.names if name.sort in sorts])
    if chosen is not None and chosen.region == chooser.home:
        return chosen
    at_home = [name for name in hit.names if name.region == chooser.home]
    parts = [name for name in at_home if name.sort is Sort.PART]
    towns = [name for name in at_home if name.sort is Sort.TOWN]
    if alone and towns and not parts:  # «в Волжском и Среднеахтубинском районах»
        return towns[0]
    if chosen is not None and _of_type(hit, chosen):
        town = town_before(chooser) if chosen.region not in chooser.named else None
        if town is None or not hit.types or not hit.types.endswith("район"):
            return chosen
        return Name(town, f"{adjective(hit)} район", Sort.PART)
    return _part(chooser, parts)


def _owned(chooser: Chooser, hit: Hit, owner: Hit) -> Name | None:
    """Choose the district that the place behind it has: a town's part, or a region's own."""
    if any(name.sort is Sort.TOWN for name in owner.names):
        town = _settlement(chooser, owner, None)
        if town is not None:
            return Name(town.area, f"{adjective(hit)} район", Sort.PART)
    regions = {name.area for name in owner.names if name.sort is Sort.REGION}
    districts = (name for name in hit.names if name.sort is Sort.DISTRICT)
    return next((name for name in districts if name.region in regions), None)


def _part(chooser: Chooser, parts: Sequence[Name]) -> Name | None:
    """Choose a part of a town: of the one named last, or the only one so called."""
    for mention in reversed(chooser.mentions[-_REMEMBERED:]):
        for part in parts:
            if part.area == mention.area:
                return part
    return only(parts)


def _of_type(hit: Hit, name: Name) -> bool:
    """Tell whether a district elsewhere is of the type that the post gives it, «район» or not."""
    return not hit.types or hit.types.endswith("район") == name.place.endswith("район")


def _governs(tokens: Tokens, hit: Hit, following: Hit) -> bool:
    """Tell whether the next place stands behind this one in the genitive, with only space."""
    return (
        (following.first == hit.last + 1 or is_headless(hit))
        and tokens.adjacent(following.first - 1)
        and following.word is None
        and following.types is None
    )


def _settlement(chooser: Chooser, hit: Hit, following: Hit | None) -> Name | None:
    """Choose a town or a village among the readings of a name."""
    towns = [name for name in hit.names if name.sort in _TOWN]
    villages = [name for name in hit.names if name.sort in _VILLAGE]
    rural = hit.word is not None and not hit.word.town
    home = [name for name in towns if name.region == chooser.home]
    if rural:
        return _village(chooser, hit, villages, following) or only(home)
    if home:
        return home[0]
    village = _village(chooser, hit, villages, following)
    if village is not None and village.region == chooser.home:
        return village
    return _distant(chooser, hit, towns) or village


def _distant(chooser: Chooser, hit: Hit, towns: Sequence[Name]) -> Name | None:
    """Choose a town outside the home region; one like a surname only if it is a capital."""
    named = [name for name in towns if name.region in chooser.named]
    if named:
        return only(named)
    capitals = [name for name in towns if name.area in chooser.capitals]
    if capitals:
        return only(capitals)
    word = chooser.tokens.words[hit.last]
    doubtful = looks_like_surname(word) or word in chooser.common
    if hit.word is None and doubtful and not _among_airports(chooser, hit):
        return None
    return only(towns)


def _among_airports(chooser: Chooser, hit: Hit) -> bool:
    """Tell «Жуковский» in «аэропорты Внуково, Жуковский» from somebody's name."""
    tokens = chooser.tokens
    if hit.first and tokens.words[hit.first - 1].startswith("аэропорт"):
        return True
    listed = chooser.mentions and tokens.normal[chooser.mentions[-1].end : tokens.starts[hit.first]]
    return bool(listed) and str(listed).strip() in {",", "и"} and "аэропорт" in tokens.normal


def _village(
    chooser: Chooser, hit: Hit, villages: Sequence[Name], following: Hit | None
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
        return only(home or near)
    word = chooser.tokens.words[hit.last]
    doubtful = looks_like_surname(word) or word in chooser.common or split_adjective(word)
    if chooser.home is None and (hit.word is not None or not doubtful):
        return only(villages)
    return None


def _district_behind(chooser: Chooser, hit: Hit, following: Hit | None) -> str | None:
    """Return the district behind a village: «село Локоть Рыльского района»."""
    if following is None or following.types is None or following.first != hit.last + 1:
        return None
    if chooser.tokens.gap(hit.last).strip() not in {"", "(", ","}:
        return None
    name = _district(chooser, following, None)
    return name.area if name else None


def _district_before(chooser: Chooser, hit: Hit) -> str | None:
    """Return the last district named before on the same line."""
    if not chooser.districts:
        return None
    district, line_end = chooser.districts[-1]
    return district if chooser.tokens.starts[hit.first] <= line_end else None
