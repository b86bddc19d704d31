"""One spelling for matching: lower case, ё as е, one alphabet a word; the length never changes.

Because the length stays, an offset in the normal text is the same offset in the post, and the
words a verdict rests on can be quoted as they were written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LATIN_TWINS: Final = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_MIXED_WORD: Final = re.compile(r"\b[\d_]*+(?:[а-я]++[a-z]|[a-z]++[а-я])\w*")
_SPACES: Final = (
    "\u00a0\u2002\u2003\u2007\u2009\u202f\u2060\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\t"
)
_DASHES: Final = "‐‑‒–—―−"
_QUOTES: Final = "«»„“”‟\u2018\u2019"


_FOLDED: Final = (
    *((character, " ") for character in _SPACES),
    *((character, "-") for character in _DASHES),
    *((character, '"') for character in _QUOTES),
    ("ё", "е"),
)
_LATIN: Final = re.compile(r"[a-z]")


def _one_alphabet(word: re.Match[str]) -> str:
    """Return a word that mixes alphabets with its Latin look-alikes as Cyrillic letters."""
    return word[0].translate(_LATIN_TWINS)


@lru_cache(maxsize=2)  # places, counts and statements each ask for the same post
def normalise(text: str) -> str:
    """Return ``text`` as rules match it, character for character at the same offsets."""
    lower = text.lower()
    if len(lower) != len(text):  # a few foreign letters grow
        lower = "".join(map(_lower, text))
    for character, folded in _FOLDED:
        if character in lower:
            lower = lower.replace(character, folded)
    return _MIXED_WORD.sub(_one_alphabet, lower) if _LATIN.search(lower) else lower


def _lower(character: str) -> str:
    """Return the lower case of a character where it is one character too."""
    lower = character.lower()
    return lower if len(lower) == 1 else character
