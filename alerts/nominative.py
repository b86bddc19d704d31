"""A guess at the nominative of a settlement the tables do not know, by its settlement word.

«на хуторе Бондаренкове» → Бондаренково, «в станице Мешковской» → Мешковская.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.place_words import SettlementWord

_LOCATIVE: Final = re.compile(r"(?:ов|ев|ёв|ин|ын)е$")
_FEMININE_ADJECTIVE: Final = re.compile(r"(?:ой|ую)$")
_OBLIQUE_ADJECTIVE: Final = re.compile(r"(?:ом|ого|ому)$")
_ADJECTIVAL: Final = re.compile(r"(?:н|ск|цк|в|л)$")
_FEMININE_NOUN: Final = re.compile(r"(?<=[бвгдзклмнпрстфхцчшщ])[еиыу]$")
_PLURAL: Final = re.compile(r"(?:[аия]к|[ич]щ|ич)и$")
"""A village of many: «в деревне Белики», where «Белика» would be «в Белике»."""
_SOFT: Final = "гкх"
_NEUTER: Final = "n"
_FEMININE: Final = "f"


def nominative(words: Sequence[str], word: SettlementWord) -> str:
    """Return the likely nominative of a name of one or two words."""
    titled = [word.capitalize() if word.isupper() else word for word in words]
    if word.nominative:
        return " ".join(titled)
    if len(titled) > 1:
        first, last = titled
        if _FEMININE_ADJECTIVE.search(first):
            return f"{first[:-2]}ая {_FEMININE_NOUN.sub('а', last)}"
        return " ".join(titled)
    return _single(titled[0], word.gender)


def _single(name: str, gender: str) -> str:
    """Return the likely nominative of a name of one word."""
    if gender == _FEMININE:
        if _FEMININE_ADJECTIVE.search(name):
            return name[:-2] + "ая"
        return name if _PLURAL.search(name) else _FEMININE_NOUN.sub("а", name)
    if _LOCATIVE.search(name):
        return name[:-1] + "о"
    oblique = _OBLIQUE_ADJECTIVE.search(name)
    if oblique and _ADJECTIVAL.search(name[: oblique.start()]):
        stem = name[: oblique.start()]
        return stem + ("ое" if gender == _NEUTER else _masculine(stem))
    return name


def _masculine(stem: str) -> str:
    """Return the masculine ending of an adjective by its stem."""
    return "ий" if stem[-1] in _SOFT else "ый"
