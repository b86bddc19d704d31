"""Why a post was read as it was: the words of every statement, and those that were set aside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from alerts.quotes import quotes
from alerts.set_aside import Searcher
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.lexicon import Lexicon
    from alerts.reader import Reader
    from alerts.reading import Reading
    from alerts.rules import Rules
    from alerts.sentences import Hit
    from alerts.set_aside import SetAside
    from alerts.statements import Draft
    from alerts.understood import Understood
    from alerts.verdicts import Statement, Verdict

_TOLD: Final = frozenset({Kind.AFTERMATH, Kind.SUMMARY})
_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})


class Part(StrEnum):
    """What words of a post are to its verdict."""

    BECAUSE = "because"
    AGAINST = "against"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason by its name, and the words it was found in, if any."""

    why: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that could have meant ``fact`` («danger», «clear» …), and what set them aside."""

    fact: str
    words: tuple[str, ...]
    against: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict with its reasons.

    ``grounds`` are those of each statement, in their order. ``spans`` are stretches of the text
    with what they are to the verdict, apart from each other and in order. ``unexplained`` is how
    much of the tally's total its parts leave unsaid, None where there are no parts.
    """

    text: str
    verdict: Verdict
    grounds: tuple[tuple[Ground, ...], ...]
    aside: tuple[Aside, ...]
    spans: tuple[tuple[int, int, Part], ...]
    unexplained: int | None


class Explainer:
    """Tells the reasons for what a reader understood."""

    def __init__(self, lexicon: Lexicon, rules: Rules) -> None:
        """Take the meanings and the rules the reader goes by."""
        self._searcher = Searcher(lexicon, rules)
        self._finished = lexicon.bits("period", "long_ago")
        self._harmed = lexicon.bits("harmed")

    def explain(self, understood: Understood) -> Explanation:
        """Return why a post was read as it was."""
        text, verdict = understood.text, understood.verdict
        pairs = list(zip(understood.drafts, verdict.statements, strict=True))
        used = {hit for draft, _ in pairs for found in draft.findings for hit in found.hits}
        aside = self._searcher.search(understood.reading, used)
        return Explanation(
            text=text,
            verdict=verdict,
            grounds=tuple(tuple(self._grounds(draft, own, understood)) for draft, own in pairs),
            aside=tuple(_aside(one, text) for one in aside),
            spans=_spans(used, aside),
            unexplained=unexplained(verdict),
        )

    def _grounds(
        self, draft: Draft, statement: Statement, understood: Understood
    ) -> Iterator[Ground]:
        """Yield the reasons for one statement."""
        reading, text = understood.reading, understood.text
        for finding in draft.findings:
            fact = "drill" if draft.kind is Kind.DRILL else finding.fact.value
            yield Ground(fact, quotes(finding.hits, text))
        if draft.kind in _TOLD:
            if words := _words(reading, self._finished, text):
                yield Ground("finished", words)
            if words := _words(reading, self._harmed, text):
                yield Ground("harm_done", words)
        for mark in ("partial", "reminder", "immediate", "continues"):
            if getattr(statement, mark) and not (mark == "continues" and statement.reminder):
                yield Ground(mark)
        if statement.kind in _URGENT and not statement.hazards:
            yield Ground("no_hazard")
        if statement.kind in _URGENT and not statement.places:
            yield Ground("home" if statement.areas else "nowhere")


def explain(reader: Reader, text: str, home: str | None = None) -> Explanation:
    """Return what a post says to a reader and why it was read so, for a person to judge."""
    return Explainer(reader.lexicon, reader.rules).explain(reader.understand(text, home))


def unexplained(verdict: Verdict) -> int | None:
    """Return how much of a stated total the parts of a tally do not explain."""
    tally = verdict.tally
    if tally is None or tally.total is None:
        return None
    parts = tally.by_region or tally.by_place
    return tally.total - sum(parts.values()) if parts else None


def _words(reading: Reading, bits: int, text: str) -> tuple[str, ...]:
    """Return the words of a post that have a meaning, each once and in its longest form."""
    hits = [
        hit
        for sentence in reading.sentences
        for clause in sentence.clauses
        for hit in clause.hits
        if hit.bits & bits and not hit.negated
    ]
    longest = (
        hit
        for hit in hits
        if not any(o is not hit and o.start <= hit.start and hit.end <= o.end for o in hits)
    )
    return tuple(dict.fromkeys(text[hit.start : hit.end] for hit in longest))


def _aside(one: SetAside, text: str) -> Aside:
    """Return set-aside words as they were posted."""
    against = tuple(Ground(why, quotes(hits, text, longest=0)) for why, hits in one.against)
    return Aside(one.fact.value, quotes(one.hits, text), against)


def _spans(used: Iterable[Hit], aside: Sequence[SetAside]) -> tuple[tuple[int, int, Part], ...]:
    """Return what the words of a post are to its verdict; what counts most wins."""
    marked = [
        *((hit, Part.BECAUSE) for hit in used),
        *((hit, Part.AGAINST) for one in aside for _, hits in one.against for hit in hits),
        *((hit, Part.ASIDE) for one in aside for hit in one.hits),
    ]
    spans: list[tuple[int, int, Part]] = []
    for hit, part in marked:
        if all(hit.end <= start or hit.start >= end for start, end, _ in spans):
            spans.append((hit.start, hit.end, part))
    return tuple(sorted(spans))
