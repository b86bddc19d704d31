"""A message's text as Telegram keeps it: parsed, trimmed, measured, its entities in order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sandbox.errors import Json, bad_request
from sandbox.html_entities import HtmlParser, utf16_length

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
ENTITY_LIMIT: Final = 100
COMMAND: Final = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?")
ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,!?;:)]")


def formatted(text: str, parse_mode: str, entities: object) -> tuple[str, list[Json]]:
    """Return the text and entities a message will have; refuse what Telegram refuses."""
    mode = parse_mode.lower()
    if mode == "html":
        plain, found = _parsed(text)
    elif mode in {"", "none"}:
        plain = text
        found = [dict(entity) for entity in entities] if isinstance(entities, list) else []
    else:
        # MarkdownV2 exists at Telegram; this project writes HTML, so the sandbox speaks only it.
        raise bad_request("unsupported parse_mode")
    plain, found = trimmed(plain, found)
    return plain, marked(plain, found)[:ENTITY_LIMIT]


@lru_cache(maxsize=64)
def _parse(text: str) -> tuple[str, list[Json]]:
    return HtmlParser(text).parse()


def _parsed(text: str) -> tuple[str, list[Json]]:
    """Parse a text once, however many chats it goes to; each gets entities of its own."""
    plain, found = _parse(text)
    return plain, [dict(entity) for entity in found]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Return the text without outer white space, its entities moved and cut to fit."""
    kept = text.strip()
    if len(kept) == len(text):
        return text, entities
    skipped = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(kept)
    fitting = []
    for entity in entities:
        start = max(entity["offset"] - skipped, 0)
        stop = min(entity["offset"] + entity["length"] - skipped, end)
        if stop > start:
            fitting.append({**entity, "offset": start, "length": stop - start})
    return kept, fitting


def marked(text: str, entities: list[Json]) -> list[Json]:
    """Return the entities with the commands and addresses that Telegram finds by itself."""
    if "/" not in text:
        return entities
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in {"code", "pre", "text_link"}
    ]
    found = list(entities)
    for kind, pattern in (("url", ADDRESS), ("bot_command", COMMAND)):
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            if not any(offset in place for place in taken):
                place = {"offset": offset, "length": utf16_length(match[0])}
                found.append({"type": kind, **place})
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return found


def check_text(text: str) -> None:
    """Refuse a message without words or with too many."""
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")


def check_caption(text: str) -> None:
    """Refuse a caption that is too long."""
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
