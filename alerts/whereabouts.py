"""Which places a whole post is about: not only where its headline holds.

What a post tells of harm, of restrictions, of sirens is about places too. What it denies, excepts
or tells to the contrary is not: a clear must not seem to reach a place where danger stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.places import Places
    from alerts.reading import Reading
    from alerts.verdicts import Statement

_DANGERS: Final = frozenset({Kind.ATTACK, Kind.THREAT})
_TOLD: Final = frozenset({Kind.AFTERMATH, Kind.SUMMARY})
_ENDS: Final = (Fact.CLEAR, Fact.EASED)
_HOLDS: Final = (Fact.ATTACK, Fact.RAID, Fact.DANGER, Fact.SIREN, Fact.STAYS, Fact.AWAITED)
_DENIES: Final = re.compile(
    r"\b(?:не|нет|спокойно|без (?:ограничени|угроз|сигнал|тревог|опасност|происшестви)\w+)\b"
)


def places_of(
    statements: Sequence[Statement], reading: Reading, places: Places, text: str
) -> tuple[str, ...]:
    """Return the places of a post with the statements ``statements``, the headline first."""
    kind = statements[0].kind
    if kind is Kind.ALL_CLEAR:
        return _ended(statements, reading, places)
    if kind not in _DANGERS:
        told = kind in _TOLD
        rumours = {finding.sentence for finding in reading.of(Fact.DENIAL)} if told else set()
        return places.named(rumours, ways=told)
    dangers = [statement for statement in statements if statement.kind in _DANGERS]
    without = {finding.sentence for finding in reading.of(*_ENDS)}
    if any(danger.places and not danger.regional for danger in dangers):
        without.update(_denying(reading, text))
    return _each_once((*places.named(without), *_stated(dangers)))


def _ended(statements: Sequence[Statement], reading: Reading, places: Places) -> tuple[str, ...]:
    """Return where danger has ended; of the end in a whole region all that the post names.

    Never a place where the same post says that danger stays.
    """
    stays = [statement for statement in statements if statement.kind in _DANGERS]
    kinds = {Kind.ALL_CLEAR} if stays else {Kind.ALL_CLEAR, Kind.ADVISORY}
    clears = [statement for statement in statements if statement.kind is Kind.ALL_CLEAR]
    if any(clear.places for clear in clears):
        return _each_once(_stated(each for each in statements if each.kind in kinds))
    without = {finding.sentence for finding in reading.of(*_HOLDS)}
    without |= {number for number, each in enumerate(reading.sentences) if each.question}
    still = set(_stated(stays))
    return tuple(place for place in places.named(without) if place not in still)


def _denying(reading: Reading, text: str) -> Iterator[int]:
    """Yield the sentences that state nothing and deny it: «В Ишиме режим не вводился»."""
    stating = {finding.sentence for finding in reading.findings}
    for number, sentence in enumerate(reading.sentences):
        if number not in stating and _DENIES.search(text, sentence.start, sentence.end):
            yield number


def _stated(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        yield from statement.places


def _each_once(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(places))
