"""Telegram's reading of parse_mode=HTML: what the reader sees, or the refusal."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"<(/?)([a-z]+)((?:\s[^<>]*)?)>|<|&(?:lt|gt|amp|quot|#\d+);|&|[^<&]+")
_REFERENCES: Final = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_TAGS: Final = {
    "b": re.compile(r""),
    "i": re.compile(r""),
    "blockquote": re.compile(r"|\sexpandable"),
    "a": re.compile(r'\shref="[^"<>]+"'),
}


class UnreadableError(Exception):
    """The markup is not what Telegram reads."""


def visible(html: str) -> str:
    """Return the text that is left of ``html`` once its tags are read."""
    seen: list[str] = []
    opened: list[str] = []
    for token in _TOKEN.finditer(html):
        text, (closing, tag, attributes) = token[0], token.groups()
        if tag is not None:
            _read_tag(opened, closing, tag, attributes)
        elif text in {"<", "&"}:
            raise UnreadableError(f"unescaped {text} at {token.start()}")
        else:
            seen.append(_REFERENCES.get(text, text))
    if opened:
        raise UnreadableError(f"{opened[-1]} is never closed")
    return "".join(seen).strip()


def _read_tag(opened: list[str], closing: str, tag: str, attributes: str) -> None:
    if closing:
        if not opened or opened.pop() != tag:
            raise UnreadableError(f"unexpected end of {tag}")
        return
    if tag not in _TAGS or not _TAGS[tag].fullmatch(attributes):
        raise UnreadableError(f"unsupported start of {tag}")
    opened.append(tag)
