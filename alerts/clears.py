"""Which danger a sentence says has ended: «снята», «отменён», «миновала» and what they speak of.

The costliest mistake of all is made here, so a sentence has to leave no other reading.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact, Finding
from alerts.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from alerts.lexicon import Lexicon
    from alerts.ours import Ours
    from alerts.sentences import Clause, Hit, Sentence

_IN: Final = re.compile(r"\s(?:в|во|на|по)\s")
_LONGEST_PLACE: Final = 2
"""A region or a town by its name has no more words."""
_AND: Final = re.compile(r"\W*и\W*")


class Endings:
    """Finds the danger a word like «снята» ends."""

    def __init__(self, lexicon: Lexicon, ours: Ours) -> None:
        """Take the meanings that decide."""
        self._ours = ours
        self._ended, self._end_noun = lexicon.bits("ended"), lexicon.bits("end_noun")
        self._danger = lexicon.bits("danger", "air_alarm", "open_sky")
        self._any = lexicon.bits("any")
        self._cancel_noun = lexicon.bits("cancel_noun")
        self._ending = self._ended | self._cancel_noun
        self._regime = lexicon.bits("regime")
        self._signal = lexicon.bits("signal", "danger_named")
        self._in_force = lexicon.bits("declared", "persists", "in_force", "announced")
        self._hazards = lexicon.bits("drone", "missile", "aviation")
        self._others = lexicon.bits("subject_restriction")
        self._unsaid = lexicon.bits(
            "future",
            "condition",
            "howto",
            "explains",
            "denial",
            "drill",
            "rumour",
            "maybe",
            "raised",
            "expect",
            "habit",
            "wrongly",
            "neighbours",
            "earlier",
            "times_told",
            "long_ago",
        )

        self._unsure = lexicon.bits("possible", "until")
        self._some_places = lexicon.bits("some_places")
        self._predicate = lexicon.bits("ended", "persists", "declared", "in_force")

    def finding(
        self,
        number: int,
        sentence: Sentence,
        before: Sentence | None,
        text: str,
        known: Sequence[Finding],
        *,
        places: Container[int] = (),
    ) -> Finding | None:
        """Return the all-clear a sentence gives in this way, if none is ``known`` of it.

        ``places`` are the offsets at which a place is named.
        """
        if not sentence.bits & self._ending or sentence.question or sentence.bits & self._unsaid:
            return None
        if any(finding.fact is Fact.CLEAR for finding in known):
            return None
        for index, clause in enumerate(sentence.clauses):
            if (
                clause.bits & self._ended
                and not clause.bits & (self._end_noun | self._unsure)
                and not clause.negated & self._any
            ):
                listed = _listed_after(sentence.clauses[index:], text)
                hits = self._subject(clause, sentence.clauses[:index], before, listed, text)
                if (
                    hits
                    and (sentence.bits & self._ours.named or _adjacent(hits, text, places))
                    and self._ours.danger(hits, sentence, text)
                ):
                    return Finding(Fact.CLEAR, number, hits)
        return self._titled(number, sentence)

    def _titled(self, number: int, sentence: Sentence) -> Finding | None:
        """Return the end told by a title and one word: «Беспилотная опасность — отмена»."""
        for title, word in pairwise(sentence.clauses):
            if (
                word.words == 1
                and word.bits & self._cancel_noun
                and title.bits & self._danger
                and title.bits & self._ours.named
                and not (title.bits & (self._others | self._predicate) or title.negated)
            ):
                danger = next(hit for hit in title.hits if hit.bits & self._danger)
                return Finding(Fact.CLEAR, number, (danger, word.hits[0]))
        return None

    def _subject(
        self,
        clause: Clause,
        earlier: list[Clause],
        before: Sentence | None,
        listed: int,
        text: str,
    ) -> tuple[Hit, ...]:
        """Return the words for the danger and for its end, nothing if something else ended."""
        end = next(hit for hit in clause.hits if hit.bits & self._ended and not hit.negated)
        nearest = self._nearest(clause, end)
        if nearest is None:
            free = (other for other in reversed(earlier) if not other.negated & self._ended)
            nearest = next((hit for other in free if (hit := self._nearest(other, end))), None)
        if nearest is None or nearest.bits & self._others:
            nearest = self._joined(clause, nearest, text)
        if nearest is None:
            return ()
        if nearest.bits & self._danger:
            return tuple(sorted((nearest, end), key=lambda hit: hit.start))
        known = clause.bits | listed | (before.bits if before else 0)
        for other in earlier:
            known |= other.bits
        return (
            tuple(sorted((nearest, end), key=lambda hit: hit.start))
            if known & (self._danger | self._hazards)
            else ()
        )

    def _joined(self, clause: Clause, other: Hit | None, text: str) -> Hit | None:
        """Return the signal that ends with something else: «отменён «Ковёр» и сигнал «…»»."""
        if other is None or clause.bits & self._in_force:
            return None
        signals = (hit for hit in clause.hits if hit.bits & self._signal and not hit.negated)
        return next((hit for hit in signals if _AND.fullmatch(text, other.end, hit.start)), None)

    def nowhere(self, sentence: Sentence, text: str) -> Scope | None:
        """Return the scope of an end for places that go without a name: «снята в двух районах».

        Nobody knows which they are, so it ends nothing anywhere.
        """
        for clause in sentence.clauses:
            for hit in clause.hits:
                if hit.bits & self._some_places:
                    words = text[hit.start : hit.end]
                    return Scope((), (), unknown=(words,), named=True, leaves_out=True)
        return None

    def _nearest(self, clause: Clause, end: Hit) -> Hit | None:
        """Return the noun that can have ended which stands closest to the word for the end."""
        nouns = [
            hit
            for hit in clause.hits
            if hit.bits & (self._danger | self._regime | self._others) and not hit.negated
        ]
        return min(nouns, key=lambda hit: abs(hit.start - end.start), default=None)


def _listed_after(clauses: list[Clause], text: str) -> int:
    """Return the meanings of a list behind a colon, or of a signal told in full.

    «Сигналы сняты: «Опасное небо», …», «отменяется сигнал «Внимание всем! Угроза атаки БПЛА»».
    """
    bits = 0
    if text[clauses[0].end : clauses[0].end + 1] in {":", "!"}:
        for clause in clauses[1:]:
            bits |= clause.bits
    return bits


def _adjacent(hits: tuple[Hit, ...], text: str, places: Container[int]) -> bool:
    """Tell whether no word stands between that could say which: «угроза подтопления миновала».

    A place may: «тревога в Крыму отменена».
    """
    first, last = hits
    if last.start - first.end <= 1:
        return True
    lead = _IN.match(text, first.end, last.start)
    if lead is None or lead.end() not in places:
        return False
    return len(text[lead.end() : last.start].split()) <= _LONGEST_PLACE
