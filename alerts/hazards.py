"""What threatens: by a statement's own sentences or, where they name nothing, by the post."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact
from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.lexicon import Lexicon
    from alerts.rules import Finding
    from alerts.sentences import Hit, Sentence

_REMEMBERED: Final = 1 << 12
_HURT: Final = Fact.HURT
_NEWS: Final = frozenset({Fact.DANGER, Fact.SIREN, Fact.STAYS, Fact.ATTACK})
_SENTENCE: Final = attrgetter("sentence")
_MEANINGS: Final = {
    Hazard.DRONE: "drone",
    Hazard.MISSILE: "missile",
    Hazard.SHELLING: "shelling",
    Hazard.AVIATION: "aviation",
    Hazard.SABOTAGE: "sabotage",
    Hazard.FIRE: "fire",
    Hazard.WEATHER: "weather",
    Hazard.OTHER: "boat",
}


class HazardReader:
    """Finds hazards by the meanings of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that name hazards."""
        self._bits = {hazard: lexicon.bits(name) for hazard, name in _MEANINGS.items()}
        self._barrel, self._rockets = lexicon.bits("barrel"), lexicon.bits("rockets")
        self._unnamed = lexicon.bits("air_alarm", "no_hazard")
        self._none, self._danger_of = lexicon.bits("none"), lexicon.bits("danger_of")
        self.of_bits = lru_cache(maxsize=_REMEMBERED)(self._of_bits)

    def _of_bits(self, bits: int) -> tuple[Hazard, ...]:
        """Return the hazards among meanings; shells of rocket artillery are missiles."""
        found = [hazard for hazard, bit in self._bits.items() if bits & bit]
        if bits & self._rockets:
            shells_too = bool(bits & self._barrel)
            found = [hazard for hazard in found if hazard is not Hazard.SHELLING or shells_too]
            found = list(dict.fromkeys([*found, Hazard.MISSILE]))
        return tuple(found)

    def of_sentence(self, sentence: Sentence) -> tuple[Hazard, ...]:
        """Return the hazards a sentence names, in passing or not."""
        return self.of_bits(sentence.bits | sentence.passing)

    def of_post(self, sentences: Iterable[Sentence]) -> tuple[Hazard, ...]:
        """Return the hazards named anywhere."""
        return tuple(
            dict.fromkeys(hazard for sentence in sentences for hazard in self.of_sentence(sentence))
        )

    def of_findings(
        self,
        findings: Iterable[Finding],
        sentences: Sequence[Sentence],
        mixed: frozenset[int] = frozenset(),
    ) -> tuple[Hazard, ...]:
        """Return the hazards findings name.

        In a ``mixed`` sentence, which says two things, each finding has those of its clauses.
        """
        named: list[tuple[Hazard, ...]] = []
        for finding in sorted(findings, key=_SENTENCE):
            if finding.fact is _HURT:
                continue
            sentence = sentences[finding.sentence]
            own = self.of_bits(clause_bits(sentence, finding)) if finding.sentence in mixed else ()
            if finding.fact in _NEWS and sentence.bits & self._none:
                own = own or self.of_bits(self._without_denied(sentence, finding))
            named.append(own or self.of_sentence(sentence))
        return named[0] if len(named) == 1 else tuple(dict.fromkeys(chain.from_iterable(named)))

    def _without_denied(self, sentence: Sentence, finding: Finding) -> int:
        """Return the meanings of a sentence less «ракетной опасности нет», which is no news."""
        bits = 0
        for clause in sentence.clauses:
            denied = clause.bits & self._none and clause.bits & self._danger_of
            if not denied or any(clause.start <= h.start < clause.end for h in finding.hits):
                bits |= clause.bits
        return bits

    def unnamed(self, findings: Iterable[Finding], sentences: Sequence[Sentence]) -> bool:
        """Tell whether findings use a signal that names no hazard: «воздушная тревога»."""
        return any(sentences[finding.sentence].bits & self._unnamed for finding in findings)


def clause_bits(sentence: Sentence, finding: Finding) -> int:
    """Return the meanings of the clauses that a finding rests on."""
    bits = 0
    for clause in sentence.clauses:
        if any(clause.start <= hit.start < clause.end for hit in finding.hits):
            bits |= clause.bits
    return bits


def hits_of(sentence: Sentence, finding: Finding | None) -> Iterator[Hit]:
    """Yield the words stated in a sentence, or only in the clauses that a finding rests on."""
    for clause in sentence.clauses:
        if finding is None or any(clause.start <= hit.start < clause.end for hit in finding.hits):
            yield from (hit for hit in clause.hits if not hit.negated)
