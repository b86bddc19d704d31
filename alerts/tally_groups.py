"""Gathers the places of a sentence into lists: those told of together, with or without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.tally_words import is_unnamed_word, tally_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.areas import Mention
    from alerts.tally_tokens import Sentence, Token
    from alerts.tally_told import Count

_PLACE_AND_NUMBER: Final = [(True, False), (False, False), (False, True)]
_JOINS: Final = frozenset({"и", ",", "and"})
_LIST_GAP: Final = 9
_UNKNOWN_GAP: Final = 3
_UNNAMED_REACH: Final = 6
_LEADS: Final = frozenset({"над", "в", "по", "на"})
_OWN_REACH: Final = 4
_ROW_ENDS: Final = frozenset(",;.)")
_PLACED: Final = ("ом", "ем", "ым", "им", "ой", "ей", "ью")
"""Endings of a name behind «над»."""


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
            between = sentence.tokens[found[-1].end + 1 : index]
            found[-1].places += places
            found[-1].end = index
            found[-1].unnamed = found[-1].unnamed or unnamed or _unknown_between(between)
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
    if _unknown_between(gap) and not any(at in counted for at in range(last + 1, index)):
        return True
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


def _unknown_between(gap: Sequence[Token]) -> bool:
    """Tell the place unknown to us in «над Клином, Зарайском и Каширой»."""
    if len(gap) != _UNKNOWN_GAP or gap[0].text not in _JOINS or gap[2].text not in _JOINS:
        return False
    word = gap[1].text
    plain = gap[1].place is None and gap[1].number is None and word.isalpha()
    return plain and word not in tally_words().between and word.endswith(_PLACED)
