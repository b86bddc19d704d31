"""Joins headings with their rows and binds each count to the list of places it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.tally_groups import Group, groups
from alerts.tally_pairing import closest
from alerts.tally_tokens import Sentence, Token
from alerts.tally_words import Thing, tally_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.tally_told import Count

_OPENS: Final = frozenset({":", "("})
_BULLETS: Final = frozenset("-•*·▪▫●◦✔")


@dataclass(slots=True)
class Bound:
    """A count and the places it is told of, if any."""

    count: Count
    group: Group | None


def join_lines(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Join a heading line («Брянская область:») with the lines that belong to it."""
    joined: list[Sentence] = []
    for sentence in sentences:
        if joined and joined[-1].ended == "." and _is_heading(joined[-1]):
            head = joined[-1]
            colon = Token(":", head.end, head.end)
            joined[-1] = Sentence([*head.tokens, colon, *sentence.tokens], sentence.ended)
        elif joined and joined[-1].ended == "\n" and _belongs(joined[-1], sentence):
            head = joined[-1]
            comma = Token(",", head.end, head.end)
            rest = sentence.tokens
            while rest and rest[0].text in _BULLETS:
                rest = rest[1:]
            listed = not any(token.number for token in sentence.tokens)
            middle = [comma] if listed and head.tokens[-1].place else []
            joined[-1] = Sentence([*head.tokens, *middle, *rest], sentence.ended)
        else:
            joined.append(sentence)
    return joined


def _is_heading(sentence: Sentence) -> bool:
    """Tell «📍Белгород.», a place alone, from a sentence that tells something of it."""
    return sum(token.place is not None for token in sentence.tokens) == 1 and not any(
        token.number or token.text.isalnum() for token in sentence.tokens
    )


def _belongs(head: Sentence, line: Sentence) -> bool:
    """Tell whether a line goes on with the heading above it."""
    if head.tokens[-1].text == ":":
        return True
    if not any(token.place for token in head.tokens):
        return False
    plain = [token for token in head.tokens if not token.place and token.text.isalnum()]
    if not plain:
        return line.tokens[0].number is not None or (
            line.tokens[0].text in _BULLETS and not any(token.place for token in line.tokens)
        )
    if line.tokens[-1].text == ":" or any(token.text.isalnum() for token in line.tokens):
        return False
    colons = [at for at, token in enumerate(head.tokens) if token.text == ":"]
    numbered = [at for at, token in enumerate(head.tokens) if token.number]
    places_follow = any(token.place for token in line.tokens)
    return bool(places_follow and colons and numbered and colons[-1] > numbered[-1])


def bind(sentence: Sentence, counts: Sequence[Count]) -> list[Bound]:
    """Pair each count with the group it is told of; a part that finds none is left out."""
    counts = _alongside(sentence.tokens, counts)
    wholes = [Bound(count, None) for count in counts if count.shared_out]
    counts = [count for count in counts if not count.shared_out]
    if not counts:
        return wholes
    placed = groups(sentence, counts)
    group_of = closest(sentence.tokens, counts, placed)
    for at, count in enumerate(counts):
        if len(count.values) > 1 or count.spread:
            _told_in_turn(at, count, placed, group_of)
    _told_together(sentence.tokens, counts, group_of)
    return wholes + [
        Bound(count, placed[group_of[at]] if at in group_of else None)
        for at, count in enumerate(counts)
        if at in group_of or not count.part
    ]


def _alongside(tokens: Sequence[Token], counts: Sequence[Count]) -> list[Count]:
    """Drop missiles told in one breath with drones: «29 дронов и две ракеты над …»."""
    kept: list[Count] = []
    for at, count in enumerate(counts):
        joined = any(
            other.thing is Thing.DRONE and _one_breath(tokens[first.end + 1 : second.at])
            for other, first, second in _neighbours(counts, at)
        )
        if count.thing is Thing.DRONE or not joined:
            kept.append(count)
    return kept


def _neighbours(counts: Sequence[Count], at: int) -> Iterator[tuple[Count, Count, Count]]:
    """Yield the count before and the count after, each with the pair in order."""
    if at > 0:
        yield counts[at - 1], counts[at - 1], counts[at]
    if at + 1 < len(counts):
        yield counts[at + 1], counts[at], counts[at + 1]


def _one_breath(gap: Sequence[Token]) -> bool:
    """Tell whether nothing but the rest of a name and «и» stands between two counts."""
    return any(token.text in {"и", "and", "также"} for token in gap) and not any(
        token.place or token.text in {",", ";", "-"} for token in gap
    )


def _told_together(
    tokens: Sequence[Token], counts: Sequence[Count], group_of: dict[int, int]
) -> None:
    """Give «3 БПЛА одного типа и 2 БПЛА другого над Татарстаном» the same place: both are there."""
    for at in range(len(counts) - 2, -1, -1):
        first, second = counts[at], counts[at + 1]
        gap = tokens[first.end + 1 : second.at]
        own_nouns = not second.bare or _both_shot(tokens, gap, second)
        own_nouns = own_nouns and not (first.bare or first.part or second.part)
        alike = first.thing is second.thing is Thing.DRONE and own_nouns
        if (at in group_of) == (at + 1 in group_of) or not alike or not _one_breath(gap):
            continue
        if not any(token.text in _OPENS for token in gap):
            shared = group_of.get(at, group_of.get(at + 1, 0))
            group_of[at] = group_of[at + 1] = shared
            second.more = True


def _both_shot(tokens: Sequence[Token], gap: Sequence[Token], second: Count) -> bool:
    """Tell «три БПЛА уничтожены и два подавлены над …», where each number has its verb."""
    shot = tally_words().shot
    after = tokens[second.end + 1].text if second.end + 1 < len(tokens) else ""
    return after in shot and any(token.text in shot for token in gap)


def _told_in_turn(at: int, count: Count, placed: Sequence[Group], group_of: dict[int, int]) -> None:
    """Give «пять, три и один» and «по два в каждом» the list of as many places before them."""
    if at in group_of:
        return
    for number in range(len(placed) - 1, -1, -1):
        fits = len(placed[number].places)
        if placed[number].end < count.at and (
            fits == len(count.values) or (count.spread and fits > 1)
        ):
            for other in [other for other, taken in group_of.items() if taken == number]:
                del group_of[other]
            group_of[at] = number
            return
