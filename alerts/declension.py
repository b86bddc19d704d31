"""The cases of Russian place names, by the shape of the word; exceptions are data.

Forms are for matching: where usage wavers («в Тёткино», «в Тёткине») both forms are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Cases = tuple[tuple[str, ...], ...]
"""Nominative, genitive, dative, accusative, instrumental, prepositional: the forms of each."""

ENDINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ий", "ый", "ого", "его", "ому", "ему", "ом", "ем"), "m"),
    **dict.fromkeys(("ая", "яя", "ую", "юю", "ей"), "f"),
    **dict.fromkeys(("ое", "ее"), "n"),
    **dict.fromkeys(("ие", "ые", "их", "ых", "ими", "ыми"), "p"),
    **dict.fromkeys(("им", "ым"), "mp"),
    "ой": "mf",
}
"""What an adjective's ending can be: masculine, feminine, neuter, plural."""

_HARD_OR_SOFT: Final = "гкхжшщч"
_HISSING: Final = "жшщчц"
_SOFT_STEMS: Final = "нжшчщ"
_SINGULAR: Final = "аяоей"
_SHORTEST_ADJECTIVE: Final = 4
_ABBREVIATION: Final = re.compile(r"[А-ЯЁ]{2}")
_OF_PLACE: Final = re.compile(r"[а-я-]{3,}[сц]к$")
_FEMININE: Final = ("ая", "ой", "ой", "ую", "ой", "ой")
_SOFT: Final[Mapping[str, tuple[str, ...]]] = {
    "ий": ("ий", "его", "ему", "ий", "им", "ем"),
    "яя": ("яя", "ей", "ей", "юю", "ей", "ей"),
    "ее": ("ее", "его", "ему", "ее", "им", "ем"),
}
_POSSESSIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "ья": ("ья", "ьей", "ьей", "ью", "ьей", "ьей"),
    "ье": ("ье", "ьего", "ьему", "ье", "ьим", "ьем"),
    "ьи": ("ьи", "ьих", "ьим", "ьи", "ьими", "ьих"),
}
_ADJECTIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "ий": ("ий", "ого", "ому", "ий", "им", "ом"),
    "ый": ("ый", "ого", "ому", "ый", "ым", "ом"),
    "ой": ("ой", "ого", "ому", "ой", "ым", "ом"),
    "ая": _FEMININE,
    "ое": ("ое", "ого", "ому", "ое", "ым", "ом"),
    "ие": ("ие", "их", "им", "ие", "ими", "их"),
    "ые": ("ые", "ых", "ым", "ые", "ыми", "ых"),
}
_LED_BY: Final = _ADJECTIVES.keys() | _SOFT.keys() | _POSSESSIVE.keys()
"""How an adjective ends before a common noun that is declined with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """Names whose cases their shape does not tell."""

    indeclinable: frozenset[str] = frozenset()
    masculine: frozenset[str] = frozenset()
    stems: Mapping[str, str] = field(default_factory=dict)
    genitives: Mapping[str, str] = field(default_factory=dict)
    locatives: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, Cases] = field(default_factory=dict)


_PEOPLE: Final = ("чане", "жане", "шане", "тяне", "ляне")
"""Those who live there: Череповчане, Керчане."""


@lru_cache(maxsize=1 << 14)
def split_adjective(word: str) -> tuple[str, str] | None:
    """Return the stem and the genders of a word that ends as an adjective does."""
    for length in (3, 2):
        genders = ENDINGS.get(word[-length:])
        if genders and len(word) > length + 2:
            return word[:-length], genders
    return None


def looks_adjectival(stem: str) -> bool:
    """Tell whether a stem looks like that of a place's adjective: «курск», «липецк»."""
    return _OF_PLACE.fullmatch(stem) is not None


def decline(name: str, exceptions: Exceptions) -> Cases:
    """Return the forms of a name of one or more words, case by case."""
    if name in exceptions.indeclinable:
        return ((name,),) * 6
    if " " not in name:
        return _word(name, exceptions)
    *first, last = name.split(" ")
    words = [_leading(word, exceptions) for word in first]
    common = last.isalpha() and last.islower() and first[-1][-2:] in _LED_BY  # «Северная сторона»
    words.append(_simple(last, exceptions) if common else _word(last, exceptions))
    return tuple(
        tuple(" ".join(forms) for forms in product(*case)) for case in zip(*words, strict=True)
    )


def _leading(word: str, exceptions: Exceptions) -> Cases:
    """Decline a word before the last, which may be a possessive: «Казачья Локня»."""
    possessive = _POSSESSIVE.get(word[-2:])
    return _cases(word[:-2], possessive) if possessive else _word(word, exceptions)


