"""What channels put under every post: links, subscriptions, phone numbers; blanked to be unread."""

from __future__ import annotations

import re
from typing import Final

_CHANNEL: Final = r"(?:мах|макс|max|телеграм\w*+|telegram|вконтакте|вк)\b"
_FOOTERS: Final = {
    "://": r"https?://\S++",
    "/": r"\b(?:vk\.cc|t\.me|max\.ru|vk\.com|ok\.ru|clck\.ru)/\S++",
    "@": r"@[\w.]++",
    "#": r"#\w++",
    "подпис": rf"\bподпи(?:сат|сыв)\w*+[^.!?\n]{{0,60}}?\b(?:{_CHANNEL}|канал\w*+)",
    "канал": (
        r"(?:\b(?:мой|мои|наш|наши|официальный)\s)?\bканал(?:\s\"[^\"\n]{1,60}\")?"
        rf"\s(?:в\s)?{_CHANNEL}"
    ),
    "скачать приложение": r"\bскачать приложение(?:\s\"[^\"\n]{1,40}\")?",
    "служб": (
        r"\b(?:един\w+\s)?(?:номер|телефон)\w{0,3}(?:\sвызова)?\s(?:экстренн|оперативн)\w++\sслужб\w*+"
        r"\s?[:-]?\s?(?:\d{2,3}(?:,\s|\sи\s|\s)?){1,5}"
    ),
    "звоните": (
        r"\b(?:при необходимости|если нужна помощь,)\sзвоните"
        r"(?:\sпо\s(?:номеру|телефону))?\s\d{2,3}"
    ),
}
"""A footer by a mark it cannot do without; a post without the mark is not searched for it."""
_BLANK: Final = re.compile(r" {2,}")
_PATTERNS: Final = tuple((mark, re.compile(pattern)) for mark, pattern in _FOOTERS.items())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def without_boilerplate(text: str) -> str:
    """Return a normalised text with its boilerplate blanked, every offset as it was."""
    for mark, pattern in _PATTERNS:
        if mark in text:
            text = pattern.sub(_blank, text)
    return text


def blanked(text: str, normal: str) -> str:
    """Return a text without its boilerplate: blank where its normal spelling was blanked."""
    parts, end = [], 0
    for gap in _BLANK.finditer(normal):
        parts += [text[end : gap.start()], gap[0]]
        end = gap.end()
    return "".join([*parts, text[end:]])
