"""What a post says and then takes back, or says only to teach: that is no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.hazards import HazardReader
    from alerts.reading import Reading
    from alerts.rules import Finding


def before_lesson(found: Sequence[Finding], reading: Reading) -> tuple[Finding, ...]:
    """Return findings without those that a lesson on signals goes on with: «Памятка. …»."""
    taught = reading.of(Fact.HOWTO)
    if not taught:
        return tuple(found)
    return tuple(finding for finding in found if finding.sentence < taught[0].sentence)


def mistaken(
    found: Sequence[Finding], reading: Reading, wrongly: int, end: int
) -> tuple[Finding, ...]:
    """Return findings without those that the post calls a mistake: «сирена? Сбой системы».

    ``wrongly`` are the meanings that do, unless it is an ``end`` that was told by mistake.
    """
    sentences = reading.sentences
    wrong = {
        number
        for number, sentence in enumerate(sentences)
        if sentence.bits & wrongly and not (sentence.bits | sentence.passing) & end
    }
    return tuple(
        finding for finding in found if not wrong & {finding.sentence, finding.sentence + 1}
    )


def taken_back(
    end: Finding, reading: Reading, hazards: HazardReader, end_awaited: int, again: int
) -> bool:
    """Tell an end that the post takes back: «отбой дан в 6:15, …, отбоя не было».

    ``end_awaited`` is the meaning of «отбоя», which the post denies; ``again`` that of «снова», by
    which it tells of a danger declared after the end: «был отбой, в 12:25 её объявили снова».
    """
    denied = [
        finding
        for finding in reading.of(Fact.AWAITED)
        if any(hit.negated and hit.bits & end_awaited for hit in finding.hits)
    ]
    anew = [
        finding
        for finding in reading.of(Fact.DANGER)
        if any(hit.bits & again and hit.start > end.hits[-1].end for hit in finding.hits)
    ]
    if not denied and not anew:
        return False
    stays = (*anew, *denied, *(reading.of(Fact.STAYS) if denied else ()))
    kept = hazards.of_findings(stays, reading.sentences, reading.mixed)
    return set(kept).issuperset(hazards.of_findings((end,), reading.sentences, reading.mixed))
