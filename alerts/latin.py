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
_SHORT_ENDING: Final = re.compile(r"[иы]й\b")
_IOTATED: Final = re.compile(r"\bе|(?<=[аоуэяеёюиьъ])е")


def latin(name: str) -> str:
    """Return a name in small Latin letters."""
    lower = _IOTATED.sub("ye", _SHORT_ENDING.sub("y", name.lower()))
    return lower.translate(_TABLE)
