"""Words by their form: the noun of an adjective, so that it is no place, and names of villages."""

from __future__ import annotations

import re
from typing import Final

_NOUN_ENDINGS: Final = {
    "ом": "еу",
    "ем": "еую",
    "го": "ая",
    "му": "уюе",
    "ой": "еиыуйя",
    "ей": "еиыуйя",
    "ую": "ую",
    "ых": "хвей",
    "их": "хвей",
}
_VERB: Final = re.compile(
    r"(?:л[аио]?|лось|лась|лись|лся|ют|ут|ит|ет|[ао]н[аоы]?|ены|ена|ено"
    r"|(?:би|кры|ня|ча|ли|тяну)т[аоы])$"
)


def may_agree(adjective: str, noun: str) -> bool:
    """Tell whether a word may be the noun of an adjective: «Раменском районе», not «погибла»."""
    endings = _NOUN_ENDINGS.get(adjective[-2:])
    if endings is None:
        return noun[-1] in "еуюмхяай"
    return noun[-1] in endings and not _VERB.search(noun)


_SHORTEST: Final = 7
_VILLAGES: Final = (
    (re.compile(r"(?:[ое]вк|инк|янк)(?:е|ой|и|у)$"), "а"),
    (re.compile(r"(?<=[аеиоуыюя]\w)(?:ск|цк)(?:е|ом)$"), ""),
    (re.compile(r"[ое]во$"), "о"),
    (re.compile(r"ичах$"), "и"),
)
"""Forms of names of villages, with the ending of their nominative."""
_CASES: Final = re.compile(r"(?:ой|ом|ах|[еиуо])$")


def village(word: str) -> str | None:
    """Return the nominative of a word formed as names of villages are: «Крутичах» → Крутичи."""
    if len(word) < _SHORTEST or "-" in word:
        return None
    plain = word.lower().replace("ё", "е")
    for form, ending in _VILLAGES:
        if form.search(plain):
            return _CASES.sub("", word) + ending
    return None
