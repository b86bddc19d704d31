"""Reads how many people a post says were killed and injured; what it does not say is None.

«Пострадавших нет» is nought and «информация уточняется» is None. A number belongs to the verb next
to it; the number stated for the whole outweighs the persons told of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alerts.casualty_events import events
from alerts.casualty_harm import Event, Harm
from alerts.casualty_none import spared
from alerts.casualty_words import casualty_phrases, casualty_words, tells_harm
from alerts.cutting import cut
from alerts.normal import normalise
from alerts.tally_tokens import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.cutting import Cut
    from alerts.tally_tokens import Sentence


Where = tuple[str, str] | None


class _Told(NamedTuple):
    """A harm and where it befell: the district and, if named, the village."""

    event: Event
    where: Where


def casualties(text: str) -> tuple[int | None, int | None]:
    """Return the numbers of killed and injured, each None when the post does not tell it."""
    normal = normalise(text)
    whole = cut(normal)
    return casualties_of(sentences(whole, ()), normal) if may_tell(whole) else (None, None)


def may_tell(whole: Cut) -> bool:
    """Tell whether a text has words for harm at all; most have none."""
    if not any(map(tells_harm.__getitem__, whole.tokens)):
        return False
    return casualty_phrases().worth.search(whole.normal) is not None


def casualties_of(said: Sequence[Sentence], normal: str) -> tuple[int | None, int | None]:
    """Return the numbers that the sentences of a normal text tell."""
    bygone = casualty_phrases().bygone.search(normal) is not None
    words = casualty_words()
    told: dict[Harm, list[_Told]] = {Harm.KILLED: [], Harm.INJURED: []}
    none: set[Harm] = set()
    where: Where = None
    for number, sentence in enumerate(said):
        if number and said[number - 1].ended == "\n":
            where = None
        where = _where(sentence, where)
        if not any(map(tells_harm.__getitem__, sentence.words)):
            continue
        none |= spared(sentence.tokens)
        if not bygone and not any(word in words.earlier for word in sentence.words):
            for event in events(sentence.tokens):
                told[event.harm].append(_Told(event, where))
    killed, injured = (
        _number(told[harm], spared_all=harm in none) for harm in (Harm.KILLED, Harm.INJURED)
    )
    return killed, injured


def _where(sentence: Sentence, before: Where) -> Where:
    """Return the one district that a sentence tells of and the village of it.

    A sentence that names no place goes on about that before; one of several tells of them all.
    """
    places = [token.place for token in sentence.tokens if token.place]
    if not places:
        return before
    areas = {place.area or place.place for place in places}
    if len(areas) > 1 or any(place.is_region for place in places):
        return None
    village = next((place.place for place in places if place.within), "")
    return areas.pop(), village


def _number(told: Sequence[_Told], *, spared_all: bool) -> int | None:
    """Weigh what the sentences tell of one harm."""
    strong = [each for each in told if not each.event.weak]
    if strong:
        strong = [each for each in told if not each.event.weak or _is_further(each.event)]
    counted = [each for each in strong or told if each.event.value is not None]
    if any(each.event.whole for each in counted):
        return [each.event.value for each in counted if each.event.whole][-1]
    if counted:
        return _sum(counted)
    return 0 if spared_all and not told else None


def _is_further(event: Event) -> bool:
    """Tell «ещё один госпитализирован» from the treatment of those already counted."""
    return event.more and (event.follows or event.later)


def _sum(counted: Sequence[_Told]) -> int:
    """Add those of each place; a number told of no place may hold them all already."""
    head = counted[0].where
    if head is None:
        return _of_one_place([each.event for each in counted])
    here = [each.event for each in counted if not _elsewhere(head, each.where)]
    others = [each for each in counted if _elsewhere(head, each.where)]
    return _of_one_place(here) + (_sum(others) if others else 0)


def _elsewhere(head: tuple[str, str], where: Where) -> bool:
    """Tell another district, or another village of the same, from the place of the head."""
    if where is None:
        return False
    villages = {head[1], where[1]}
    return head[0] != where[0] or (len(villages) > 1 and "" not in villages)


def _of_one_place(counted: Sequence[Event]) -> int:
    """Add persons told one by one, but not to the number that already holds them."""
    if all(event.weak for event in counted) and not any(event.more for event in counted):
        return max(event.value or 0 for event in counted)  # «обратились 7, госпитализирован один»
    head, *rest = counted
    first = head.value or 0
    later = sum(event.value or 0 for event in rest)
    if not rest:
        return first
    more = len(rest) == 1 and rest[0].more and not (rest[0].weak or head.more)
    others = rest[0].follows or more  # «Ранены четверо. Ещё двое ранены»
    if others or any(event.later for event in rest):
        return first + later
    if first > 1 and first >= later:
        return first
    if head.generic and first == 1:
        added = sum(event.value or 0 for event in rest if event.more)
        return max(first + added, later)
    return max(first, later) if first > 1 and head.generic else first + later
