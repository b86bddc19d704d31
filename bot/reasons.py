"""Why a post was read as it was, in words: the same lines for a chat and for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.situation import unplaced
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alerts.explaining import Aside, Explanation, Ground
    from alerts.verdicts import Statement, Tally, Verdict
    from bot.voice import Voice

_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without markup; ``heading`` begins a part of the whole."""

    text: str
    heading: bool = False


def reason_lines(explanation: Explanation, voice: Voice, *, ids: bool = False) -> Iterator[Line]:
    """Give everything there is to say of a verdict, with the ``ids`` of places if asked for."""
    verdict = explanation.verdict
    for statement, grounds in zip(verdict.statements, explanation.grounds, strict=True):
        yield from statement_lines(statement, grounds, voice, ids=ids)
    yield from count_lines(verdict, explanation.unexplained, voice)
    if explanation.aside:
        yield Line(voice.plain("reading-aside"), heading=True)
        yield from (Line(_aside(aside, voice)) for aside in explanation.aside)


def statement_lines(
    statement: Statement, grounds: Sequence[Ground], voice: Voice, *, ids: bool = False
) -> Iterator[Line]:
    """Give one statement: what, where, whether it is sure, and why it was taken."""
    yield Line(_kind(statement, voice), heading=True)
    if statement.unsure is not None:
        doubt = voice.plain("reading-unsure", why=statement.unsure.value)
        yield Line("❓ " + _with_words(doubt, statement.doubted, voice))
    yield from _where(statement, voice, ids=ids)
    for ground in grounds:
        yield Line(_ground(ground, voice))
    if not grounds and statement.because:
        yield Line(_quoted(statement.because))
    elif not grounds:
        yield Line(voice.plain("reading-nothing"))


def statement_title(statement: Statement, voice: Voice) -> str:
    """Give one statement in a line: what and where."""
    kind = _kind(statement, voice)
    if not statement.areas or statement.kind in {Kind.OTHER, Kind.ADVISORY}:
        return kind
    return f"{kind}, {voice.names(statement.areas, _NAMED)}"


def _kind(statement: Statement, voice: Voice) -> str:
    """Give the kind of a statement, and what threatens."""
    hazards = [hazard.value for hazard in statement.hazards]
    named = ", ".join(voice.plain("reading-hazard", hazard=hazard) for hazard in hazards)
    kind = voice.plain("reading-kind", kind=statement.kind.value)
    return f"{kind}: {named}" if named else kind


def count_lines(verdict: Verdict, unexplained: int | None, voice: Voice) -> Iterator[Line]:
    """Give what a post counts: targets, the killed and the injured."""
    if verdict.tally is not None:
        yield from _tally(verdict.tally, unexplained, voice)
    if verdict.killed is not None:
        yield Line(voice.plain("reading-killed", count=str(verdict.killed)))
    if verdict.injured is not None:
        yield Line(voice.plain("reading-injured", count=str(verdict.injured)))


def _where(statement: Statement, voice: Voice, *, ids: bool) -> Iterator[Line]:
    """Give the places of a statement."""
    if statement.areas and statement.kind is not Kind.OTHER and not unplaced(statement):
        named = _names(statement.areas, voice)
        if ids:
            named = ", ".join(f"{voice.name(area)} [{area}]" for area in statement.areas)
        yield Line(voice.plain("reading-where", places=named))
    if statement.parts:
        inside = ", ".join(place for _, place in statement.parts)
        yield Line(voice.plain("reading-parts", places=inside))
    if statement.excepted:
        yield Line(voice.plain("reading-except", places=_names(statement.excepted, voice)))
    if statement.unknown:
        yield Line(voice.plain("reading-unknown", places=_quoted(statement.unknown)))


def _tally(tally: Tally, unexplained: int | None, voice: Voice) -> Iterator[Line]:
    """Give a count: in all, over which time, in its parts, and what those leave unsaid."""
    total = voice.plain("reading-tally-unstated") if tally.total is None else str(tally.total)
    parts = [voice.plain("reading-tally", total=total)]
    if tally.period is not None:
        since, until = tally.period.start, tally.period.end
        parts.append(voice.plain("reading-tally-period", since=since, until=until))
    yield Line(", ".join(parts), heading=True)
    counted = [(voice.name(region), count) for region, count in tally.by_region.items()]
    counted += tally.by_place.items()
    if counted:
        yield Line(
            ", ".join(
                voice.plain("reading-tally-part", place=place, count=str(count))
                for place, count in counted
            )
        )
    if unexplained is not None and unexplained > 0:
        yield Line("⚠️ " + voice.plain("reading-tally-left", count=str(unexplained)))
    elif unexplained is not None and unexplained < 0:
        yield Line("⚠️ " + voice.plain("reading-tally-over", count=str(-unexplained)))


def _ground(ground: Ground, voice: Voice) -> str:
    """Give a reason in plain words, and the words of the post."""
    return _with_words(voice.plain("reading-ground", why=ground.why), ground.words, voice)


def _aside(aside: Aside, voice: Voice) -> str:
    """Give what was set aside, as what, and by which words."""
    against = "; ".join(
        _with_words(voice.plain("reading-against", why=ground.why), ground.words, voice)
        for ground in aside.against
    )
    fact = voice.plain("reading-aside-fact", fact=aside.fact)
    words = _quoted(aside.words)
    return voice.plain("reading-aside-line", words=words, fact=fact, against=against)


def _with_words(ground: str, words: Sequence[str], voice: Voice) -> str:
    """Give a reason with the words it was found in."""
    if not words:
        return ground
    return voice.plain("reading-words", ground=ground, words=_quoted(words))


def _names(areas: Iterable[str], voice: Voice) -> str:
    """Name areas."""
    return ", ".join(voice.name(area) for area in areas)


def _quoted(words: Iterable[str]) -> str:
    """Quote words of a post, each on one line."""
    return ", ".join(f"«{' '.join(each.split())}»" for each in words)
