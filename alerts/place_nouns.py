"""Which words can be the noun of an adjective, so that it is no place by itself."""

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
