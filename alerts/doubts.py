"""When the rules are unsure, so that a person looks: danger is never dropped in silence.

Few posts are doubted. Words of danger count when no urgent statement came of them and what set
them aside is weak; an end is doubted when the same post tells people to take cover; an attack
when the post tells its harm as done; and any danger or end at a place that is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from alerts.near_misses import NearMiss, near_misses, said_in
from alerts.quotes import quotes
from alerts.rule_index import Worded
from alerts.rules import Fact
from alerts.tables import read_toml
from alerts.verdicts import Doubt, Kind, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.rules import Rules
    from alerts.sentences import Clause, Hit, Sentence

_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
_DANGERS: Final = frozenset({Kind.ATTACK, Kind.THREAT})
_CLEAR, _ATTACK, _THREAT, _DRILL = Kind.ALL_CLEAR, Kind.ATTACK, Kind.THREAT, Kind.DRILL
_OF_DANGER: Final = frozenset(
    {Fact.ATTACK, Fact.RAID, Fact.DANGER, Fact.SIREN, Fact.STAYS, Fact.AWAITED}
)
_OF_END: Final = frozenset({Fact.CLEAR, Fact.EASED})
_NEWS: Final = frozenset({Fact.ATTACK, Fact.RAID, Fact.DANGER, Fact.SIREN})
_HAPPENING: Final = frozenset({Fact.ATTACK, Fact.RAID})

Doubted = tuple[Doubt, tuple["Hit", ...]]


class Doubter:
    """Knows by which words a reading is unsure."""

    def __init__(self, lexicon: Lexicon, rules: Rules) -> None:
        """Take the meanings that decide, and the rules that may have been missed narrowly."""
        table = read_toml("doubts.toml")
        bits = {name: lexicon.bits(*words) for name, words in table.items() if name != "leaving"}
        self._leaving: tuple[str, ...] = tuple(table["leaving"])
        self._settles_danger, self._settles_end = bits["settles_danger"], bits["settles_end"]
        self._threatens, self._acts = bits["threatens"], bits["acts"]
        self._ends, self._ended, self._lone_end = bits["ends"], bits["ended"], bits["lone_end"]
        self._cover, self._common = bits["cover"], bits["common"]
        self._doubts_end, self._not_denials = bits["doubts_end"], bits["not_denials"]
        self._harm, self._no_harm = bits["harm"], bits["no_harm"]
        self._any, self._other = lexicon.bits("any"), lexicon.bits("other_matter")
        self._taught = lexicon.bits("howto", "instruct", "forbids", "explains")
        self._worth = self._threatens | self._acts | self._ended | self._lone_end
        self._rules = Worded([rule for rule in rules.rows if rule.fact in _OF_DANGER | _OF_END])

    def doubted(
        self, statements: Sequence[Statement], reading: Reading, normal: str, text: str
    ) -> tuple[Statement, ...]:
        """Return the statements of a post, those marked that the rules are unsure of."""
        marked = [
            replace(s, unsure=Doubt.PLACE_UNKNOWN, doubted=s.unknown)
            if s.unknown and s.kind in _URGENT
            else s
            for s in statements
        ]
        kinds = {statement.kind for statement in statements}
        found = None
        if _CLEAR in kinds:
            found = self._of_end(reading, normal) if not kinds & _DANGERS else None
            self._mark(marked, _CLEAR, found, text)
        elif kinds & _DANGERS:
            kind = _ATTACK if _ATTACK in kinds else _THREAT
            found = self._of_attack(reading) if kind is _ATTACK else None
            self._mark(marked, kind, found or self._denied(reading), text)
        elif reading.names(self._worth) and _DRILL not in kinds:
            self._mark(marked, marked[0].kind, self._unread(reading, kinds), text)
        return tuple(marked)

    def _mark(
        self, statements: list[Statement], kind: Kind, found: Doubted | None, text: str
    ) -> None:
        """Mark the first statement of a kind, unless it is doubted for a graver reason."""
        if found is None:
            return
        doubt, hits = found
        for number, statement in enumerate(statements):
            if statement.kind is kind:
                if statement.unsure is None:
                    statements[number] = replace(
                        statement, unsure=doubt, doubted=quotes(hits, text)
                    )
                return

    def _of_end(self, reading: Reading, normal: str) -> Doubted | None:
        """Doubt an end in a post that tells people to take cover, or what an end would mean."""
        for sentence in _told(reading):
            if (sentence.bits | sentence.passing) & self._doubts_end:
                hits = (h for c in sentence.clauses for h in c.hits if h.bits & self._doubts_end)
                return Doubt.END_DOUBTED, tuple(hits)
            for clause in sentence.clauses:
                words = normal[clause.start : clause.end]
                if clause.bits & self._cover and not any(word in words for word in self._leaving):
                    return Doubt.END_DOUBTED, _hits(clause, self._cover)
        return None

    def _of_attack(self, reading: Reading) -> Doubted | None:
        """Doubt an attack that rests on a shoot-down, in a post that tells harm as done."""
        if any(finding.fact in _HAPPENING for finding in reading.findings):
            return None
        for sentence in _told(reading):
            for clause in sentence.clauses:
                if clause.bits & self._harm and not clause.bits & self._no_harm:
                    hits = _hits(clause, self._harm)
                    if not sentence.bits & self._no_harm:
                        return Doubt.TENSES_MIXED, hits
        return None

    def _denied(self, reading: Reading) -> Doubted | None:
        """Doubt a danger beside a «не» of which nobody knows what it denies."""
        for finding in reading.findings:
            if finding.fact not in _NEWS:
                continue
            for clause in reading.sentences[finding.sentence].clauses:
                if not clause.negated & self._any:
                    continue
                if (clause.bits | clause.negated) & self._not_denials:
                    continue
                if any(clause.start <= hit.start < clause.end for hit in finding.hits):
                    return Doubt.DANGER_DENIED, finding.hits
        return None

    def _unread(self, reading: Reading, kinds: Iterable[Kind]) -> Doubted | None:
        """Doubt a post of no danger that has words of danger or of its end."""
        said = said_in(reading.sentences)
        for number, sentence in enumerate(reading.sentences):
            if sentence.question:
                continue
            for missed in near_misses(number, sentence, self._rules, said):
                if doubt := self._weakly_missed(missed, sentence):
                    return doubt
            if doubt := self._loose(sentence):
                return doubt
        return self._uncommon(reading, kinds)

    def _weakly_missed(self, missed: NearMiss, sentence: Sentence) -> Doubted | None:
        """Doubt what a rule missed for a reason that settles nothing."""
        whole = sentence.bits | sentence.passing
        if missed.fact in _OF_END:
            settled = missed.passing or missed.vetoes & self._settles_end
            return None if settled else (Doubt.END_SET_ASIDE, missed.hits)
        if missed.vetoes & self._settles_danger or (missed.passing and whole & self._taught):
            return None
        return Doubt.DANGER_SET_ASIDE, missed.hits

    def _loose(self, sentence: Sentence) -> Doubted | None:
        """Doubt words that no rule put together."""
        whole = sentence.bits | sentence.passing
        bits = sentence.bits
        if (
            bits & self._threatens
            and bits & self._acts
            and not whole & (self._settles_danger | self._other)
        ):
            both = self._threatens | self._acts
            hits = (hit for clause in sentence.clauses for hit in _hits(clause, both))
            return Doubt.DANGER_SET_ASIDE, tuple(hits)
        for clause in sentence.clauses:
            if (
                clause.bits & self._ends
                and clause.bits & self._ended
                and not clause.negated & self._any
                and not whole & (self._settles_end | self._other)
            ):
                return Doubt.END_SET_ASIDE, _hits(clause, self._ends | self._ended)
        return None

    def _uncommon(self, reading: Reading, kinds: Iterable[Kind]) -> Doubted | None:
        """Doubt uncommon advice to take cover, and an «отбой» of nobody knows what."""
        if {Kind.AFTERMATH, Kind.SUMMARY}.intersection(kinds) or reading.names(self._common):
            return None
        for sentence in _told(reading):
            for clause in sentence.clauses:
                if clause.bits & self._cover and reading.names(self._threatens | self._ended):
                    return Doubt.DANGER_SET_ASIDE, _hits(clause, self._cover)
                if clause.bits & self._lone_end:
                    return Doubt.END_SET_ASIDE, _hits(clause, self._lone_end)
        return None


def _told(reading: Reading) -> Iterator[Sentence]:
    """Yield the sentences that are no questions."""
    return (sentence for sentence in reading.sentences if not sentence.question)


def _hits(clause: Clause, bits: int) -> tuple[Hit, ...]:
    """Return the words of a clause that have a meaning."""
    return tuple(hit for hit in clause.hits if hit.bits & bits and not hit.negated)
