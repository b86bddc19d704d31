"""Tells a person by the verb: whoever «погиб» or «ранена» is one, whatever the trade is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.casualty_words import casualty_words, is_harm, is_one_person, is_person, is_wound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_tokens import Token

_HIS: Final = frozenset({"погиб", "скончался", "ранен", "убит", "контужен", "травмирован"})
_HER: Final = frozenset({"погибла", "скончалась", "ранена", "убита", "контужена", "травмирована"})
_THEIR: Final = frozenset({"погибли", "ранены", "пострадали", "травмированы", "контужены"})
_THEIR_OWN: Final = _THEIR - {"пострадали"}
"""Only people are «ранены»; what else is told of beside them is no person."""
_LIST_REACH: Final = 8
_CONSONANTS: Final = tuple("бвгджзйклмнпрстфхцчшщь")
_VOWELS: Final = ("а", "я", "ь")
_NO_SUBJECT: Final = (
    "ом",
    "ем",
    "ой",
    "ей",
    "ым",
    "им",
    "ами",
    "ями",
    "ых",
    "их",
    "ах",
    "ях",
    "ов",
)
"""Endings of what it was done with, where and of whom: «осколком», «в полях»."""
_WHEN: Final = frozenset({"вчера", "сегодня", "позавчера", "сперва", "тогда", "там", "дня"})
_ADJECTIVES: Final = ("ый", "ий", "ая", "яя")
_SHORTEST: Final = 4
_LISTS: Final = frozenset({",", "и"})


def is_stranger(tokens: Sequence[Token], at: int) -> bool:
    """Tell a word unknown to us that names who was hurt: «погиб каменщик»."""
    if at < 1 or not _may_name(tokens[at]):
        return False
    verb = at - 1
    while verb > 0 and tokens[verb].text.endswith((*_ADJECTIVES, "ой")):
        verb -= 1
    told, word = tokens[verb].text, tokens[at].text
    if told == "и" and verb == at - 1:
        return word.endswith((*_CONSONANTS, *_VOWELS)) and _ends_list(tokens, at)
    if word.endswith(_ADJECTIVES) and _noun_follows(tokens, at):
        return False
    known = is_person[word]  # of what is no person «пострадал» may be said too
    if told in _HIS or (known and told == "пострадал"):
        return word.endswith(_CONSONANTS)
    if told in _HER or (known and told == "пострадала"):
        return word.endswith(_VOWELS)
    named = word.endswith((*_CONSONANTS, *_VOWELS))
    return told in _THEIR and named and _person_follows(tokens, at)


def _ends_list(tokens: Sequence[Token], at: int) -> bool:
    """Tell the last of «ранены водитель скорой и экспедитор»."""
    if at + 1 < len(tokens) and tokens[at + 1].text.isalpha():
        return False
    before = [token.text for token in tokens[max(0, at - _LIST_REACH) : at - 1]]
    verb = next((step for step, word in enumerate(before) if word in _THEIR_OWN), None)
    if verb is None or any(token.number for token in tokens[at - len(before) : at]):
        return False
    return any(is_person[word.partition("-")[0]] for word in before[verb + 1 :][-2:])


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell «молодой слесарь» from «ранен дежурный», who needs no noun."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    counted = following.number is not None  # «супружеская пара»
    return counted or (following.text.isalpha() and following.text not in casualty_words().stop)


def _may_name(token: Token) -> bool:
    """Tell a word that may be the subject of a verb, and none that is known for something else."""
    words, word = casualty_words(), token.text
    if token.place is not None or token.number is not None or len(word) < _SHORTEST:
        return False
    if not word.isalpha() or word.endswith(_NO_SUBJECT) or word in _WHEN:
        return False
    known = is_harm[word] or is_wound[word] or is_one_person[word] or word in words.many
    return not (known or word in words.not_people or word in words.stop or word in words.age)


def _person_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell «ранены каменщик, водитель и двое рабочих» from «пострадали гараж и сарай»."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _LISTS:
        return False
    following = tokens[at + 2]
    if following.number is not None:
        return following.number.collective
    return is_person[following.text]
