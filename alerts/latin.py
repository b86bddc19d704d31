"""Russian names in Latin letters as English posts spell them: Ясные Зори → Yasnye Zori."""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
_DIGRAPHS: Final = {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya",
    "ё": "yo", "ъ": "", "ь": "",
}  # fmt: skip
_TABLE: Final = str.maketrans(_LETTERS | _DIGRAPHS)
_OTHERWISE: Final = (
    ("yo", ("e",)),
    ("ay", ("ai",)),
    ("ey", ("ei",)),
    ("sky", ("skiy", "ski")),
)
"""How other hands write the same Russian letters."""
_SHORT_ENDING: Final = re.compile(r"[иы]й\b")
_IOTATED: Final = re.compile(r"\bе|(?<=[аоуэяеёюиьъ])е")


def latin(name: str) -> str:
    """Return a name in small Latin letters."""
    lower = _IOTATED.sub("ye", _SHORT_ENDING.sub("y", name.lower()))
    return lower.translate(_TABLE)


def spellings(word: str) -> set[str]:
    """Return an English name and the other ways it is written: Graivoronsky, Grayvoronskiy."""
    found = {word}
    for letters, others in _OTHERWISE:
        if letters in word:
            found |= {each.replace(letters, other) for each in found for other in others}
    return found