def _word(word: str, exceptions: Exceptions) -> Cases:
    """Decline one word; of a hyphenated one the part that changes."""
    if word in exceptions.cases:
        return exceptions.cases[word]
    if word in exceptions.indeclinable or _ABBREVIATION.match(word) or not word[0].isupper():
        return ((word,),) * 6
    head, hyphen, tail = word.rpartition("-")
    if not hyphen:
        return _simple(word, exceptions)
    if "-на-" in word:
        first, rest = word.split("-", 1)
        return _joined(_simple(first, exceptions), ((rest,),) * 6)
    if tail[-2:] in _ADJECTIVES and not head.endswith(("о", "Усть")):
        return _joined(_word(head, exceptions), _simple(tail, exceptions))
    return _joined(((head,),) * 6, _simple(tail, exceptions))


def _joined(first: Cases, second: Cases) -> Cases:
    """Join two declined parts with a hyphen, case by case."""
    return tuple(
        tuple(f"{left}-{right}" for left, right in product(one, other))
        for one, other in zip(first, second, strict=True)
    )


def _simple(word: str, exceptions: Exceptions) -> Cases:
    """Decline an unbroken word by its ending."""
    soft = word[-3:-2] in _SOFT_STEMS
    adjective = (soft and _SOFT.get(word[-2:])) or _ADJECTIVES.get(word[-2:])
    if adjective and len(word) > _SHORTEST_ADJECTIVE:
        return _cases(word[:-2], adjective)
    if word.endswith(_PEOPLE):
        return _cases(word[:-1], ("е", "", "ам", "", "ами", "ах"))
    if word[-1] in _SINGULAR:
        return _cases(word[:-1], _singular(word[:-1], word[-1]))
    if word[-1] in "ыи":
        return _plural(word, exceptions)
    if word[-1] in "эую":
        return ((word,),) * 6
    return _soft(word, exceptions) if word[-1] == "ь" else _hard(word, exceptions)


def _singular(stem: str, last: str) -> tuple[str, ...]:
    """Return the endings of a name in a vowel or -й: Калуга, Ивня, Тёткино, Подмосковье, Гай."""
    match last:
        case "а":
            vowel = "и" if stem[-1] in _HARD_OR_SOFT else "ы"
            return ("а", vowel, "е", "у", "ой ей", "е")
        case "я":
            dative = "и" if stem[-1] == "и" else "е"
            return ("я", "и", dative, "ю", "ей", dative)
        case "о":
            return ("о", "а о", "у о", "о", "ом о", "е о")
        case "е":
            hard = stem[-1] in _HISSING
            return ("е", "а" if hard else "я", "у" if hard else "ю", "е", "ем", "е")
        case _:
            return ("й", "я", "ю", "й", "ем", "е")


def _hard(word: str, exceptions: Exceptions) -> Cases:
    """Decline a masculine name in a consonant: Белгород, Елец, Киров."""
    stem = exceptions.stems.get(word)
    if stem is None:
        stem = word[:-2] + "ц" if word.endswith("ец") else word
    instrumental = "ом ем" if stem[-1] in _HISSING else "ом"
    if word.endswith(("ов", "ев", "ёв", "ин")):
        instrumental = "ом ым"
    oblique = _cases(stem, ("", "а", "у", "", instrumental, "е"))
    locative = (exceptions.locatives[word],) if word in exceptions.locatives else ()
    return ((word,), oblique[1], oblique[2], (word,), oblique[4], (*oblique[5], *locative))


def _soft(word: str, exceptions: Exceptions) -> Cases:
    """Decline a name in -ь: Казань, Ставрополь."""
    stem = exceptions.stems.get(word, word[:-1])
    if word in exceptions.masculine or word.endswith(("поль", "авль", "ышль")):
        oblique = _cases(stem, ("", "я", "ю", "", "ем", "е"))
        return ((word,), oblique[1], oblique[2], (word,), oblique[4], oblique[5])
    return _cases(stem, ("ь", "и", "и", "ь", "ью", "и"))


def _plural(word: str, exceptions: Exceptions) -> Cases:
    """Decline a plural name: Шахты, Химки, Мытищи."""
    stem = word[:-1]
    vowel = "ям" if word[-1] == "и" and stem[-1] not in _HARD_OR_SOFT else "ам"
    known = exceptions.genitives.get(word)
    guessed = stem + ("ев" if stem.endswith("ц") else "ов")
    genitives = (known,) if known else tuple({_plural_genitive(stem), guessed, stem + "ов"})
    dative = stem + vowel
    return (
        (word,),
        genitives,
        (dative,),
        (word,),
        (dative + "и",),
        (dative[:-1] + "х",),
    )


def _plural_genitive(stem: str) -> str:
    """Guess the genitive of a plural name from its stem."""
    if stem.endswith("ч"):
        return stem + "ей"
    if stem.endswith("ик"):
        return stem + "ов"
    if stem.endswith("к") and stem[-2] not in "аеиоуыюя":
        return stem[:-1] + ("ек" if stem[-2] in _HISSING else "ок")
    return stem


def _cases(stem: str, endings: tuple[str, ...]) -> Cases:
    """Put the endings of six cases on a stem; a case may have more than one."""
    return tuple(
        tuple(stem + ending for ending in (variants.split() or [""])) for variants in endings
    )
