"""What the rules found in one post, and what the post as a whole is about."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact, Finding
from alerts.sentences import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.lexicon import Lexicon
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
_TOLD: Final = (Fact.SHOT, Fact.STRUCK, Fact.HURT)
_SHORT_HEADING: Final = 8
_SHORT_POST: Final = 25
_OPENS: Final = 3
_SIGNAL: Final = 3
"""A bare signal has hardly more words: «Отбой тревоги»."""


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

    def of(self, *facts: Fact) -> tuple[Finding, ...]:
        """Return the findings of these facts in the order of the text."""
        if len(facts) == 1:
            return self._by_fact.get(facts[0], ())
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


class Judge:
    """Decides what a whole post is about, by the meanings of its words."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that tell one sort of post from another."""
        self._period, self._long_ago = lexicon.bits("period"), lexicon.bits("long_ago")
        self._roundup = lexicon.bits("roundup")
        self._drill, self._siren = lexicon.bits("drill"), lexicon.bits("siren")
        self._check_verb = lexicon.bits("check_verb")
        self._drill_alarm = lexicon.bits("drill_alarm")
        self._not_drill = lexicon.bits("not_drill")
        self._unrelated = lexicon.bits("unrelated")
        self._other_matter, self._rumour = lexicon.bits("other_matter"), lexicon.bits("rumour")
        self._enemy = lexicon.bits("enemy", "debris", "damage", "raids_counted")
        self._everywhere, self._end_over = lexicon.bits("everywhere"), lexicon.bits("end_over")
        self._restriction = lexicon.bits("restriction")
        self._end_noun, self._danger = lexicon.bits("end_noun"), lexicon.bits("danger")
        self._fell_there = lexicon.bits("fell_there")
        self._harmed = lexicon.bits("harmed")
        self._unsaid = lexicon.bits("none", "future", "possible", "condition", "howto")
        self._from_air = lexicon.bits(
            *("drone", "missile", "aviation", "shelling", "boat", "air_alarm", "open_sky"),
            *("weather", "sabotage", "defence"),
        )

    def drill(self, reading: Reading) -> Finding | None:
        """Return the test of sirens a post is about, unless danger is told before it."""
        if not reading.used & self._drill:
            return None
        siren = False
        found: tuple[int, Sentence] | None = None
        for number, sentence in enumerate(reading.sentences):
            bits = sentence.bits
            if bits & self._not_drill:
                return None
            siren = siren or bool((bits | sentence.passing) & self._siren)
            if found is None and bits & self._drill and self._tests(sentence):
                found = number, sentence
        if found is None or not (siren or reading.names(self._drill_alarm)):
            return None
        if any(
            finding.sentence < found[0]
            for finding in reading.of(Fact.ATTACK, Fact.RAID, Fact.DANGER, Fact.CLEAR)
        ):
            return None
        hits = tuple(
            hit
            for clause in found[1].clauses
            for hit in clause.hits
            if hit.bits & (self._drill | self._siren)
        )
        return Finding(Fact.HOWTO, found[0], hits)

    def _tests(self, sentence: Sentence) -> bool:
        """Tell whether «проверим» is said of sirens; «проверка» needs none beside it."""
        if (sentence.bits | sentence.passing) & self._siren:
            return True
        return any(
            hit.bits & self._drill and not hit.bits & self._check_verb and not hit.negated
            for clause in sentence.clauses
            for hit in clause.hits
        )

    def finished(self, reading: Reading) -> bool:
        """Tell whether the post names a period that is over."""
        if reading.tally is not None and reading.tally.period is not None:
            return True
        if reading.names(self._roundup):
            return True
        if not reading.names(self._period | self._long_ago):
            return False
        told = {finding.sentence for finding in reading.of(*_TOLD)}
        return any(
            (sentence.bits | sentence.passing) & (self._period | self._long_ago)
            and (number in told or sentence.words <= _SHORT_HEADING)
            for number, sentence in enumerate(reading.sentences)
        )

    def is_summary(self, reading: Reading) -> bool:
        """Tell a tally over a stated period from a report of what an attack did."""
        tally = reading.tally
        if reading.federal:
            return reading.has(Fact.SHOT) or tally is not None
        if tally is None:
            return False
        counted = len(tally.by_region) > 1 or len(tally.by_place) > 1
        over_day = any(sentence.bits & self._roundup for sentence in reading.sentences)
        return (
            (tally.period is not None and tally.total is not None)
            or counted
            or (over_day and tally.total is not None)
        )

    def off_topic(self, reading: Reading) -> bool:
        """Tell whether the post is mainly about another matter that shares the words."""
        if reading.names(self._unrelated) and not reading.has(Fact.SHOT):
            return True
        told = {finding.sentence for finding in reading.of(Fact.SHOT, Fact.STRUCK, Fact.ATTACK)}
        other = {
            number
            for number, sentence in enumerate(reading.sentences)
            if sentence.bits & self._other_matter
        }
        if other and not reading.names(self._from_air | self._enemy):
            return True
        past = {number for number in told if reading.sentences[number].bits & self._long_ago}
        if past and told <= past:
            return True
        return len(other) > len(told - other - past)

    def debris_is_handled(self, reading: Reading) -> bool:
        """Tell whether the place of fall is known: what fell there is no longer in the air."""
        return any(sentence.bits & self._fell_there for sentence in reading.sentences)

    def harm_is_done(self, reading: Reading) -> bool:
        """Tell whether the post tells harm on the ground as a fact: it is over there."""
        return reading.names(self._harmed) and any(
            clause.bits & self._harmed and not clause.bits & self._unsaid
            for sentence in reading.sentences
            if not sentence.question
            for clause in sentence.clauses
        )

    def ends_danger(self, reading: Reading) -> bool:
        """Tell whether a lone «отбой» can be ours: amid talk of other things it is not."""
        if reading.names(self._from_air):
            return True
        first = reading.sentences[0]
        if self._ends_here(reading):
            return True
        if reading.has(Fact.STAYS) and not reading.names(self._other_matter | self._drill):
            return True
        if first.words <= _SIGNAL and first.bits & self._end_noun and first.bits & self._danger:
            return not reading.names(self._other_matter | self._drill)
        if first.words == 1 and first.bits & self._end_noun:  # «Отбой! Спасибо всем, кто дежурил»
            return not reading.names(self._drill)
        return reading.words <= _SHORT_HEADING and not reading.names(self._drill)

    def _ends_here(self, reading: Reading) -> bool:
        """Tell an end by what is told with it: where it holds, or the restrictions that go."""
        if reading.words > _SHORT_POST or reading.names(self._other_matter | self._drill):
            return False
        for sentence in reading.sentences:
            first = next((hit for clause in sentence.clauses for hit in clause.hits), None)
            if first is None or first.negated or first.start - sentence.start > _OPENS:
                continue
            if first.bits & self._end_noun and (
                (sentence.words <= _SHORT_HEADING and sentence.bits & self._everywhere)
                or (first.bits & self._end_over and reading.districts)
            ):
                return True
        return reading.names(self._restriction) and any(
            finding.fact is Fact.CLEAR and any(hit.bits & self._danger for hit in finding.hits)
            for finding in reading.findings
        )

    def believed(self, findings: Sequence[Finding], reading: Reading) -> tuple[Finding, ...]:
        """Return the findings that the post itself does not call hearsay or a lie."""
        denials = {finding.sentence for finding in reading.of(Fact.DENIAL)}
        if not denials:
            return tuple(findings)
        return tuple(
            finding
            for finding in findings
            if not denials & {finding.sentence, finding.sentence + 1}
            and not reading.sentences[finding.sentence].bits & self._rumour
        )
