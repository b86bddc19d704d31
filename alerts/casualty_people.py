"""Finds the people of a sentence and how many they are: «мужчина и двое подростков» are three."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.casualty_strangers import is_stranger
from alerts.casualty_words import casualty_words, is_harm, is_one_person, is_person, is_wound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.numbers import Number
    from alerts.tally_tokens import Token

_ADJECTIVE: Final = re.compile(r"(?:[ыи]х|[ое]го|[ое]му|[ыи]ми?|[ыио]й|[ая]я|[ое]е|[ую]ю|[ыи]е)$")
_SIGN: Final = re.compile(r"[^\w\s]|\n")
_PLURAL: Final = ("и", "ы", "ed")
_SIGNS: Final = frozenset({"и", ",", "and", "а", "также"})
_MANY: Final = ("ли", "ди", "ти", "не", "ки", "ны")
_GAP: Final = 5
_REST: Final = 20
_NOUN_REACH: Final = 5


@dataclass(slots=True)
class People:
    """People named together at tokens ``at`` to ``end``; None: their number is not told.

    ``again``: they were told of before («он погиб на месте»).
    """

    at: int
    end: int
    value: int | None
    generic: bool
    bare: bool = False
    other: bool = False
    whom: bool = False
    again: bool = False


def people_of(tokens: Sequence[Token]) -> list[People]:
    """Return the people of a sentence and, to keep apart, the other things that are counted."""
    words = casualty_words()
    found: list[People] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1].text if at else ""
        if token.number is not None:
            person = _numbered(tokens, at)
            if person is not None and not (found and _part_of(tokens, person, found[-1])):
                found.append(person)
                at = person.end
        elif token.text in words.second and is_harm[word_at(tokens, at + 1)]:
            found.append(People(at, at, 1, generic=False))
        elif before == "у" and _one_owner(token.text):
            found.append(People(at, at, 1, generic=True))
        elif token.text == "столько" and word_at(tokens, at + 1) == "же" and found:
            found.append(People(at, at + 1, found[-1].value, generic=True))
        elif _two(before, token.text):
            found.append(People(at, at, 2, generic=False))
        elif told := _told(tokens, at):
            found.append(told)
        at += 1
    return [person for person in found if not _unhurt(tokens, person)]


def _told(tokens: Sequence[Token], at: int) -> People | None:
    """Return the person or the people a word names without a number."""
    words, word = casualty_words(), tokens[at].text
    head = word.partition("-")[0]  # «дочь-школьница»
    known = is_person[head]
    if word in words.again and word_at(tokens, at + 1) in words.killed:
        return People(at, at, 1, generic=False, again=True)
    if is_one_person[head] and not _owned(tokens, at):
        return People(at, at, 1, word in words.generic, whom=word in words.whom)
    if is_stranger(tokens, at):
        return People(at, at, 1, generic=False)
    if known and word in words.people and word.endswith(_MANY):
        return People(at, at, None, generic=True)
    return None


def _unhurt(tokens: Sequence[Token], person: People) -> bool:
    """Tell «поврежден трактор, механизатор не пострадал»."""
    return word_at(tokens, person.end + 1) == "не" and is_harm[word_at(tokens, person.end + 2)]


def _part_of(tokens: Sequence[Token], person: People, whole: People) -> bool:
    """Tell «двое из них - дети» of four from «двое из них погибли», which is news of its own."""
    them = word_at(tokens, person.end) in {"них", "которых"} and person.end > person.at
    counted = whole.value is not None and not whole.other
    return them and counted and not is_harm[word_at(tokens, person.end + 1)]


def _one_owner(word: str) -> bool:
    """Tell «у нее» and «у мужчины», who have a wound, from «у людей»."""
    return word in {"нее", "него"} or (is_person[word] and word.endswith(("ы", "и", "а", "я")))


def _two(before: str, word: str) -> bool:
    """Tell a married couple."""
    couple = word in {"пара", "пару"} and before.startswith(("семейн", "супруж"))
    return couple or word in {"супруги", "супругов"}


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """Tell the owner in «дом жителя» and the part in «среди них ребенок» from a victim."""
    words = casualty_words()
    return any(word_at(tokens, back) in words.parts for back in range(max(0, at - 4), at))


def _numbered(tokens: Sequence[Token], at: int) -> People | None:
    """Read the people or the things a number counts; None for an age, a year or a part."""
    words = casualty_words()
    number = tokens[at].number
    before = (word_at(tokens, at - 1), word_at(tokens, at - 2))
    if number is None or before[0] in {"no", "не"} or any(word in words.parts for word in before):
        return None
    following = word_at(tokens, at + 2) if word_at(tokens, at + 1) == "из" else ""
    if following in words.parts or is_person[following]:
        return People(at, at + 2, number.value, generic=False)
    if number.collective and _stays(tokens, at + 1):
        return People(at, at, number.value, generic=True)
    adjective = False
    for step in range(at + 1, min(len(tokens), at + 1 + _NOUN_REACH)):
        word = word_at(tokens, step)
        if not word or _SIGN.match(word) or word in words.stop or is_harm[word]:
            break
        if word in words.linking:
            continue
        if word in words.age or word in words.people or not _ADJECTIVE.search(word):
            return _of_noun(tokens, number, at, step)
        adjective = True
    after = word_at(tokens, at + 1)
    if adjective or after in {"из", "of"} or (after in {"и", "-"} and _birth(tokens, at)):
        return None
    return People(at, at, number.value, generic=True, bare=not number.collective)


def _stays(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb stands behind «четверо»: they are people without a noun."""
    return word_at(tokens, at) in {
        "остаются",
        "находятся",
        "проходят",
        "были",
        "в",
        "с",
        "продолжают",
    }


