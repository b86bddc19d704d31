"""From the facts of sentences to the statements of a post, the headline first.

A fact is what one sentence says; whether it still holds is decided by the whole post: «сбито 3
БПЛА» is an attack, unless a finished period is named or the danger is only said to remain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.draft_order import in_order, leads
from alerts.hazards import HazardReader
from alerts.judge import Judge
from alerts.levels import Levels
from alerts.noted import going_on
from alerts.rules import Fact, Finding
from alerts.said_hazards import SaidHazards
from alerts.taken_back import before_lesson, mistaken, taken_back
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.scope import Scope
    from alerts.verdicts import Hazard

_ENDS: Final = frozenset({Fact.CLEAR, Fact.EASED})
_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
_MANY_PLACES: Final = 3
_TABLE: Final = 2
"""A table has two rows or more."""
_OPENING: Final = 3
"""Advice is what a post is about only if it stands among the first sentences."""
# members bound to names: Python 3.11 takes ten times as long to find them in their class
_DENIAL, _CLEAR, _EASED, _STAYS = Fact.DENIAL, Fact.CLEAR, Fact.EASED, Fact.STAYS
_ATTACK, _RAID, _HOWTO, _AWAITED = Fact.ATTACK, Fact.RAID, Fact.HOWTO, Fact.AWAITED
_SHOT, _STRUCK, _RESTRICTION, _DANGER = Fact.SHOT, Fact.STRUCK, Fact.RESTRICTION, Fact.DANGER
_SIREN, _HURT, _INSTRUCT = Fact.SIREN, Fact.HURT, Fact.INSTRUCT
_DRILL_KIND, _OTHER_KIND, _ATTACK_KIND = Kind.DRILL, Kind.OTHER, Kind.ATTACK
_THREAT_KIND, _ALL_CLEAR_KIND, _SUMMARY_KIND = Kind.THREAT, Kind.ALL_CLEAR, Kind.SUMMARY
_AFTERMATH_KIND, _ADVISORY_KIND = Kind.AFTERMATH, Kind.ADVISORY


class Draft(NamedTuple):
    """A statement before its areas are known."""

    kind: Kind
    findings: tuple[Finding, ...]
    partial: bool = False
    reminder: bool = False
    continues: bool = False


class Composer:
    """Decides what the facts of a post amount to."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings the decisions look at."""
        self._hazards = HazardReader(lexicon)
        self._named = SaidHazards(lexicon, self._hazards)
        self.judge = Judge(lexicon)
        self._context = lexicon.bits(
            "drone", "missile", "shelling", "raid", "debris", "sabotage", "attack_harm"
        )
        self._counted = lexicon.bits("drone", "drone_trace", "defence", "shot", "roundup")
        self._safety = lexicon.bits(
            *("drone", "missile", "danger", "siren", "raid", "air_alarm", "defence", "shelling"),
            *("debris", "noise"),
        )
        self._roundup = lexicon.bits("roundup")
        self._shelter = lexicon.bits("shelter")
        self._repairs = lexicon.bits("repairs")
        self._limits, self._explains = lexicon.bits("limits"), lexicon.bits("explains")
        self._whole_region = lexicon.bits("whole_region")
        self._fine, self._noted = lexicon.bits("fine"), lexicon.bits("noted")
        self._end_awaited = lexicon.bits("end_awaited")
        self._wrongly = lexicon.bits("wrongly")
        self._end = lexicon.bits("end_noun", "end_awaited", "end_undone")
        self._declared, self._again = lexicon.bits("declared"), lexicon.bits("again")
        self._other_matter = lexicon.bits("other_matter")
        self._levels = Levels(lexicon)

    def drafts(self, reading: Reading) -> list[Draft]:
        """Return the statements of a post, the headline first; never none."""
        drill = self.judge.drill(reading)
        if drill is not None:
            return [Draft(_DRILL_KIND, (drill,))]
        drafts = self._urgent(reading)
        told = self._told(reading, urgent=bool(drafts))
        drafts.extend([told] if told else [])
        advice = self._advice_beside(reading) if drafts else self._advice_alone(reading)
        drafts.extend([advice] if advice else [])
        return in_order(drafts) or [Draft(_OTHER_KIND, reading.of(_DENIAL))]

    def _urgent(self, reading: Reading) -> list[Draft]:
        """Return what concerns the danger itself: attack, threat, its end."""
        clears, eased = self._ends(reading, _CLEAR), self._ends(reading, _EASED)
        stays = () if self.judge.talks_at_large(reading) else reading.of(_STAYS)
        dangers = self._declared_dangers(reading, clears or eased)
        if clears or eased:
            left = self._levels.left(dangers, clears or eased, reading)
            dangers = tuple(danger for danger in dangers if danger not in left)
            stays += left
        harmed = reading.over
        attacks = reading.of(_ATTACK) if harmed else going_on(reading, self._noted)
        if not attacks and not (clears or eased or stays):
            attacks = () if reading.harmed else self._just_shot(reading)
        drafts = []
        if attacks:
            drafts.append(Draft(_ATTACK_KIND, attacks))
        if dangers:
            drafts.append(Draft(_THREAT_KIND, dangers))
        elif not stays and not attacks and not reading.has(_HOWTO):
            stays = reading.of(_AWAITED)
        if clears or eased:
            partial = bool(stays) or not clears
            drafts.append(Draft(_ALL_CLEAR_KIND, clears or eased, partial=partial))
        if stays and dangers and not self._known_of(stays, dangers, reading):
            drafts.append(Draft(_THREAT_KIND, stays, reminder=True, continues=True))
        if stays and not dangers:
            news = (
                bool(attacks)
                or reading.has(_SHOT, _STRUCK)
                or leads(reading.of(_RESTRICTION), stays)
            )
            pure = not news or bool(clears or eased)
            drafts.append(Draft(_THREAT_KIND, stays, reminder=pure, continues=True))
        return drafts

    def _known_of(
        self, stays: Sequence[Finding], dangers: Sequence[Finding], reading: Reading
    ) -> bool:
        """Tell whether the dangers declared name every hazard that stays, so nothing is left."""
        known = self._hazards.of_findings(dangers, reading.sentences, reading.mixed)
        kept = self._hazards.of_findings(stays, reading.sentences, reading.mixed)
        return set(known).issuperset(kept)

    def _ends(self, reading: Reading, fact: Fact) -> tuple[Finding, ...]:
        """Return the ends a post announces, none if it speaks of lies or of other matters."""
        found = reading.of(fact)
        if not found:
            return ()
        found = before_lesson(found, reading)
        found = tuple(
            end
            for end in found
            if not taken_back(end, reading, self._hazards, self._end_awaited, self._again)
        )
        if not found or reading.has(_DENIAL) or not self.judge.ends_danger(reading):
            return ()
        return found

    def _declared_dangers(self, reading: Reading, clears: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return the dangers a post declares; a danger only named, then cleared, is a title."""
        dangers = before_lesson(reading.of(_DANGER), reading)
        if not clears:
            dangers += reading.of(_SIREN)
        if dangers and reading.names(self._wrongly):
            dangers = mistaken(dangers, reading, self._wrongly, self._end)
        if not (dangers and clears):
            return dangers
        sentences = reading.sentences
        ended = set(self._hazards.of_findings(clears, sentences, reading.mixed))
        return tuple(
            danger
            for danger in dangers
            if sentences[danger.sentence].bits & self._declared
            or (ended and not ended.issuperset(self._hazards.of_findings((danger,), sentences)))
        )

    def _just_shot(self, reading: Reading) -> tuple[Finding, ...]:
        """Return shoot-downs that have just happened: none if the post tells them as finished."""
        shots = reading.of(_SHOT)
        judge = self.judge
        if not shots or reading.federal or reading.districts > _MANY_PLACES:
            return ()
        if reading.finished or judge.debris_is_handled(reading) or judge.off_topic(reading):
            return ()
        return shots

    def _told(self, reading: Reading, *, urgent: bool) -> Draft | None:
        """Return what the post tells as done: the harm, or a count over a period."""
        harm = reading.of(_HURT)
        told = reading.of(_SHOT, _STRUCK)
        if reading.over:
            told = reading.of(_SHOT, _STRUCK, _RAID)
        if not told and reading.names(self._context) and not reading.has(_DENIAL):
            told = harm
        told = self.judge.believed(told, reading) or self._tabled(reading)
        if not told or (not urgent and self.judge.off_topic(reading)):
            return None
        kind = _SUMMARY_KIND if self.judge.is_summary(reading) else _AFTERMATH_KIND
        return Draft(kind, tuple(dict.fromkeys(told + harm)))

    def _tabled(self, reading: Reading) -> tuple[Finding, ...]:
        """Return what a table rests on that tells no deed: «Ночная работа ПВО: Чертковский - 3»."""
        tally = reading.tally
        if tally is None or reading.has(_DENIAL, _HOWTO):
            return ()
        rows = len(tally.by_region) + len(tally.by_place)
        summed = reading.federal or reading.names(self._roundup)
        if rows < _TABLE and not (summed and tally.total):
            return ()
        for number, sentence in enumerate(reading.sentences):
            hits = [
                hit
                for clause in sentence.clauses
                for hit in clause.hits
                if hit.bits & self._counted and not hit.negated
            ]
            if hits:
                return (Finding(_SHOT, number, tuple(hits[:3])),)
        return ()

    def _advice_beside(self, reading: Reading) -> Draft | None:
        """Return the first instruction or restriction of a post that has other news."""
        found = reading.of(_INSTRUCT, _RESTRICTION)
        return Draft(_ADVISORY_KIND, found[:1]) if found else None

    def _advice_alone(self, reading: Reading) -> Draft | None:
        """Return instructions and restrictions, if they are what the post is about."""
        sentences = reading.sentences
        explained = bool(sentences) and sentences[0].bits & self._explains
        if (explained and not self._teaches(reading)) or reading.has(_DENIAL):
            return None
        other = sum(
            bool(sentence.bits & self._other_matter) and not sentence.bits & self._fine
            for sentence in sentences
        )
        safety = reading.names(self._safety) or (
            reading.has(_HOWTO) and reading.names(self._shelter)
        )
        limits = [
            finding
            for finding in reading.of(_RESTRICTION)
            if sentences[finding.sentence].bits & self._limits
            and finding.sentence < _OPENING
            and (safety or not reading.names(self._repairs))
        ]
        if limits and other <= len(limits) and (safety or not reading.has(_HURT)):
            return Draft(_ADVISORY_KIND, (limits[0],))
        advice = reading.of(_INSTRUCT, _HOWTO)
        advising = {finding.sentence for finding in advice}
        if safety and other < len(advising) and min(advising) < _OPENING:
            return Draft(_ADVISORY_KIND, advice[:1])
        return None

    def _teaches(self, reading: Reading) -> bool:
        """Tell whether what is explained is how to take cover."""
        return reading.has(_HOWTO, _INSTRUCT) and reading.names(self._shelter)

    def joined(
        self, groups: Mapping[Scope, list[Finding]], reading: Reading
    ) -> Mapping[Scope, list[Finding]]:
        """Return findings by scope; one that names no place joins those of its hazards that do."""
        named = {scope: list(found) for scope, found in groups.items() if scope.named}
        if not named:
            return groups
        first = next(iter(named))
        known = set(self._hazards.of_findings(named[first], reading.sentences, reading.mixed))
        joined = dict(named)
        for scope, found in groups.items():
            if scope.named:
                continue
            own = self._hazards.of_findings(found, reading.sentences, reading.mixed)
            ends = all(finding.fact in _ENDS for finding in found)
            spoken_of_region = any(
                reading.sentences[finding.sentence].bits & self._whole_region for finding in found
            )
            if not spoken_of_region and (ends or known.issuperset(own)):
                joined[first] = [*joined[first], *found]
            else:
                joined[scope] = found
        return joined

    def hazards(
        self, draft: Draft, drafts: Sequence[Draft], reading: Reading
    ) -> tuple[Hazard, ...]:
        """Return the hazards of a statement: its sentences', or where they name none the post's."""
        return self._named.of_draft(draft, drafts, reading)

    def immediate(self, draft: Draft, reading: Reading) -> bool:
        """Tell whether a statement speaks of the upper level of danger, an end of that alone."""
        if draft.kind not in _URGENT:
            return False
        ends = draft.kind is _ALL_CLEAR_KIND
        return self._levels.immediate(draft.findings, reading, alone=ends)
