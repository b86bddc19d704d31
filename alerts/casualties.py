"""Reads how many people a post says were killed and injured; what it does not say is None.

«Пострадавших нет» is nought and «информация уточняется» is None. A number belongs to the verb next
to it; the number stated for the whole outweighs the persons told of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.casualty_events import Event, Harm, events
from alerts.casualty_none import spared
from alerts.casualty_words import casualty_phrases, tells_harm
from alerts.normal import normalise
from alerts.tally_tokens import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_tokens import Sentence


def casualties(text: str) -> tuple[int | None, int | None]:
    """Return the numbers of killed and injured, each None when the post does not tell it."""
    normal = normalise(text)
    return casualties_of(sentences(normal, ()), normal)


def casualties_of(said: Sequence[Sentence], normal: str) -> tuple[int | None, int | None]:
    """Return the numbers that the sentences of a normal text tell."""
    phrases = casualty_phrases()
    if not phrases.worth.search(normal):
        return None, None
    bygone = phrases.bygone.search(normal) is not None
    told: dict[Harm, list[Event]] = {Harm.KILLED: [], Harm.INJURED: []}
    none: set[Harm] = set()
    for sentence in said:
        if not any(tells_harm(token.text) for token in sentence.tokens):
            continue
        none |= spared(sentence.tokens)
        if not bygone:
            for event in events(sentence.tokens):
                told[event.harm].append(event)
    killed, injured = (
        _number(told[harm], spared_all=harm in none) for harm in (Harm.KILLED, Harm.INJURED)
    )
    return killed, injured


def _number(told: Sequence[Event], *, spared_all: bool) -> int | None:
    """Weigh what the sentences tell of one harm."""
    strong = [event for event in told if not event.weak]
    if strong:
        strong = [event for event in told if not event.weak or _is_further(event)]
    counted = [event for event in strong or told if event.value is not None]
    if any(event.whole for event in counted):
        return [event.value for event in counted if event.whole][-1]
    if counted:
        return _sum(counted)
    return 0 if spared_all and not told else None


def _is_further(event: Event) -> bool:
    """Tell «ещё один госпитализирован» from the treatment of those already counted."""
    return event.more and (event.follows or event.later)


def _sum(counted: Sequence[Event]) -> int:
    """Add persons told one by one, but not to the number that already holds them."""
    if all(event.weak for event in counted) and not any(event.more for event in counted):
        return max(event.value or 0 for event in counted)  # «обратились 7, госпитализирован один»
    head, *rest = counted
    first = head.value or 0
    later = sum(event.value or 0 for event in rest)
    if not rest:
        return first
    if any(event.later for event in rest) or rest[0].follows:
        return first + later
    if first > 1 and first >= later:
        return first
    if head.generic and first == 1:
        added = sum(event.value or 0 for event in rest if event.more)
        return max(first + added, later)
    return max(first, later) if first > 1 and head.generic else first + later
