"""Reads the words of a sentence: what each clause states, denies, and only mentions.

What stands under a condition («если», «при сигнале …») or names a cause («из-за угрозы») is said in
passing: it is kept apart from what the sentence states.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.cutting import PARTS
from alerts.lexicon import Pattern
from alerts.relatives import join_around
from alerts.remembered import Remembered
from alerts.sentences import Clause, Hit, Sentence, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.cutting import Cut
    from alerts.lexicon import Lexicon, Row, Rows
    from alerts.sentences import Stretch

_BREAKS: Final = PARTS | {"!", "?", "а", "но", "однако", "зато", "but", "while"}
_JOINS: Final = frozenset({"и", "and"})
"""What parts clauses only where the next begins with its verb: «снята и введена ракетная»."""
_NEGATORS: Final = frozenset({"не", "ни", "без", "not"})
_WAS: Final = frozenset({"был", "была", "было", "были"})
_CAUSE_REACH: Final = 5
"""How many words after «из-за» still name the cause."""


class Heard(NamedTuple):
    """What a word is to the scanner: its meanings, the rows it may begin, and its part."""

    bits: int
    rows: Rows | None
    breaks: bool
    denies: bool


class Scanner:
    """Reads texts by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that steer the reading itself."""
        self._look, self.followed = lexicon.look, lexicon.followed
        self.heard = Remembered(self._hear)
        self.alone = lexicon.alone
        self.aux, self.any = lexicon.bits("aux"), lexicon.bits("any")
        self.condition, self.cause = lexicon.bits("condition"), lexicon.bits("cause")
        self.caused = lexicon.bits(
            *("danger", "danger_named", "danger_of", "raid", "regime", "repulse", "works_on"),
            *("attacks_now", "air_alarm", "open_sky"),
        )
        self.ends_cause = lexicon.bits("declared", "shot", "struck", "ended", "restriction")
        self.turns = self.condition | self.cause | self.ends_cause
        self.verb = lexicon.bits("announced", "remains")
        self.elidable = lexicon.bits("elidable")
        self.elided = lexicon.bits("danger", "danger_named")
        self.danger, self.lasts = lexicon.bits("danger"), lexicon.bits("persists", "declared")
        self.relative = lexicon.bits("relative")
        self.background = lexicon.bits(
            *("period", "long_ago", "announced", "declared", "in_force", "ended", "used_to"),
            *("rumour", "not_told", "work_done"),
        )
        self.kept_on_condition = lexicon.bits(
            "condition", "howto", "instruct", "restriction", "drill", "siren"
        )

    def _hear(self, word: str) -> Heard | None:
        """Return what a word is to the scanner, None for one that means nothing, as most do."""
        bits, rows = self._look(word)
        heard = Heard(bits, rows, word in _BREAKS or word in _JOINS, word in _NEGATORS)
        return heard if any(heard) else None

    def scan(self, cut: Cut) -> list[Sentence]:
        """Return the sentences of a text."""
        heard = list(map(self.heard.__getitem__, cut.tokens))
        telling = list(compress(range(len(heard)), heard))
        meant = list(filter(None, heard))
        sentences: list[Sentence] = []
        end = 0
        for stretch in stretches(cut):
            first = bisect_left(telling, stretch.first, end)
            end = bisect_left(telling, stretch.last, first)
            reader = _SentenceReader(self, cut, stretch)
            sentences.append(reader.read(zip(telling[first:end], meant[first:end], strict=True)))
        return sentences


class _SentenceReader:
    """One pass over the tokens of one sentence."""

    def __init__(self, scanner: Scanner, cut: Cut, stretch: Stretch) -> None:
        self._scanner, self._cut = scanner, cut
        self._last = stretch.last
        self._behind = stretch.first
        self._sentence = Sentence(stretch.start, stretch.end, stretch.question)
        self._clause = Clause(cut.starts[stretch.first], stretch.end)
        self._conditional = self._negated = False
        self._stated = self._caused = self._covered = 0

    def read(self, meant: Iterable[tuple[int, Heard]]) -> Sentence:
        """Return the sentence, read to its end; ``meant`` are its words that mean anything."""
        cut, last, followed_by = self._cut, self._last, self._scanner.followed
        tokens = cut.tokens
        for index, (bits, rows, breaks, denies) in meant:
            if index > self._behind:
                self._pass_over(index - self._behind)
            behind = self._behind = index + 1
            if breaks and tokens[index] in _JOINS and self._only_joins(index):
                self._behind = index
                continue
            if breaks:
                self._end_clause(cut.starts[index], index)
                self._clause = Clause(cut.ends[index], self._sentence.end, tokens[index] == "-")
                self._caused = self._stated = 0
                self._negated = False
                continue
            followed = followed_by(rows, tokens[behind]) if rows and behind < last else ()
            if followed or denies or index < self._covered:
                self._take(index, bits, followed, denies=denies)
            elif bits:
                self._clause.words += 1
                self._state(bits, cut.starts[index], cut.ends[index])
            else:
                self._behind = index
        if last > self._behind:
            self._pass_over(last - self._behind)
        self._end_clause(self._sentence.end, last)
        if self._sentence.bits & self._scanner.relative:
            scanner = self._scanner
            join_around(self._sentence, cut.normal, scanner.relative, scanner.background)
        return self._sentence

    def _only_joins(self, index: int) -> bool:
        """Tell an «и» between two words from one that begins a new clause."""
        following = (
            self._scanner.heard[self._cut.tokens[index + 1]] if index + 1 < self._last else None
        )
        return following is None or not following.bits & self._scanner.verb

    def _take(self, index: int, bits: int, rows: Sequence[Row], *, denies: bool) -> None:
        """Take the meanings that begin at a word; one without any is passed over later."""
        behind = index + 1
        if index < self._covered:  # a row that stands alone took it
            bits = 0
        elif rows:
            bits, behind = self._with_rows(bits, rows, index)
            if bits & self._scanner.alone:
                self._covered = behind
        if not bits and not denies:
            self._behind = index
            return
        self._clause.words += 1
        if denies:
            self._deny(index, meant=bool(bits))
        if bits:
            self._state(bits, self._cut.starts[index], self._cut.ends[behind - 1])
        else:
            self._caused -= 1

    def _pass_over(self, count: int) -> None:
        """Count words without a meaning; a «не» before them denies nothing behind them."""
        self._clause.words += count
        self._caused -= count
        self._negated = False

    def _with_rows(self, bits: int, rows: Sequence[Row], index: int) -> tuple[int, int]:
        """Return the meanings of a word and of the rows it begins, and the index behind them."""
        tokens, second = self._cut.tokens, index + 1
        behind = stands_alone = second
        met: list[tuple[int, int]] = []
        for row in rows:
            end = second + 1 + len(row.rest)
            if row.rest:
                if end > self._last:
                    continue
                if not all(map(Pattern.matches, row.rest, tokens[second + 1 : end])):
                    continue
            met.append((end, row.bits))
            behind = max(behind, end)
            if row.alone:
                stands_alone = max(stands_alone, end)
        if stands_alone > second:
            bits = 0
        for end, meaning in met:  # what stands alone drives out shorter rows too
            if end >= stands_alone:
                bits |= meaning
        return bits, behind

    def _deny(self, index: int, *, meant: bool) -> None:
        """Note a «не»: the next word is denied, or the last one if «не был» follows it."""
        self._negated = not meant
        self._clause.negated |= self._scanner.any
        following = self._cut.tokens[index + 1] if index + 1 < self._last else ""
        if following in _WAS and self._clause.hits:
            _take_back_last(self._clause)

    def _state(self, bits: int, start: int, end: int) -> None:
        """Add a meaning to the clause in the way it is said."""
        scanner, clause = self._scanner, self._clause
        if self._caused > 0 or bits & scanner.turns:
            bits = self._turned(bits)
        else:
            self._caused -= 1
        hit = tuple.__new__(Hit, (bits, start, end, self._negated))  # half the cost of Hit(…)
        clause.hits.append(hit)
        if self._negated:
            clause.negated |= bits
            self._negated = bool(bits & scanner.aux)
        else:
            clause.bits |= bits

    def _turned(self, bits: int) -> int:
        """Return what is stated of a meaning behind a cause; note a condition, a cause, its end."""
        scanner = self._scanner
        if bits & scanner.condition and not self._conditional:
            self._conditional = True
            self._stated = self._clause.bits
        frees = bits & scanner.ends_cause
        if self._caused > 0 and bits & scanner.caused and not frees:
            self._sentence.passing |= bits
            bits &= ~scanner.caused
        self._caused = _CAUSE_REACH if bits & scanner.cause else 0 if frees else self._caused - 1
        return bits

    def _end_clause(self, end: int, behind: int) -> None:
        """Add the clause; on condition only what was stated before the condition is stated."""
        scanner, clause, sentence = self._scanner, self._clause, self._sentence
        if not clause.words:
            return
        clause.end = end
        if clause.bits & scanner.elidable and clause.hits[-1].bits & scanner.elidable:
            self._name_danger(clause, self._cut.ends[behind - 1])
        if self._conditional:
            declares = clause.bits & scanner.danger and clause.bits & scanner.lasts
            if clause.bits & scanner.condition or not declares:
                sentence.passing |= clause.bits
                clause.bits &= scanner.kept_on_condition | self._stated
        sentence.clauses.append(clause)
        sentence.bits |= clause.bits
        sentence.negated |= clause.negated
        sentence.words += clause.words

    def _name_danger(self, clause: Clause, last_word: int) -> None:
        """Take an adjective that ends a clause for the danger it names: «Курск: ракетная»."""
        last = clause.hits[-1]
        if not last.negated and last_word == last.end:
            clause.hits[-1] = last._replace(bits=last.bits | self._scanner.elided)
            clause.bits |= self._scanner.elided


def _take_back_last(clause: Clause) -> None:
    """Deny the last word after all: «отменён не был»."""
    last = clause.hits[-1]
    clause.hits[-1] = last._replace(negated=True)
    clause.negated |= last.bits
    clause.bits = 0
    for hit in clause.hits:
        clause.bits |= 0 if hit.negated else hit.bits
