"""Decides what a post counts: drones by region or municipality, their total and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.cutting import cut
from alerts.normal import normalise
from alerts.periods import period_of
from alerts.tally_counts import CountReader
from alerts.tally_grammar import bind, join_lines
from alerts.tally_ledger import Ledger
from alerts.tally_tokens import Sentence, sentences
from alerts.tally_words import Thing, tally_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.areas import Mention
    from alerts.tally_grammar import Bound
    from alerts.tally_tokens import Token
    from alerts.tally_told import Told
    from alerts.verdicts import Tally


_ROWS: Final = 2
_PARTS: Final = frozenset({",", ";", "(", "-"})


def count(text: str, mentions: Sequence[Mention], home: str | None = None) -> Tally | None:
    """Return what a post counts, or None when it counts nothing.

    In a channel of its own region (``home``) the municipalities are counted, in a federal one the
    regions. A number told of several places together is in the total only.
    """
    normal = normalise(text)
    if not tally_phrases().worth.search(normal):
        return None
    said = sentences(cut(normal), mentions, federal=home is None)
    return count_of(said, normal, mentions, home)


def count_of(
    said: Sequence[Sentence], normal: str, mentions: Sequence[Mention], home: str | None
) -> Tally | None:
    """Return what the sentences of a normal text count, or None when they count nothing."""
    phrases = tally_phrases()
    reader = CountReader(normal, of_drones=phrases.drone.search(normal) is not None)
    lines = join_lines(said)
    if phrases.recalled.search(normal):
        lines = _without_recall(lines, normal)
    if phrases.bygone.search(normal):
        lines = [line for each in lines if (line := _of_today(each, normal)).tokens]
    all_told = [reader.read(line) for line in lines]
    if not any(told.counts for told in all_told):
        return None
    read = [(told, bind(line, told.counts)) for told, line in zip(all_told, lines, strict=True)]
    _settle_targets(all_told)
    named = {m.area: m.place for m in mentions if m.area and not m.is_region and not m.within}
    if not any(told.shot or told.launched or told.beaten or told.flying for told in all_told):
        _settle_report(read, normal)
    _settle_deeds(read, federal=home is None)
    ledger = Ledger(
        home,
        named,
        deeds=any(told.shot or told.launched for told in all_told),
        over=phrases.over.search(normal) is not None,
    )
    for told, bound in read:
        ledger.enter(told, bound)
    return ledger.tally(period_of(normal))


def _of_today(line: Sentence, normal: str) -> Sentence:
    """Return what stands before «, всего с начала операции - 80 тысяч», or nothing.

    Where no number follows the phrase, it is what the whole sentence counts.
    """
    told = tally_phrases().bygone.search(normal, line.start, line.end)
    if told is None:
        return line
    tokens = line.tokens
    if not any(token.number and token.start >= told.end() for token in tokens):
        return Sentence()
    return Sentence(_before(line, told.start()), line.ended)


def _without_recall(lines: Sequence[Sentence], normal: str) -> list[Sentence]:
    """Return the lines without what is told of another night, if anything else is counted."""
    recalled, kept = tally_phrases().recalled, list[Sentence]()
    for line in lines:
        told = recalled.search(normal, line.start, line.end)
        rest = line if told is None else Sentence(_before(line, told.start()), line.ended)
        if told is None or any(token.number for token in rest.tokens):
            kept.append(rest)
    return kept if any(token.number for line in kept for token in line.tokens) else list(lines)


def _before(line: Sentence, start: int) -> list[Token]:
    """Return the tokens of a line before a phrase, without the clause that it stands in."""
    tokens = [token for token in line.tokens if token.start < start]
    while tokens and tokens.pop().text not in _PARTS:
        pass
    return tokens


def _settle_targets(read: Sequence[Told]) -> None:
    """Count targets as drones where a post counts nothing else in the air."""
    if any(count.thing is Thing.DRONE for told in read for count in told.counts):
        return
    for told in read:
        for count in told.counts:
            if count.thing is Thing.TARGET:
                count.thing = Thing.DRONE


def _settle_report(read: Sequence[tuple[Told, Sequence[Bound]]], normal: str) -> None:
    """Count what came in a report that names no deed: «Сводка: 32 обстрела, 94 беспилотника»."""
    if tally_phrases().report.search(normal):
        for told, _ in read:
            told.launched = any(count.thing is Thing.DRONE for count in told.counts)


def _settle_deeds(read: Sequence[tuple[Told, Sequence[Bound]]], *, federal: bool) -> None:
    """Decide what was done to counts whose sentence does not say it: a table tells what was shot.

    A defence report counts what was shot down in whatever words, and not what was launched.
    """
    tabled = sum(_rows(bound) for _, bound in read)
    shot = any(told.shot and told.counts for told, _ in read)
    for told, bound in read:
        if tabled < _ROWS or not bound:
            continue
        if federal:
            flying = told.flying and _rows(bound) < _ROWS
            told.shot = told.shot or not (flying or (told.launched and shot))
            told.launched = told.launched and (told.shot or not shot)
        elif told.beaten and _rows(bound) >= _ROWS:
            told.shot = True  # «отражена атака: в Боковском районе - 3, в Кашарском - 2»
        else:
            silent = not (told.launched or told.beaten or told.fallen or told.flying)
            told.shot = told.shot or silent


def _rows(bound: Sequence[Bound]) -> int:
    """Return how many counts of drones are told each of its own places."""
    return sum(each.group is not None and each.count.thing is Thing.DRONE for each in bound)
