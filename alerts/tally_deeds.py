"""Tells whether one thing without a number is said to have been shot down: «сбит БПЛА»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.tally_words import Deed, deeds_of, tally_words

if TYPE_CHECKING:
    from alerts.tally_tokens import Token
    from alerts.tally_words import Words

_PLURAL: Final = re.compile(r"(?:[ыи]х|[ыи]е|[ыи]м|[ыи]ми)$")
_SIGN: Final = re.compile(r"[^\w\s]|\n")
_VERB_REACH: Final = 7
_PLACE_REACH: Final = 4
_JAMMED_REACH: Final = 5
_DENIED_REACH: Final = 3
_DENIALS: Final = frozenset({"не", "not", "никто"})
_LISTS: Final = frozenset({",", ";", "и", ":"})
_UNDECLINED: Final = frozenset({"бпла", "бвс", "uav"})
_ONE_ADJECTIVE: Final = ("ый", "ий")


def one_done(tokens: list[Token], at: int) -> bool:
    """Tell whether a noun without a number is said to have been shot down: «сбит БПЛА»."""
    words, noun = tally_words(), tokens[at].text
    before = word_at(tokens, at - 1)
    if before in words.of_drones or _PLURAL.search(before):
        return False
    english = noun.isascii()
    if english and not any(
        word_at(tokens, at - step) in {"a", "an", "another"} for step in (1, 2, 3)
    ):
        return False
    feminine = noun in words.single_feminine
    for step in (-1, 1):
        for index in _clause(tokens, at, step):
            word = tokens[index].text
            if word in words.one and word_at(tokens, index - 1) not in {"не", "not"}:
                return english or _agrees(word, feminine=feminine, after=step > 0)
    return False


def one_listed(tokens: list[Token], at: int) -> bool:
    """Tell one thing in a list of counts: «…, беспилотник - над Азовским морем», «… - аппарат»."""
    before = at - 1
    while word_at(tokens, before).endswith(_ONE_ADJECTIVE):
        before -= 1
    after = _behind_type(tokens, at)
    if tokens[at].text.isascii():
        return _one_listed_in_english(tokens, at)
    leads = word_at(tokens, after) in {"над", "в"}
    previous = word_at(tokens, before)
    if previous == "-" and before and tokens[before - 1].place:
        return True
    if before < at - 1 and word_at(tokens, at + 1) == "и":  # «уничтожены вражеский дрон и катер»
        return True
    declined = tokens[at].text not in _UNDECLINED  # «сбиты дрон над Тулой и дрон над Калугой»
    return leads and (previous in _LISTS or (declined and previous in tally_words().shot))


def one_in_row(tokens: list[Token], at: int) -> bool:
    """Tell a row of a table with no number: «Калужская область - БПЛА», «БПЛА - над Рязанской»."""
    before, after = at - 1, _behind_type(tokens, at)
    if word_at(tokens, before) == "-" and before and tokens[before - 1].place:
        return after >= len(tokens) or word_at(tokens, after) in {";", ","}
    opens = not any(token.place or token.text.isalnum() for token in tokens[: max(at, 0)])
    return opens and word_at(tokens, after - 1) == "-" and _place_near(tokens, after)


def _behind_type(tokens: list[Token], at: int) -> int:
    """Return where «БПЛА самолетного типа -» ends."""
    after = at + 1
    while word_at(tokens, after) in {"самолетного", "вертолетного", "типа", "-"}:
        after += 1
    return after


def _place_near(tokens: list[Token], at: int) -> bool:
    """Tell whether a place follows but for «над территорией»."""
    return any(token.place for token in tokens[at : at + _PLACE_REACH])


def _one_listed_in_english(tokens: list[Token], at: int) -> bool:
    """Tell one thing with its article: "and an unmanned aerial vehicle over Bryansk region"."""
    before = at - 1
    while word_at(tokens, before) in tally_words().linking:
        before -= 1
    article = word_at(tokens, before) in {"a", "an"}
    after = at + 1
    while word_at(tokens, after) in {"vehicle", "aircraft"}:
        after += 1
    joined = word_at(tokens, before - 1) in {",", ";", "and", ":"}
    return article and joined and word_at(tokens, after) in {"over", "above", "in"}


def _clause(tokens: list[Token], at: int, step: int) -> list[int]:
    """Return the indices of a clause from a noun on, over «, летевший на Москву,»."""
    words = tally_words()
    found: list[int] = []
    index = at + step
    while 0 <= index < len(tokens) and len(found) < _VERB_REACH:
        token = tokens[index]
        if token.number or token.text in words.drones:
            break
        if token.text == "," and step > 0 and word_at(tokens, index + 1) in words.flying:
            index += 1
            while index < len(tokens) and tokens[index].text != ",":
                index += 1
        elif not token.place and _SIGN.match(token.text) and token.text not in {'"', "-"}:
            break
        found.append(index) if index < len(tokens) else None
        index += step
    return found


def _agrees(verb: str, *, feminine: bool, after: bool) -> bool:
    """Tell whether the verb was done to the noun, by gender and order."""
    if verb.endswith(("л", "ло")):
        return not after  # «дрон уничтожил машину» is the drone's own deed
    if verb.endswith(("ла", "ли")):
        return True
    return verb.endswith("а") == feminine


def word_at(tokens: list[Token], at: int) -> str:
    """Return the word at an index, empty outside and for numbers and places."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def shot_within(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether a count holds its deed: «четыре сбитых над областью БПЛА»."""
    return any(Deed.SHOT in deeds_of[token.text] for token in tokens[at + 1 : end])


def near(tokens: list[Token], reach: range, words: Words) -> bool:
    """Tell whether one of the words stands within reach."""
    for at in reach:  # noqa: SIM110 - asked six times of every number, and twice as fast as any()
        if 0 <= at < len(tokens) and tokens[at].text in words:
            return True
    return False


def missed(tokens: list[Token], at: int) -> bool:
    """Tell «не удалось долететь» and «до цели не добрались» from «долетели»."""
    before = range(at - 1, at - 1 - _DENIED_REACH, -1)
    return tokens[at].text in tally_words().missed and near(tokens, before, _DENIALS)


def one_each(tokens: list[Token], at: int) -> int | None:
    """Return where «сбила по беспилотнику» and «- по вражескому дрону» begin to count."""
    behind = word_at(tokens, at + 1) in tally_words().shot
    while word_at(tokens, at - 1) in tally_words().linking:
        at -= 1
    before = word_at(tokens, at - 2)
    told = behind or before in tally_words().shot
    told = told or (before == "-" and tokens[at - 3].place is not None)
    return at - 1 if told and word_at(tokens, at - 1) in tally_words().each else None


def jammed(tokens: list[Token], at: int) -> bool:
    """Tell «подавлено средствами РЭБ еще 12», which were not shot down."""
    return near(tokens, range(at - 1, at - 1 - _JAMMED_REACH, -1), tally_words().jammed)
