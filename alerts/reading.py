"""What the rules found in one post."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact, Finding
from alerts.sentences import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.judge import Judge
    from alerts.sentences import Sentence
    from alerts.verdicts import Tally

_URGENT: Final = {
    Fact.ATTACK: "attack",
    Fact.RAID: "attack",
    Fact.DANGER: "danger",
    Fact.SIREN: "danger",
    Fact.STAYS: "stays",
    Fact.AWAITED: "stays",
    Fact.CLEAR: "end",
    Fact.EASED: "end",
}
"""The facts that concern the danger itself, by what they say of it."""
_LASTING: Final = (Fact.STAYS, Fact.AWAITED)


@dataclass(slots=True)
class Reading:
    """What the rules found in one post.

    ``mixed`` are the sentences that state two different urgent things. ``used`` are the meanings of
    all sentences, stated or in passing. ``harmed``: the post tells harm on the ground as a fact.
    ``finished``: it names a period that is over. ``words`` is how many it has.
    """

    sentences: Sequence[Sentence]
    findings: Sequence[Finding]
    tally: Tally | None
    federal: bool
    districts: int
    judge: InitVar[Judge]
    mixed: frozenset[int] = field(init=False)
    used: int = field(init=False)
    harmed: bool = field(init=False)
    finished: bool = field(init=False)
    words: int = field(init=False)
    _by_fact: dict[Fact, tuple[Finding, ...]] = field(init=False)

    def __post_init__(self, judge: Judge) -> None:
        """Sort the findings, and judge what the whole post is about."""
        by_fact: dict[Fact, tuple[Finding, ...]] = {}
        for finding in self.findings:
            by_fact[finding.fact] = (*by_fact.get(finding.fact, ()), finding)
        self._by_fact = by_fact
        self.mixed = _mixed(self.findings) if len(by_fact) > 1 else frozenset()
        self.used = self.words = 0
        for sentence in self.sentences:
            self.used |= sentence.bits | sentence.passing
            self.words += sentence.words
        self.harmed = judge.harm_is_done(self)
        self.finished = judge.finished(self)

    def has(self, *facts: Fact) -> bool:
        """Tell whether any sentence states one of these facts."""
        return not self._by_fact.keys().isdisjoint(facts)

    def of(self, fact: Fact, *others: Fact) -> tuple[Finding, ...]:
        """Return the findings of these facts in the order of the text."""
        if not others:
            return self._by_fact.get(fact, ())
        facts = (fact, *others)
        if self._by_fact.keys().isdisjoint(facts):
            return ()
        if len(self._by_fact) == 1:
            return tuple(self.findings)
        return tuple([finding for finding in self.findings if finding.fact in facts])

    def clauses_of(self, finding: Finding) -> tuple[tuple[int, int], ...]:
        """Return the stretches of the clauses that a finding rests on.

        An end has none of those in which danger is said to last: «в Орле отбоя не было, в Ливнах
        она снята» ends nothing in Oryol, though the danger is only named there.
        """
        own = self._clauses_with(finding)
        if _URGENT.get(finding.fact) != "end":
            return own
        lasting = {
            stretch
            for other in self.of(*_LASTING)
            if other.sentence == finding.sentence
            for stretch in self._clauses_with(other)
        }
        return tuple(stretch for stretch in own if stretch not in lasting) or own

    def _clauses_with(self, finding: Finding) -> tuple[tuple[int, int], ...]:
        """Return the stretches of the clauses in which a finding has a hit."""
        return spans_of(finding.hits, self.sentences[finding.sentence])

    @property
    def over(self) -> bool:
        """Tell whether what the post tells is over, by its harm or by its period."""
        return self.harmed or self.finished

    def names(self, bits: int) -> bool:
        """Tell whether a sentence uses a meaning, in passing or not."""
        return bool(self.used & bits)


def _mixed(findings: Iterable[Finding]) -> frozenset[int]:
    """Return the sentences that state two different urgent things."""
    told: dict[int, str] = {}
    mixed: set[int] = set()
    for finding in findings:
        if finding.fact in _URGENT:
            told.setdefault(finding.sentence, _URGENT[finding.fact])
            if told[finding.sentence] != _URGENT[finding.fact]:
                mixed.add(finding.sentence)
    return frozenset(mixed)
