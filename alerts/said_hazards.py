"""What threatens by a statement of a post: what its own sentences name, or what the others lend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.rules import Fact
from alerts.verdicts import Hazard, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.hazards import HazardReader
    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.statements import Draft

_OF_NO_DANGER: Final = frozenset({Kind.DRILL, Kind.OTHER})
_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})


class SaidHazards:
    """Finds the hazards of statements."""

    def __init__(self, lexicon: Lexicon, hazards: HazardReader) -> None:
        """Take the meanings that stand for hazards without naming them."""
        self._hazards = hazards
        self._other_matter = lexicon.bits("other_matter")
        self._drone_trace = lexicon.bits("drone_trace")
        self._air_target = lexicon.bits("air_target")
        self._craft, self._boat = lexicon.bits("craft"), lexicon.bits("boat")
        self._drone, self._burning = lexicon.bits("drone"), lexicon.bits("burning")
        self._accident, self._weather = lexicon.bits("accident"), lexicon.bits("bad_weather")
        self._not_now, self._warned = lexicon.bits("drill", "long_ago"), lexicon.bits("warned")

    def of_draft(
        self, draft: Draft, drafts: Sequence[Draft], reading: Reading
    ) -> tuple[Hazard, ...]:
        """Return the hazards of a statement: its sentences', or where they name none the post's."""
        if draft.kind in _OF_NO_DANGER:
            return self._mishap(reading) if draft.kind is Kind.OTHER else ()
        sentences, read = reading.sentences, self._hazards
        own = read.of_findings(draft.findings, sentences, reading.mixed)
        if draft.kind in _URGENT and own:
            return own
        if draft.kind is Kind.SUMMARY:
            own = tuple(dict.fromkeys([*own, *self._hazards_told(reading)]))
            if len(own) > 1 and not self._beside_drones(reading):
                own = tuple(hazard for hazard in own if hazard is not Hazard.OTHER)
        if draft.kind is Kind.ADVISORY:
            return own or read.of_post(sentences)
        if own or read.unnamed(draft.findings, sentences):
            return own
        return self._lent_hazards(draft, drafts, reading)

    def _mishap(self, reading: Reading) -> tuple[Hazard, ...]:
        """Return the hazard of a mishap that is no danger of war: a fire, a crash, a storm."""
        if reading.names(self._not_now):
            return ()
        if reading.names(self._burning):
            return (Hazard.FIRE,)
        if reading.names(self._accident):
            return (Hazard.OTHER,)
        if reading.has(Fact.DENIAL):
            return ()
        warned = reading.names(self._weather) and reading.names(self._warned)
        return (Hazard.WEATHER,) if warned else ()

    def _hazards_told(self, reading: Reading) -> tuple[Hazard, ...]:
        """Return the hazards of the sentences of a round-up that give no advice."""
        advice = reading.of(Fact.INSTRUCT, Fact.RESTRICTION, Fact.HOWTO)
        left_out = {finding.sentence for finding in advice}
        return self._hazards.of_post(
            sentence
            for number, sentence in enumerate(reading.sentences)
            if number not in left_out and not sentence.bits & self._other_matter
        )

    def _beside_drones(self, reading: Reading) -> bool:
        """Tell whether boats are counted with drones or before them, not as one thing more."""
        for sentence in reading.sentences:
            if sentence.bits & self._boat:
                return True
            if sentence.bits & self._drone:
                return any(
                    each.bits & self._boat and each.bits & self._drone for each in reading.sentences
                )
        return False

    def _lent_hazards(
        self, draft: Draft, drafts: Sequence[Draft], reading: Reading
    ) -> tuple[Hazard, ...]:
        """Return the hazards of the post for a statement that names none."""
        sentences, read = reading.sentences, self._hazards
        all_findings = [finding for other in drafts for finding in other.findings]
        others = read.of_findings(all_findings, sentences, reading.mixed)
        if not others:
            attack = draft.kind is Kind.ATTACK
            others = self._hazards_told(reading) if attack else read.of_post(sentences)
        told = draft.kind in {Kind.AFTERMATH, Kind.SUMMARY}
        if not others and reading.names(self._drone_trace if told else self._craft):
            return () if told and reading.names(self._air_target) else (Hazard.DRONE,)
        if draft.kind is Kind.ALL_CLEAR and draft.partial:
            stay = [finding for other in drafts if other.reminder for finding in other.findings]
            kept = read.of_findings(stay, sentences, reading.mixed)
            return tuple(hazard for hazard in others if hazard not in kept) or others
        return others
