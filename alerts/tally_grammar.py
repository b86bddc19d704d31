"""Gathers the places of a sentence into lists and binds each count to the list it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.tally_pairing import closest
from alerts.tally_tokens import Sentence, Token
from alerts.tally_words import Thing, is_unnamed_word, tally_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.areas import Mention
    from alerts.tally_told import Count

_PLACE_AND_NUMBER: Final = [(True, False), (False, False), (False, True)]
_JOINS: Final = frozenset({"и", ",", "and"})
_LIST_GAP: Final = 9
_UNNAMED_REACH: Final = 6
_OPENS: Final = frozenset({":", "("})
_LEADS: Final = frozenset({"над", "в", "по", "на"})
_OWN_REACH: Final = 4
_ROW_ENDS: Final = frozenset(",;.)")
_BULLETS: Final = frozenset("-•*·▪▫●◦✔")


@dataclass(slots=True)
class Group:
    """Places named together at tokens ``at`` to ``end``.

    ``unnamed``: one of them has no name («над семью регионами»). ``apart``: a town and its
    district stand side by side («по Унече и Унечскому району»).
    """

    places: list[Mention]
    at: int
    end: int
    unnamed: bool = False
    apart: bool = False


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


def groups(sentence: Sentence, counts: Sequence[Count]) -> list[Group]:
    """Return the places of a sentence, those of one list together."""
    found: list[Group] = []
    counted = {index for count in counts for index in range(count.at, count.end + 1)}
    for index, token in enumerate(sentence.tokens):
        unnamed = (
            token.place is None
            and is_unnamed_word[token.text]
            and _is_unnamed(sentence.tokens, index)
        )
        if token.place is None and not unnamed:
            continue
        if _has_other_number(sentence.tokens, index, counted):
            continue
        places = [token.place] if token.place else []
        listed = bool(found) and not _own_number(sentence.tokens, found[-1].at, index, counted)
        if listed and _one_list(sentence.tokens, found[-1].end, index, counted, unnamed=unnamed):
            found[-1].apart |= _side_by_side(sentence.tokens, found[-1].end, index)
            found[-1].places += places
            found[-1].end = index
            found[-1].unnamed = found[-1].unnamed or unnamed
        else:
            found.append(Group(places, index, index, unnamed))
    return found


def _has_other_number(tokens: Sequence[Token], index: int, counted: set[int]) -> bool:
    """Tell «по 19 адресам: Шахты - 8, Азов - 6», where no place is one of a count of drones."""
    following = index + 2
    if following >= len(tokens) or following in counted or tokens[index + 1].text != "-":
        return False
    closed = following + 1 >= len(tokens) or tokens[following + 1].text in _ROW_ENDS
    return closed and tokens[following].number is not None


def _own_number(tokens: Sequence[Token], first: int, index: int, counted: set[int]) -> bool:
    """Tell «9 - над Тульской и над Калужской - 4», two tellings, from a list with one number."""
    opens = [token.text for token in tokens[index + 1 : index + 3]][:1]
    if opens not in (["-"], ["("]) or index + 2 not in counted:
        return False
    again = tokens[index - 1].text in _LEADS and tokens[index - 2].text in {"и", "а"}
    before = range(first - 1, max(-1, first - 1 - _OWN_REACH), -1)
    for at in before:
        if at in counted or tokens[at].text not in {"-", *_LEADS}:
            return again and at in counted
    return False


def _side_by_side(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell a town and its district joined by «и» from a village and the district it lies in."""
    town, district = tokens[last].place, tokens[index].place
    if town is None or district is None or not town.within or district.within:
        return False
    joined = any(token.text in {"и", "and"} for token in tokens[last + 1 : index])
    return joined and town.area == district.area


def _is_unnamed(tokens: Sequence[Token], index: int) -> bool:
    """Tell «над семью регионами» and «в небе над Россией» from the head word of a name."""
    words = tally_words()
    if tokens[index].number:
        return False
    if _numbered_beside(tokens, index):
        return True
    for back in range(index - 1, max(-1, index - 1 - _UNNAMED_REACH), -1):
        token = tokens[back]
        if token.text in words.before_unnamed:
            return True
        far = token.number and back < index - 1
        if token.place or far or token.text in {",", ";", "-", "("}:
            return False
    return False


def _numbered_beside(tokens: Sequence[Token], index: int) -> bool:
    """Tell «шестью районами» that goes on a list: «над Воронежем и шестью районами»."""
    before = tokens[max(0, index - len(_PLACE_AND_NUMBER)) : index]
    return [(bool(token.place), bool(token.number)) for token in before] == _PLACE_AND_NUMBER and (
        before[1].text in _JOINS
    )


def _one_list(
    tokens: Sequence[Token], last: int, index: int, counted: set[int], *, unnamed: bool
) -> bool:
    """Tell whether two places stand in one list; «и шестью районами» has a number of its own."""
    words = tally_words()
    numbered = unnamed and tokens[index - 1].number is not None
    gap = tokens[last + 1 : index - numbered]
    if len(gap) > _LIST_GAP or any(at in counted for at in range(last + 1, index)):
        return False
    if any(token.number or token.text not in words.between for token in gap):
        return False
    signs = [token.text for token in gap]
    if "а" in signs and "также" not in signs:
        return False
    bare_comma = signs and signs[0] == "," and not {"и", "and", "также"} & set(signs)
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    opens_own = after in {"-", "(", ":"} or index + 1 in counted
    return not (bare_comma and len(signs) > 1 and opens_own)


def bind(sentence: Sentence, counts: Sequence[Count]) -> list[Bound]:
    """Pair each count with the group it is told of; a part that finds none is left out."""
    counts = _alongside(sentence.tokens, counts)
    if not counts:
        return []
    placed = groups(sentence, counts)
    group_of = closest(sentence.tokens, counts, placed)
    for at, count in enumerate(counts):
        if len(count.values) > 1 or count.spread:
            _told_in_turn(at, count, placed, group_of)
    _told_together(sentence.tokens, counts, group_of)
    return [
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
