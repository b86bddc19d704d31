"""What words mean: patterns from the lexicon turned into bits, one bit a meaning."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from alerts.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LONGEST_WORD: Final = 40
_REMEMBERED: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word, or a stem with any ending."""

    stem: str
    open_end: bool

    def matches(self, word: str) -> bool:
        """Tell whether ``word`` is this word or begins with this stem."""
        return word.startswith(self.stem) if self.open_end else word == self.stem


def _pattern(text: str) -> Pattern:
    return Pattern(text.removesuffix("*"), text.endswith("*"))


@dataclass(frozen=True, slots=True)
class Row:
    """The rest of a row of words whose first word has been met, and what the row means."""

    second: Pattern
    rest: tuple[Pattern, ...]
    bits: int
    alone: bool


class Rows:
    """The rows that one word may begin, found by the word after it."""

    __slots__ = ("_exact", "_open")

    def __init__(self, rows: Iterable[Row]) -> None:
        """Sort the rows by their second word."""
        self._exact: dict[str, list[Row]] = {}
        self._open: list[Row] = []
        for row in rows:
            if row.second.open_end:
                self._open.append(row)
            else:
                self._exact.setdefault(row.second.stem, []).append(row)

    def followed_by(self, word: str) -> list[Row]:
        """Return the rows whose second word this can be."""
        found = [row for row in self._open if word.startswith(row.second.stem)]
        return [*self._exact[word], *found] if word in self._exact else found


Look = tuple[int, "Rows | None"]


class Lexicon:
    """Meanings by word; immutable once built, so one can serve every reader."""

    def __init__(self, words: Mapping[str, Iterable[str]], alone: Iterable[str] = ()) -> None:
        """Take meanings with their patterns; those of ``alone`` drive out all others."""
        self._bits = {name: 1 << number for number, name in enumerate(words)}
        self.alone = self.bits(*alone)
        self._exact: dict[str, int] = defaultdict(int)
        self._stems: dict[str, int] = defaultdict(int)
        self._endings: list[tuple[str, int]] = []
        rows: dict[Pattern, dict[tuple[Pattern, ...], int]] = defaultdict(dict)
        for name, patterns in words.items():
            for text in patterns:
                self._add(self._bits[name], text.split(), rows)
        self._word_rows: dict[str, list[Row]] = {}
        self._stem_rows: dict[str, list[Row]] = {}
        for first, opened in rows.items():
            known = self._stem_rows if first.open_end else self._word_rows
            known[first.stem] = [self._row(rest, bits) for rest, bits in opened.items()]
        stems = {*self._stems, *self._stem_rows}  # looked for by length, where one opens so
        self._shortest = min(map(len, stems), default=0)
        lengths: dict[str, set[int]] = defaultdict(set)
        for stem in stems:
            lengths[stem[: self._shortest]].add(len(stem))
        self._lengths = {opening: sorted(found) for opening, found in lengths.items()}
        self.look = Remembered(self._look).__getitem__
        self.followed = lru_cache(maxsize=_REMEMBERED)(Rows.followed_by)

    def _add(
        self, bits: int, row: Sequence[str], rows: dict[Pattern, dict[tuple[Pattern, ...], int]]
    ) -> None:
        first, *rest = map(_pattern, row)
        if rest:
            rows[first][tuple(rest)] = rows[first].get(tuple(rest), 0) | bits
        elif first.open_end:
            self._stems[first.stem] |= bits
        elif first.stem.startswith("*"):
            self._endings.append((first.stem[1:], bits))
        else:
            self._exact[first.stem] |= bits

    def bits(self, *names: str) -> int:
        """Return the bits of meanings; an unknown name is a mistake in a table."""
        total = 0
        for name in names:
            if name not in self._bits:
                raise ValueError(f"lexicon: no meaning called {name!r}")
            total |= self._bits[name]
        return total

    def names(self, bits: int) -> list[str]:
        """Return the names of meanings."""
        return [name for name, bit in self._bits.items() if bit & bits]

    def _look(self, word: str) -> Look:
        """Return what a word means by itself, and the rows of words that it may begin."""
        word = word.partition("'")[0]  # «drone's» is the drone
        if len(word) > _LONGEST_WORD:
            return 0, None
        bits = self._exact.get(word, 0)
        rows = list(self._word_rows.get(word, ()))
        for length in self._lengths.get(word[: self._shortest], ()):
            if length > len(word):
                break
            stem = word[:length]
            bits |= self._stems.get(stem, 0)
            if stem in self._stem_rows:
                rows += self._stem_rows[stem]
        for ending, meaning in self._endings:
            if word.endswith(ending):
                bits |= meaning
        if bits & self.alone:
            bits &= self.alone
        return bits, Rows(rows) if rows else None

    def _row(self, rest: tuple[Pattern, ...], bits: int) -> Row:
        """Return a row without its first word."""
        return Row(rest[0], rest[1:], bits, alone=bool(bits & self.alone))


def read_tables() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the words of the lexicon with those that stand alone, and the rows of the rules."""
    data = files("alerts") / "data"
    lexicon = tomllib.loads((data / "lexicon.toml").read_text(encoding="utf-8"))
    rules = tomllib.loads((data / "rules.toml").read_text(encoding="utf-8"))
    vetoes = rules["vetoes"]
    for row in rules["rules"]:
        if "never" in row:
            row["never"] = [word for name in row["never"] for word in vetoes.get(name, (name,))]
    return lexicon, rules["rules"]


def load_tables() -> tuple[Lexicon, list[dict[str, Any]]]:
    """Return the lexicon and the rows of the rules, the package's own constants."""
    lexicon, rules = read_tables()
    return Lexicon(lexicon["words"], lexicon["alone"]), rules
