"""Telegram's HTML: only the tags it knows, refused in the official server's words.

Works on UTF-8 bytes, because the refusals name byte offsets; entities count in UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sandbox.errors import Json, bad_request

KINDS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
REFERENCES: Final = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE: Final = re.compile(rb"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,7})|(lt|gt|amp|quot));?")
PLAIN: Final = re.compile(rb"[^<&]+")
TAG_NAME: Final = re.compile(rb"[^\s>]*")
ATTRIBUTE: Final = re.compile(rb"[^\s=>]*")
NAME_TOKEN: Final = re.compile(rb"[A-Za-z0-9.\-]*")
SPACES: Final = re.compile(rb"\s*")
HIGHEST_CODE_POINT: Final = 0x10FFFF
SURROGATES: Final = range(0xD800, 0xE000)
TIME_FORMAT: Final = re.compile(r"r|w?[dD]?[tT]?")


def utf16_length(text: str) -> int:
    """Return how long a text is in Telegram's own unit."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class OpenTag:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    begin: int


def decode_reference(source: bytes, position: int) -> tuple[str, int]:
    """Return the character a reference stands for and where it ends; any other "&" is itself."""
    found = REFERENCE.match(source, position)
    if found is None:
        return "&", position + 1
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return REFERENCES[name], found.end()
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    if code == 0 or code > HIGHEST_CODE_POINT or code in SURROGATES:
        return "&", position + 1
    return chr(code), found.end()


class HtmlParser:
    """Reads one text once."""

    def __init__(self, text: str) -> None:
        """Take the text as sent."""
        self.source = text.encode(errors="replace")
        self.position = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[OpenTag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        """Return the text without tags, and its entities in order of their offsets."""
        source = self.source
        while self.position < len(source):
            if source[self.position] == ord("<"):
                self._tag()
            elif source[self.position] == ord("&"):
                character, self.position = decode_reference(source, self.position)
                self._add(character)
            else:
                found = PLAIN.match(source, self.position)
                if found is None:  # pragma: no cover - neither "<" nor "&" stands here
                    raise AssertionError
                self._add(found[0].decode())
                self.position = found.end()
        if self.open:
            name = self.open[-1].name
            raise refused(f'Can\'t find end tag corresponding to start tag "{name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), self.entities

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _tag(self) -> None:
        begin = self.position
        self.position += 1
        if self.source[self.position : self.position + 1] == b"/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        """Step over what matches here; every pattern given matches at least nothing."""
        found = pattern.match(self.source, self.position)
        if found is None:
            return b""
        self.position = found.end()
        return found[0]

    def _peek(self) -> bytes:
        return self.source[self.position : self.position + 1]

    def _start_tag(self, begin: int) -> None:
        raw = self._take(TAG_NAME)
        if not self._peek():
            raise refused(f"Unclosed start tag at byte offset {begin}")
        name = raw.decode().lower()
        if name not in KINDS:
            raise refused(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACES)
            if self._peek() == b">":
                self.position += 1
                break
            self._attribute(name, begin, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise refused(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(OpenTag(name, attributes, self.offset, begin))

    def _attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self._take(ATTRIBUTE).decode().lower()
        if not self._peek():
            raise refused(f"Unclosed start tag at byte offset {begin}")
        if not name:
            raise refused(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._take(SPACES)
        attributes[name] = ""
        if self._peek() != b"=":
            return
        self.position += 1
        self._take(SPACES)
        attributes[name] = self._value(begin)
        if not self._peek():
            raise refused(f"Unclosed start tag at byte offset {begin}")

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in {b'"', b"'"}:
            start = self.position
            token = self._take(NAME_TOKEN).decode().lower()
            following = self._peek()
            if following and not following.isspace() and following != b">":
                raise refused(f"Unexpected end of name token at byte offset {start}")
            return token
        end = self.source.find(quote, self.position + 1)
        if end < 0:
            raise refused(f"Unclosed start tag at byte offset {begin}")
        raw, value, at = self.source[self.position + 1 : end], bytearray(), 0
        while at < len(raw):
            if raw[at] == ord("&"):
                character, at = decode_reference(raw, at)
                value += character.encode()
            else:
                value.append(raw[at])
                at += 1
        self.position = end + 1
        return value.decode()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise refused(f"Unexpected end tag at byte offset {begin}")
        self.position += 1
        name = self._take(TAG_NAME).decode().lower()
        self._take(SPACES)
        if self._peek() != b">":
            raise refused(f"Unclosed end tag at byte offset {begin}")
        self.position += 1
        tag = self.open.pop()
        if name not in {"", tag.name}:
            raise refused(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        place: Json = {"offset": tag.offset, "length": self.offset - tag.offset}
        language = tag.attributes.get("class", "").removeprefix("language-")
        inner = self.entities[-1] if self.entities else {}
        if tag.name == "pre" and place.items() <= inner.items() and inner["type"] == "code":
            self.entities.pop()  # <pre><code class="language-…"> is one entity
            self.entities.append({**inner, "type": "pre"})
            return
        entity: Json = {"type": KINDS[tag.name], **place}
        if tag.name == "code" and "class" in tag.attributes:
            entity["language"] = language
        elif tag.name == "a":
            url = tag.attributes.get("href", "")
            if not url.startswith(("http://", "https://", "tg://", "tel:", "mailto:")):
                return  # the official server drops a link it cannot read, and says nothing
            entity["url"] = url
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = self._emoji(tag)
        elif tag.name == "tg-time":
            entity |= moment(tag)
        self.entities.append(entity)

    def _emoji(self, tag: OpenTag) -> str:
        identifier = tag.attributes.get("emoji-id", "")
        if not identifier.isdigit():
            raise refused("Invalid custom emoji identifier specified")
        return identifier


def moment(tag: OpenTag) -> Json:
    """Return what a tg-time tag says."""
    unix, style = tag.attributes.get("unix", ""), tag.attributes.get("format", "")
    if not unix.isdigit():
        raise refused(f'Tag "tg-time" must have a valid "unix" at byte offset {tag.begin}')
    if TIME_FORMAT.fullmatch(style) is None:
        raise refused(f'Tag "tg-time" has an invalid "format" at byte offset {tag.begin}')
    return {"unix_time": int(unix), "date_time_format": style}


def refused(why: str) -> Exception:
    """Return the refusal of a text whose tags are wrong."""
    return bad_request(f"can't parse entities: {why}")
