"""What a post as a whole is about: a drill, a round-up, another matter, or danger and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.rules import Fact, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.sentences import Sentence

_TOLD: Final = (Fact.SHOT, Fact.STRUCK, Fact.HURT)
_SHORT_HEADING: Final = 8
_ONE_HERE_ONE_THERE: Final = 2
"""So few are told of one by one: no table."""
_SHORT_POST: Final = 25
_OPENS: Final = 3
_ADDRESS: Final = 5
_AT_LARGE: Final = 20
_SIGNAL: Final = 3
"""A bare signal has hardly more words: «Отбой тревоги»."""


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
        self._wounded = lexicon.bits("wounded")
        self._enemy = lexicon.bits("enemy", "debris", "damage", "raids_counted", "after_attack")
        self._everywhere, self._end_over = lexicon.bits("everywhere"), lexicon.bits("end_over")
        self._restriction = lexicon.bits("restriction")
        self._end_noun, self._danger = lexicon.bits("end_noun"), lexicon.bits("danger")
        self._fell_there = lexicon.bits("fell_there")
        self._harmed = lexicon.bits("harmed")
        self._unsaid = lexicon.bits("none", "future", "possible", "condition", "howto")
        self._explains, self._contest = lexicon.bits("explains"), lexicon.bits("contest")
        self._weapon = lexicon.bits(
            *("drone", "missile", "aviation", "shelling", "boat", "debris", "enemy")
        )
        self._from_air = lexicon.bits(
            *("drone", "missile", "aviation", "shelling", "boat", "air_alarm", "open_sky"),
            *("weather", "sabotage", "defence", "colours"),
        )
        self._shelter, self._ended = lexicon.bits("shelter"), lexicon.bits("ended")

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
        counted = any(
            len(table) > 1 and sum(table.values()) > _ONE_HERE_ONE_THERE
            for table in (tally.by_region, tally.by_place)
        )
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
            and not (sentence.bits & self._wounded and sentence.bits & self._from_air)
        }
        if other and not reading.names(self._from_air | self._enemy):
            return True
        past = {number for number in told if reading.sentences[number].bits & self._long_ago}
        if past and told <= past:
            return True
        other -= {number for number in told - past if self._is_harm(reading.sentences[number])}
        return len(other) > len(told - other - past)

    def talks_at_large(self, reading: Reading) -> bool:
        """Tell a long post on other matters, where «опасность сохраняется» is no news of any."""
        return (
            reading.words > _AT_LARGE
            and reading.names(self._other_matter | self._explains)
            and not reading.names(self._from_air)
            and not reading.has(Fact.CLEAR, Fact.EASED, Fact.ATTACK, Fact.DANGER)
        )

    def _is_harm(self, sentence: Sentence) -> bool:
        """Tell harm of an attack, whatever was hit: «дрон повредил музей», not «награды за …»."""
        if not (sentence.bits & self._harmed and sentence.bits & self._weapon):
            return False
        for clause in sentence.clauses:
            harmed = False
            for hit in clause.hits:
                harmed = harmed or bool(hit.bits & self._harmed)
                if hit.bits & self._other_matter and not harmed:
                    return False
        return True

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
        if self._ends_here(reading) or (reading.districts and self._is_named_end(reading)):
            return True
        if reading.has(Fact.STAYS) and not reading.names(self._other_matter | self._drill):
            return True
        if first.words <= _SIGNAL and first.bits & self._danger:
            # «Отбой тревоги», or «Опасность миновала. Дети вышли из укрытий.»
            left_shelter = first.bits & self._ended and reading.names(self._shelter)
            if first.bits & self._end_noun or left_shelter:
                return not reading.names(self._other_matter | self._drill)
        if first.words == 1 and first.bits & self._end_noun:  # «Отбой! Спасибо всем, кто дежурил»
            return not reading.names(self._drill | self._contest)
        return reading.words <= _SHORT_HEADING and not reading.names(self._drill)

    def _is_named_end(self, reading: Reading) -> bool:
        """Tell whether a sentence has but «отбой» and a place or two: «Орск, Гай: отбой»."""
        return not reading.names(self._drill) and any(
            sentence.words <= _ADDRESS
            and sentence.bits & self._end_noun
            and sum(len(clause.hits) for clause in sentence.clauses) == 1
            for sentence in reading.sentences
        )

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
