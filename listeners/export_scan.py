"""Finds chats and messages in an export as it streams by, and its way again after a torn place.

A message begins ``{"id": 7, "type": …``. Inside a JSON string every quote has a backslash before
it, so these characters cannot stand within a text: wherever they are found, a message begins.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 2**18
_LARGEST_MESSAGE: Final = 2**22
_LOOK_BACK: Final = 2**13
"""So much text is kept before the place reached: a chat's name stands before its messages."""

_ARRAY: Final = re.compile(r'"messages"\s*:\s*\[')
_LANDMARK: Final = re.compile(
    r'(?P<array>"messages"\s*:\s*\[)|\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:'
)
_SEPARATORS: Final = re.compile(r"[\s,]*")
_ID: Final = re.compile(r'"id"\s*:\s*(\d{1,10})\b')
_ESCAPE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_CHAT: Final = re.compile(
    r'(?:"name"\s*:\s*(?P<name>"(?:[^"\\]|\\.)*"|null)\s*,\s*)?'
    r'"type"\s*:\s*"(?P<kind>\w+)"\s*,\s*"id"\s*:\s*(?P<id>-?\d{1,18})\s*,\s*\Z'
)
_DECODE: Final = json.JSONDecoder(strict=False).raw_decode
_ACCOUNT: Final = re.compile(r'"(?:left_)?chats"\s*:\s*\{')


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat's messages begin; what is not known of it could not be read."""

    name: str | None = None
    kind: str | None = None
    id: int | None = None
    of_account: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A message, as JSON."""

    byte: int
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """A place that is not JSON."""

    byte: int
    why: str
    message_id: int | None


class Window:
    """A stretch of the file as text, refilled from the stream while it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin where the stream stands."""
        self.text = ""
        self.at = 0
        self.position = 0
        self.ended = False
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._counted = 0
        self._byte = 0

    @property
    def byte(self) -> int:
        """Return the place reached, in bytes from the beginning."""
        passed = self.text[self._counted : self.at]
        self._byte += len(passed.encode("utf-8", "surrogateescape"))
        self._counted = self.at
        return self._byte

    def more(self) -> bool:
        """Read on, dropping text that has been passed; False at the end of the file."""
        if self.ended:
            return False
        chunk = self._stream.read(_CHUNK)
        self.ended = not chunk
        self.position += len(chunk)
        self._byte = self.byte
        dropped = max(0, self.at - _LOOK_BACK)
        self.text = self.text[dropped:] + self._decode(chunk, final=self.ended)
        self.at -= dropped
        self._counted -= dropped
        return True

    def search(self, landmark: re.Pattern[str]) -> re.Match[str] | None:
        """Return where a landmark is found next, however far on; None if nowhere."""
        while (found := landmark.search(self.text, self.at)) is None:
            self.at = max(self.at, len(self.text) - _LOOK_BACK)
            if not self.more():
                return None
        return found

    def skip(self, pattern: re.Pattern[str]) -> bool:
        """Pass over what the pattern matches; False if the file ends with it."""
        while True:
            passed = pattern.match(self.text, self.at)
            self.at = passed.end() if passed else self.at
            if self.at < len(self.text):
                return True
            if not self.more():
                return False

    def limit(self) -> re.Match[str] | None:
        """Return the landmark that the thing at the place reached cannot go beyond."""
        while (found := _LANDMARK.search(self.text, self.at + 1)) is None:
            if len(self.text) - self.at > _LARGEST_MESSAGE or not self.more():
                return None
        return found


def scan(window: Window) -> Iterator[Chat | Found | Lost]:
    """Yield chats, their messages and the torn places between them, in the order of the file."""
    while (landmark := window.search(_LANDMARK)) is not None:
        if landmark["array"]:
            yield _chat(window.text, landmark.start())
            window.at = landmark.end()
        else:
            yield Chat()
            window.at = landmark.start()
        yield from _messages(window)


def chats(stream: BinaryIO) -> Iterator[Chat]:
    """Yield the chats of a file without reading their messages."""
    window = Window(stream)
    while (array := window.search(_ARRAY)) is not None:
        yield _chat(window.text, array.start())
        window.at = array.end()


def _chat(text: str, end: int) -> Chat:
    """Read what stands before a chat's messages."""
    before = text[max(0, end - _LOOK_BACK) : end]
    of_account = _ACCOUNT.search(before) is not None
    header = _CHAT.search(before)
    if header is None:
        return Chat(of_account=of_account)
    try:
        name = json.loads(_repaired(header["name"] or "null"), strict=False)
    except ValueError:
        name = None
    return Chat(name=name, kind=header["kind"], id=int(header["id"]), of_account=of_account)


def _messages(window: Window) -> Iterator[Found | Lost]:
    """Yield messages up to the end of their list, or up to where it is lost."""
    told = False
    while window.skip(_SEPARATORS):
        if window.text[window.at] == "]":
            window.at += 1
            return
        byte = window.byte
        is_object = window.text[window.at] == "{"
        message = _object(window) if is_object else "something else stands between two messages"
        if isinstance(message, dict):
            told = False
            yield Found(byte, message)
            continue
        limit = window.limit()
        end = len(window.text) if limit is None else limit.start()
        seen = _ID.search(window.text, window.at, end)
        if is_object or seen or not told:  # one torn place is told once
            yield Lost(byte, message, int(seen[1]) if seen else None)
            told = True
        window.at = end
        if limit is None or limit["array"]:
            return
    if not told:
        yield Lost(window.byte, "the file ends before its list of messages does", None)


def _object(window: Window) -> dict[str, Any] | str:
    """Return the object at the place reached and pass it, or say why it cannot be read."""
    message: dict[str, Any]
    try:
        message, window.at = _DECODE(window.text, window.at)
    except (ValueError, RecursionError):
        pass  # not whole in the window yet, or torn, or with escapes that JSON does not have
    else:
        return message
    limit = window.limit()
    end = len(window.text) if limit is None else limit.start()
    piece = _repaired(window.text[window.at : end])
    try:
        message, length = _DECODE(piece)
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg}"
    except (ValueError, RecursionError):
        return "not JSON: a number too long or lists too deep"
    window.at = end - (len(piece) - length)
    return message


def _repaired(text: str) -> str:
    r"""Return JSON with the ``\xNN`` that the exporter writes as the ``\u00NN`` it means."""
    if "\\x" not in text:
        return text
    return _ESCAPE.sub(lambda found: f"\\u00{found[1]}" if found[1] else found[0], text)
