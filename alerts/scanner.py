"""Reads the words of a sentence: what each clause states, denies, and only mentions.

What stands under a condition («если», «при сигнале …») or names a cause («из-за угрозы») is said in
passing: it is kept apart from what the sentence states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.sentences import Clause, Hit, Sentence, cut

if TYPE_CHECKING:
    from alerts.lexicon import Lexicon, Rows
    from alerts.sentences import Stretch

_CONJUNCTIONS: Final = frozenset({"а", "но", "однако", "зато", "but", "while"})
_BREAKS: Final = frozenset(",;:()-") | _CONJUNCTIONS
_NEGATORS: Final = frozenset({"не", "ни", "без", "not"})
_WAS: Final = frozenset({"был", "была", "было", "были"})
_REMEMBERED: Final = 1 << 15
_CAUSE_REACH: Final = 5
"""How many words after «из-за» still name the cause."""


class Scanner:
    """Reads texts by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that steer the reading itself."""
        self.look, self.followed = lexicon.look, lexicon.followed
        self.plain: set[str] = set()  # words known to mean nothing by themselves
        self.alone = lexicon.alone
        self.aux, self.any = lexicon.bits("aux"), lexicon.bits("any")
        self.condition, self.cause = lexicon.bits("condition"), lexicon.bits("cause")
        self.caused = lexicon.bits(
            *("danger", "danger_named", "danger_of", "raid", "regime", "repulse", "works_on"),
            *("attacks_now", "air_alarm", "open_sky"),
        )
        self.ends_cause = lexicon.bits("declared", "shot", "struck", "ended", "restriction")
        self.elidable = lexicon.bits("elidable")
        self.elided = lexicon.bits("danger", "danger_named")
        self.danger, self.lasts = lexicon.bits("danger"), lexicon.bits("persists", "declared")
        self.kept_on_condition = lexicon.bits(
            "condition", "howto", "instruct", "restriction", "drill", "siren"
        )

    def scan(self, text: str) -> list[Sentence]:
        """Return the sentences of a normalised text."""
        if len(self.plain) > _REMEMBERED:
            self.plain.clear()
        return [_SentenceReader(self, stretch).read() for stretch in cut(text)]


class _SentenceReader:
    """One pass over the tokens of one sentence."""

    def __init__(self, words: Scanner, stretch: Stretch) -> None:
        self._words = words
        self._tokens = stretch.tokens
        self._sentence = Sentence(stretch.start, stretch.end, stretch.question)
        self._clause = Clause(stretch.tokens[0][1], stretch.end)
        self._conditional = self._negated = False
        self._stated = self._caused = self._covered = 0

    def read(self) -> Sentence:
        """Return the sentence, read to its end."""
        quiet = 0
        plain = self._words.plain
        for index, (word, start, end) in enumerate(self._tokens):
            if word in plain:  # as many words are
                quiet += 1
                continue
            if quiet:
                self._pass_over(quiet)
                quiet = 0
            if word in _BREAKS:
                self._end_clause(start, index)
                self._clause = Clause(end, self._sentence.end)
                self._caused = self._stated = 0
                self._negated = False
            else:
                quiet += self._hear(index, word, start)
        if quiet:
            self._pass_over(quiet)
        self._end_clause(self._sentence.end, len(self._tokens))
        return self._sentence

    def _hear(self, index: int, word: str, start: int) -> int:
        """Take the meanings that begin at a word; return 1 for a word without one, else 0."""
        bits, rows = self._words.look(word)
        denies = word in _NEGATORS
        if not bits and rows is None and not denies:
            self._words.plain.add(word)
            return 1
        reach = 1
        if index < self._covered:  # a row that stands alone took it
            bits = 0
        elif rows is not None:
            bits, reach = self._with_rows(bits, rows, index)
            if bits & self._words.alone:
                self._covered = index + reach
        if not bits and not denies:
            return 1
        self._clause.words += 1
        if denies:
            self._deny(index, meant=bool(bits))
        if bits:
            self._take(bits, start, self._tokens[index + reach - 1][2])
        else:
            self._caused -= 1
        return 0

    def _pass_over(self, count: int) -> None:
        """Count words without a meaning; a «не» before them denies nothing behind them."""
        self._clause.words += count
        self._caused -= count
        self._negated = False

    def _with_rows(self, bits: int, rows: Rows, index: int) -> tuple[int, int]:
        """Return the meanings of a word and of the rows it begins, and how many words they take."""
        tokens = self._tokens
        if index + 1 == len(tokens):
            return bits, 1
        following = self._words.followed(rows, tokens[index + 1][0])
        if not following:
            return bits, 1
        reach = stands_alone = 1
        heard: list[tuple[int, int]] = []
        for row in following:
            after = tokens[index + 2 : index + 2 + len(row.rest)]
            if len(after) < len(row.rest) or not all(
                pattern.matches(token[0]) for pattern, token in zip(row.rest, after, strict=True)
            ):
                continue
            takes = 2 + len(row.rest)
            heard.append((takes, row.bits))
            reach = max(reach, takes)
            if row.alone:
                stands_alone = max(stands_alone, takes)
        of_rows = bits if stands_alone == 1 else 0
        for takes, meaning in heard:  # what stands alone drives out shorter rows too
            if takes >= stands_alone:
                of_rows |= meaning
        return of_rows, reach

    def _deny(self, index: int, *, meant: bool) -> None:
        """Note a «не»: the next word is denied, or the last one if «не был» follows it."""
        self._negated = not meant
        self._clause.negated |= self._words.any
        following = self._tokens[index + 1][0] if index + 1 < len(self._tokens) else ""
        if following in _WAS and self._clause.hits:
            _take_back_last(self._clause)

    def _take(self, bits: int, start: int, end: int) -> None:
        """Add a meaning to the clause in the way it is said."""
        words, clause = self._words, self._clause
        if bits & words.condition and not self._conditional:
            self._conditional = True
            self._stated = clause.bits
        frees = bits & words.ends_cause
        if self._caused > 0 and bits & words.caused and not frees:
            self._sentence.passing |= bits
            bits &= ~words.caused
        self._caused = _CAUSE_REACH if bits & words.cause else 0 if frees else self._caused - 1
        clause.hits.append(Hit(bits, start, end, self._negated))
        if self._negated:
            clause.negated |= bits
            self._negated = bool(bits & words.aux)
        else:
            clause.bits |= bits

    def _end_clause(self, end: int, behind: int) -> None:
        """Add the clause; on condition only what was stated before the condition is stated."""
        words, clause, sentence = self._words, self._clause, self._sentence
        clause.end = end
        if clause.bits & words.elidable and clause.hits[-1].bits & words.elidable:
            self._name_danger(clause, self._tokens[behind - 1][2])
        if self._conditional:
            declares = clause.bits & words.danger and clause.bits & words.lasts
            if clause.bits & words.condition or not declares:
                sentence.passing |= clause.bits
                clause.bits &= words.kept_on_condition | self._stated
        if clause.words:
            sentence.clauses.append(clause)
            sentence.bits |= clause.bits
            sentence.negated |= clause.negated
            sentence.words += clause.words

    def _name_danger(self, clause: Clause, last_word: int) -> None:
        """Take an adjective that ends a clause for the danger it names: «Курск: ракетная»."""
        last = clause.hits[-1]
        if not last.negated and last_word == last.end:
            clause.hits[-1] = last._replace(bits=last.bits | self._words.elided)
            clause.bits |= self._words.elided


def _take_back_last(clause: Clause) -> None:
    """Deny the last word after all: «отменён не был»."""
    last = clause.hits[-1]
    clause.hits[-1] = last._replace(negated=True)
    clause.negated |= last.bits
    clause.bits = 0
    for hit in clause.hits:
        clause.bits |= 0 if hit.negated else hit.bits
