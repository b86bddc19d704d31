"""What could have been news of danger in a post and was not taken for it, and what set it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.near_misses import near_misses, said_in
from alerts.rule_index import Worded
from alerts.rules import Fact, Finding
from alerts.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from alerts.lexicon import Lexicon
    from alerts.near_misses import NearMiss
    from alerts.reading import Reading
    from alerts.rules import Rules
    from alerts.sentences import Hit, Sentence

_ACTING: Final = frozenset(
    {
        *(Fact.ATTACK, Fact.RAID, Fact.DANGER, Fact.SIREN, Fact.STAYS, Fact.AWAITED),
        *(Fact.CLEAR, Fact.EASED),
    }
)
_ENDS: Final = frozenset({Fact.CLEAR, Fact.EASED})
_LASTING: Final = frozenset({Fact.STAYS, Fact.AWAITED})
_REACH: Final = 40
"""How far before «отбоя» the word may stand that says what of it, in characters."""
_LONGEST_CAUSE: Final = 60

Reasons = list[tuple[str, tuple["Hit", ...]]]


class SetAside(NamedTuple):
    """Hits that could have meant a fact, and by name what set them aside, with its hits."""

    fact: Fact
    hits: tuple[Hit, ...]
    against: Sequence[tuple[str, tuple[Hit, ...]]]


class Searcher:
    """Goes through a reading once more for words that came to nothing."""

    def __init__(self, lexicon: Lexicon, rules: Rules) -> None:
        """Take the meanings and the rules the reader goes by."""
        table = read_toml("explanations.toml")["against"]
        self._against = {why: lexicon.bits(*names) for why, names in table.items()}
        self._end_awaited = lexicon.bits("end_awaited")
        self._until = lexicon.bits("until", "wait", "expect")
        self._condition, self._cause = lexicon.bits("condition"), lexicon.bits("cause")
        self._of_danger = lexicon.bits("danger", "raid", "air_alarm", "open_sky", "siren")
        self._rules = rules
        self._acting = Worded([rule for rule in rules.rows if rule.fact in _ACTING])

    def search(self, reading: Reading, used: AbstractSet[Hit]) -> list[SetAside]:
        """Return what was set aside; ``used`` are the hits that statements rest on."""
        return [
            *self._dropped(reading, used),
            *self._missed(reading, used),
            *self._asked(reading),
            *self._no_end(reading, used),
            *self._causes(reading),
        ]

    def _dropped(self, reading: Reading, used: AbstractSet[Hit]) -> Iterator[SetAside]:
        """Yield facts that the post as a whole made nothing of."""
        for finding in reading.findings:
            if finding.fact in _ACTING and not used >= set(finding.hits):
                why = "already" if finding.fact in _LASTING else "title"
                yield SetAside(finding.fact, finding.hits, [(why, ())])

    def _missed(self, reading: Reading, used: AbstractSet[Hit]) -> Iterator[SetAside]:
        """Yield the rules that were narrowly missed, and not met in another way."""
        stated = {(finding.fact in _ENDS, finding.sentence) for finding in self._acted(reading)}
        said = said_in(reading.sentences)
        for number, sentence in enumerate(reading.sentences):
            for missed in near_misses(number, sentence, self._acting, said):
                met = (missed.fact in _ENDS, number) in stated
                if not met and not used >= set(missed.hits):
                    why = self._why_missed(missed, sentence)
                    yield SetAside(missed.fact, missed.hits, why)

    def _acted(self, reading: Reading) -> Iterator[Finding]:
        """Yield the findings of danger and of its end."""
        return (finding for finding in reading.findings if finding.fact in _ACTING)

    def _asked(self, reading: Reading) -> Iterator[SetAside]:
        """Yield what a sentence would state, were it not a question."""
        said = said_in(reading.sentences)
        for number, sentence in enumerate(reading.sentences):
            if sentence.question:
                for finding in self._rules.findings(number, sentence, said):
                    if finding.fact in _ACTING:
                        yield SetAside(finding.fact, finding.hits, [("question", ())])

    def _why_missed(self, missed: NearMiss, sentence: Sentence) -> Reasons:
        """Return what set words aside, by name, with the words that did it."""
        if missed.denied:
            return [("denied", ())]
        if missed.passing and not missed.against:
            hits = (hit for clause in sentence.clauses for hit in clause.hits)
            return [("condition", tuple(hit for hit in hits if hit.bits & self._condition))]
        found: dict[str, list[Hit]] = {}
        for hit in missed.against:
            bits = hit.bits & missed.vetoes
            why = next((why for why, of in self._against.items() if bits & of), "other_words")
            found.setdefault(why, []).append(hit)
        named = next(
            (why for why, of in self._against.items() if missed.vetoes & of), "other_words"
        )
        return [(why, tuple(hits)) for why, hits in found.items()] or [(named, ())]

    def _no_end(self, reading: Reading, used: AbstractSet[Hit]) -> Iterator[SetAside]:
        """Yield the ends that are only spoken of: «до отбоя», «ждите отмены»."""
        for sentence in reading.sentences:
            for clause in sentence.clauses:
                for hit in clause.hits:
                    if not hit.bits & self._end_awaited or hit in used:
                        continue
                    before = [
                        other
                        for other in clause.hits
                        if other.bits & self._until and 0 < hit.start - other.start <= _REACH
                    ]
                    yield SetAside(Fact.CLEAR, (*before[-1:], hit), [("no_end", ())])

    def _causes(self, reading: Reading) -> Iterator[SetAside]:
        """Yield the dangers that are only named as the cause of something else."""
        for sentence in reading.sentences:
            if not sentence.passing & self._of_danger:
                continue
            for clause in sentence.clauses:
                cause = next((hit for hit in clause.hits if hit.bits & self._cause), None)
                if cause is not None:
                    end = min(clause.end, cause.start + _LONGEST_CAUSE)
                    named = cause._replace(end=max(cause.end, end))
                    yield SetAside(Fact.DANGER, (named,), [("cause", (cause,))])
