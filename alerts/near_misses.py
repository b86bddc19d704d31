"""What almost was a finding: words that would be one, had not others set them aside.

A rule's first words are there, and something forbids it: a «не», a condition, a word like «учения».
Those words are what an operator must see to judge whether the rule was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alerts.rule_index import Worded
    from alerts.rules import Fact, Rule
    from alerts.sentences import Clause, Hit, Sentence


_MOST_CLAUSES: Final = 40
"""No sentence of an official has more; noise has thousands."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Words that would state a fact, and the words of the sentence that forbid it.

    ``vetoes`` are the meanings that forbid; ``against`` the hits that have them, none where the
    words themselves are denied or said on condition.
    """

    fact: Fact
    sentence: int
    hits: tuple[Hit, ...]
    vetoes: int
    against: tuple[Hit, ...]
    denied: bool = False
    passing: bool = False


def said_in(sentences: Iterable[Sentence]) -> int:
    """Return the meanings of a post, in whatever way they are said."""
    said = 0
    for sentence in sentences:
        said |= sentence.bits | sentence.passing | sentence.negated
    return said


def near_misses(number: int, sentence: Sentence, rules: Worded, in_post: int) -> Iterator[NearMiss]:
    """Yield for each fact the rule that came closest: with the fewest words against it.

    ``in_post`` are the meanings of the whole post.
    """
    best: dict[Fact, NearMiss] = {}
    said = sentence.bits | sentence.passing | sentence.negated
    for rule in rules.by(said):
        if sentence.words > rule.longest:
            continue
        if rule.context and not all(in_post & group for group in rule.context):
            continue
        for clause in sentence.clauses[:_MOST_CLAUSES]:
            if clause.words > rule.brief:
                continue
            missed = _missed(rule, number, clause, sentence, in_post & rule.unless)
            if missed is None:
                continue
            known = best.get(rule.fact)
            if known is None or len(missed.against) < len(known.against):
                best[rule.fact] = missed
    yield from best.values()


def _missed(
    rule: Rule, number: int, clause: Clause, sentence: Sentence, unless: int
) -> NearMiss | None:
    """Return how a clause misses a rule whose words it has; None if it lacks them or meets it."""
    hits: list[Hit] = []
    for plain, denied in rule.needs:
        found = next((h for h in clause.hits if h.bits & (denied if h.negated else plain)), None)
        found = found or next((h for h in clause.hits if h.bits & plain), None)
        if found is None:
            return None
        hits.append(found)
    whole = sentence.bits | sentence.passing
    if any(not whole & group for group in rule.near):
        return None
    against = _against(rule, clause, sentence)
    denied = any(hit.negated and not any(hit.bits & no for _, no in rule.needs) for hit in hits)
    stated = all(clause.bits & plain or clause.negated & no for plain, no in rule.needs)
    if not against and not denied and not unless and stated:
        return None
    forbidden = rule.lacks | rule.lacks_negated | rule.never | rule.never_negated
    vetoes = unless
    for hit in against:
        vetoes |= hit.bits & forbidden
    return NearMiss(
        rule.fact,
        number,
        _in_order(hits),
        vetoes,
        against,
        denied=denied,
        passing=not stated and not denied,
    )


def _against(rule: Rule, clause: Clause, sentence: Sentence) -> tuple[Hit, ...]:
    """Return the words that forbid a rule in a clause."""
    near = (h for h in clause.hits if h.bits & (rule.lacks_negated if h.negated else rule.lacks))
    anywhere = (
        hit
        for other in sentence.clauses
        for hit in other.hits
        if hit.bits & (rule.never_negated if hit.negated else rule.never)
    )
    return _in_order([*near, *anywhere])


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return hits as they stand in the text, each once."""
    return tuple(sorted(set(hits), key=lambda hit: hit.start))
