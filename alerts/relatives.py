"""Reads past a clause in the middle of another: «режим, который ввели утром, пока действует».

What stands around it is one clause; what it says of earlier times is told in passing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from alerts.sentences import Clause, Sentence

_OPENS: Final = 6
"""So far from the beginning of its clause «который» may stand: «, о котором …»."""
_MARKS: Final = frozenset(",-")


def join_around(sentence: Sentence, normal: str, relative: int, background: int) -> None:
    """Join the clause that the first «который …» of a sentence parts.

    ``relative`` is the meaning of «который», ``background`` those it says only in passing.
    """
    clauses = sentence.clauses
    for number in range(1, len(clauses) - 1):
        inner = clauses[number]
        if not _opens_with(inner, relative):
            continue
        behind = number + 1
        while behind < len(clauses) and not clauses[behind].hits:
            behind += 1  # a list of places in it goes on
        if behind < len(clauses) and normal[clauses[behind].start - 1] in _MARKS:
            _join(clauses[number - 1], clauses.pop(behind))
            sentence.passing |= inner.bits & background
            inner.bits &= ~background
            sentence.bits = 0
            for clause in clauses:
                sentence.bits |= clause.bits
        return


def _opens_with(clause: Clause, meaning: int) -> bool:
    """Tell whether a clause begins with a word of a meaning, a preposition apart."""
    return any(hit.bits & meaning and hit.start - clause.start <= _OPENS for hit in clause.hits[:2])


def _join(clause: Clause, rest: Clause) -> None:
    """Let a clause go on with what stands behind the one in its middle."""
    clause.end = rest.end
    clause.bits |= rest.bits
    clause.negated |= rest.negated
    clause.words += rest.words
    clause.hits += rest.hits
