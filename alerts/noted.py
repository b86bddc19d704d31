"""Tells strikes that a report counts by places («отмечены удары 14 и 9 БПЛА») from a raid now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.rules import Fact

if TYPE_CHECKING:
    from alerts.reading import Reading
    from alerts.rules import Finding

_TABLE: Final = 2
"""A table has two rows or more."""
_CALLS: Final = (Fact.ATTACK, Fact.INSTRUCT, Fact.SIREN, Fact.DANGER, Fact.STAYS)
"""What is told with these is no report."""


def going_on(reading: Reading, noted: int) -> tuple[Finding, ...]:
    """Return the attacks of a post, without the raids that it only counts by places."""
    tally = reading.tally
    rows = len(tally.by_region) + len(tally.by_place) if tally else 0
    if rows < _TABLE or not reading.names(noted) or reading.has(*_CALLS):
        return reading.of(Fact.ATTACK, Fact.RAID)
    return tuple(
        finding
        for finding in reading.of(Fact.RAID)
        if not reading.sentences[finding.sentence].bits & noted
    )