def _of_noun(tokens: Sequence[Token], number: Number, at: int, end: int) -> People | None:
    """Return the people or the things a number and its noun tell; «двое курян» are people."""
    words, noun, value = casualty_words(), word_at(tokens, end), number.value
    if noun in words.age:
        return None
    if noun in words.people:
        return People(at, end, value, noun in words.generic)
    if number.collective and noun not in words.not_people:
        return People(at, end, value, generic=True)
    if word_at(tokens, at - 1) in words.human or word_at(tokens, end + 1) in words.human:
        thing = noun in words.not_people
        return People(at, end, None if thing else value, generic=False, other=thing)
    return People(at, end, None, generic=False, other=True)


def _birth(tokens: Sequence[Token], at: int) -> bool:
    """Tell «1958 и 1954 г. р.» from people."""
    words = casualty_words()
    return any(word_at(tokens, step) in words.age for step in range(at + 1, at + 5))


def in_lists(tokens: Sequence[Token], people: Sequence[People]) -> list[People]:
    """Join «мужчина и двое подростков» into one: three."""
    joined: list[People] = []
    for person in people:
        last = joined[-1] if joined else None
        if last and not last.other and not person.other and _one_list(tokens, last, person):
            known = last.value is not None and person.value is not None
            value = (last.value or 0) + (person.value or 0) if known else None
            joined[-1] = People(
                last.at, person.end, value, generic=False, bare=last.bare, whom=last.whom
            )
        else:
            joined.append(person)
    return joined


def _one_list(tokens: Sequence[Token], last: People, person: People) -> bool:
    """Tell whether two persons stand in one list: only «и», a comma or an adjective between."""
    gap = [token.text for token in tokens[last.end + 1 : person.at]]
    if not gap or len(gap) > _GAP or person.bare:
        return False
    if not {"и", "and"} & set(gap) and (last.generic or set(gap) & {"еще"}):
        return False  # «три человека, девять получили …» are two tellings
    if gap == [","] and _hurt_apart(tokens, person):
        return False
    if _told_twice(tokens, last, person, comma=gap[0] == ","):
        return False
    own = word_at(tokens, last.at - 1)
    if len(gap) > 1 and is_harm[own] and own.endswith(_PLURAL) and gap[0].isalpha():
        gap = gap[1:] if gap[1] in _SIGNS else gap  # «погибли сотрудница фермы и ее сын»
    signs = [word for word in gap if word in _SIGNS]
    return bool(signs) and all(_fills(word) for word in gap if word not in _SIGNS)


def _hurt_apart(tokens: Sequence[Token], person: People) -> bool:
    """Tell whether what befell a person follows: «погибли семь, десять человек с ожогами»."""
    for token in tokens[person.end + 1 : person.end + 1 + _REST]:
        if _SIGN.match(token.text) or token.text == "и":
            return False
        if is_harm[token.text] or is_wound[token.text]:
            return True
    return False


def _told_twice(tokens: Sequence[Token], last: People, person: People, *, comma: bool) -> bool:
    """Tell «погибла женщина, мужчина и двое подростков ранены» from one list of the killed."""
    own = word_at(tokens, last.at - 1)
    if not is_harm[own]:
        return False
    if is_harm[word_at(tokens, person.end + 1)]:
        return True
    rest = tokens[person.end + 1 : person.end + 1 + _REST]
    later = any(is_harm[token.text] for token in rest)
    return comma and later and not own.endswith(_PLURAL)


def _fills(word: str) -> bool:
    """Tell a word that may stand before a person in a list."""
    words = casualty_words()
    listed = word in words.linking or word in words.more or word in {"a", "an"}
    return listed or _ADJECTIVE.search(word) is not None


def word_at(tokens: Sequence[Token], at: int) -> str:
    """Return the word at an index, empty outside and for numbers."""
    return tokens[at].text if 0 <= at < len(tokens) else ""
