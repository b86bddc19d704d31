"""Danger that a sentence says will last: named in one clause, kept in another, or by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.rules import Fact, Finding
from alerts.sentences import spans, spans_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from alerts.lexicon import Lexicon
    from alerts.sentences import Sentence

_UNSETTLED: Final = frozenset({Fact.CLEAR, Fact.DANGER})
_OF_DANGER: Final = (Fact.CLEAR, Fact.DANGER)
_BY_ITSELF: Final = 8
"""A sentence that leaves its subject out has hardly more words."""
_FEW: Final = 5
"""Nor has a clause that only says where it is otherwise."""


class Lasting:
    """Settles what is news in a sentence and what only goes on."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that decide."""
        self._other_subject = lexicon.bits(
            *("danger", "raid", "regime", "defence", "restriction", "subject_restriction"),
            *("ended", "end_noun", "cancel_noun"),
        )
        self._remains = lexicon.bits("remains")
        self._anaphor, self._persists = lexicon.bits("anaphor"), lexicon.bits("persists")
        self._own_matter = lexicon.bits(
            *("danger", "raid", "regime", "defence", "restriction", "subject_restriction"),
            *("attacks_now", "repels", "work_now", "damage", "struck", "shot"),
        )
        self._none = lexicon.bits("none")
        self._named = lexicon.bits("danger_named", "air_alarm")
        self._not_named = lexicon.bits("ended", "end_noun", "cancel_noun", "none", "persists")
        self._what_ends = lexicon.bits(
            *("drone", "missile", "aviation", "shelling", "boat", "air_alarm", "open_sky"),
            *("danger", "regime", "ended", "declared", "immediate", "whole_region"),
        )

    def settled(
        self, own: list[Finding], sentence: Sentence, places: Collection[int]
    ) -> list[Finding]:
        """Return the findings of a sentence when each of its clauses has been heard.

        A danger named in one clause and said to last in another («…, Погар остаётся в силе») is no
        news; «отбой» by itself ends nothing of which the same sentence says that it lasts, unless
        the two are said of different places.
        """
        if _UNSETTLED.isdisjoint([finding.fact for finding in own]):
            return own
        dangers = [finding for finding in own if finding.fact is Fact.DANGER]
        if len(dangers) == 1 and (lasting := self._lasts_apart(dangers[0], sentence)):
            own = [finding for finding in own if finding is not dangers[0]]
            if not any(finding.fact is Fact.STAYS for finding in own):
                own.append(lasting)
        clears = [finding for finding in own if finding.fact is Fact.CLEAR]
        if clears and dangers:
            own = [_elsewhere(finding, clears[0], sentence, places) for finding in own]
        if clears and not any(finding.fact is Fact.STAYS for finding in own):
            own += self._stays_beside(clears[0], sentence) or self._not_there(
                own, clears[0], sentence, places
            )
        stays = [finding for finding in own if finding.fact is Fact.STAYS]
        if clears and stays and not _apart(clears[0], stays[0], sentence, places):
            own = [
                finding
                for finding in own
                if finding.fact is not Fact.CLEAR or self._says_what(finding, sentence)
            ]
        return own

    def _lasts_apart(self, danger: Finding, sentence: Sentence) -> Finding | None:
        """Return the danger as one that stays, if a clause without a danger of its own says so."""
        for clause in sentence.clauses:
            if not clause.bits & self._persists or clause.bits & self._own_matter:
                continue
            hits = [hit for hit in clause.hits if hit.bits & self._persists and not hit.negated]
            if hits:
                hits = sorted({*danger.hits, hits[0]}, key=lambda hit: hit.start)
                return Finding(Fact.STAYS, danger.sentence, tuple(hits))
        return None

    def _stays_beside(self, clear: Finding, sentence: Sentence) -> list[Finding]:
        """Return what lasts elsewhere: «в Курской области снята …, в Белгородской - действует»."""
        ended = max(hit.end for hit in clear.hits)
        for clause in sentence.clauses:
            if clause.start < ended or clause.bits & self._other_subject:
                continue
            if clause.words > 1 and not clause.bits & self._persists:
                continue  # «оперштаб действует»
            hits = tuple(h for h in clause.hits if h.bits & self._remains and not h.negated)
            if hits:
                return [Finding(Fact.STAYS, clear.sentence, hits[:1])]
        return []

    def _not_there(
        self, own: Sequence[Finding], clear: Finding, sentence: Sentence, places: Collection[int]
    ) -> list[Finding]:
        """Return what is denied or begins elsewhere: «в Ливнах отбой, в Орле — нет», «тревога»."""
        ended = max(hit.end for hit in clear.hits)
        named_here = _places_of(clear, sentence, places)
        for clause, start in spans(sentence):
            before = clause.start < ended and not named_here
            if before or not clause.hits or clause.words > _FEW:
                continue
            if not any(start <= place < clause.end for place in places):
                continue
            if any(clause.start <= hit.start < clause.end for f in own for hit in f.hits):
                continue
            denied = all(hit.bits & self._none for hit in clause.hits)
            named = clause.bits & self._named and not clause.bits & self._not_named
            if denied or (named and not clause.negated):
                return [Finding(Fact.STAYS, clear.sentence, tuple(clause.hits[:1]))]
        return []

    def _says_what(self, clear: Finding, sentence: Sentence) -> bool:
        """Tell whether the clause of an end says what ends, or that it is given."""
        return any(
            clause.bits & self._what_ends
            for clause in sentence.clauses
            if any(clause.start <= hit.start < clause.end for hit in clear.hits)
        )

    def stays_too(
        self, number: int, sentence: Sentence, before: Sequence[Finding]
    ) -> Finding | None:
        """Return the danger of the sentence before of which this one says «(она) сохраняется»."""
        if not sentence.bits & self._persists or not before:
            return None
        by_itself = sentence.bits & self._remains and not sentence.bits & self._own_matter
        spoken_of = sentence.bits & self._anaphor or (by_itself and sentence.words <= _BY_ITSELF)
        if not spoken_of:
            return None
        if not any(f.sentence == number - 1 and f.fact in _OF_DANGER for f in before):
            return None
        for clause in sentence.clauses:
            if clause.bits & self._persists:
                words = self._anaphor | self._persists
                hits = tuple(hit for hit in clause.hits if hit.bits & words and not hit.negated)
                return Finding(Fact.STAYS, number, hits)
        return None


def _elsewhere(
    danger: Finding, clear: Finding, sentence: Sentence, places: Collection[int]
) -> Finding:
    """Return a danger behind an end as one that stays, if both are of places of their own."""
    behind = danger.fact is Fact.DANGER and danger.hits[0].start > clear.hits[-1].end
    if not (behind and _apart(clear, danger, sentence, places)):
        return danger
    return Finding(Fact.STAYS, danger.sentence, danger.hits)


def _apart(clear: Finding, stays: Finding, sentence: Sentence, places: Collection[int]) -> bool:
    """Tell whether an end and what lasts are each said of places of their own."""
    ended, lasting = (_places_of(each, sentence, places) for each in (clear, stays))
    return bool(ended and lasting) and not ended & lasting


def _places_of(finding: Finding, sentence: Sentence, places: Collection[int]) -> set[int]:
    """Return the places in the clauses that a finding rests on."""
    within = spans_of(finding.hits, sentence)
    return {place for place in places if any(start <= place < end for start, end in within)}
