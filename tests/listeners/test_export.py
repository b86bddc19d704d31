"""Importing an export: which messages are posts, of which chat, from files of any size."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, BinaryIO

import pytest

from alerts.posts import SourcePost
from listeners.export import ExportError, ExportReader, read_export
from tests.listeners.export_files import (
    NOW,
    account,
    chat,
    file,
    ids,
    message,
    read,
    skipped,
    text_of,
)


def test_a_message_is_a_post() -> None:
    """An imported post is the post as any source would have heard it, received now."""
    edited = message(7, edited="2026-09-14T23:10:00", edited_unixtime="1789416600")

    assert read(file(chat([edited | {"forwarded_from": "Губернатор"}]))) == [
        SourcePost(
            channel="opershtab",
            message_id=7,
            text="Тревога",
            published_at=datetime.fromtimestamp(1789416007, UTC),
            received_at=NOW,
            source="export",
            edited_at=datetime.fromtimestamp(1789416600, UTC),
            channel_id=5,
            forwarded_from="Губернатор",
        )
    ]


def test_the_pieces_of_a_text_are_joined() -> None:
    """Marked words, links and emoji stand in the text as they were written."""
    pieces = ["Внимание, ", {"type": "bold", "text": "ракетная опасность"}, "!\n", "Укройтесь"]

    assert text_of(file(chat([message(1, pieces)]))) == ("Внимание, ракетная опасность!\nУкройтесь")


def test_albums_and_pictures_without_words_are_posts() -> None:
    """Each part of an album is a message; the ones without a caption say nothing."""
    items = read(file(chat([message(1, "Подпись"), message(2, "", photo="photos/1.jpg")])))

    assert [item.text for item in items if isinstance(item, SourcePost)] == ["Подпись", ""]


def test_service_and_unsupported_messages_are_no_posts() -> None:
    """What nobody wrote is passed over in silence."""
    service = {"id": 1, "type": "service", "date": "2026-09-14T23:00:00", "action": "pin_message"}

    assert ids(
        items := read(file(chat([service, {"id": 2, "type": "unsupported"}, message(3)])))
    ) == [3]
    assert skipped(items) == []


def test_local_time_needs_a_zone() -> None:
    """Old exports hold the time of the exporter's own computer only."""
    old = message(1, edited="1970-01-01T03:00:00")
    del old["date_unixtime"]

    (moscow,) = read_export(io.BytesIO(file(chat([old]))), channel="oper", received_at=NOW)
    (samara,) = read(file(chat([old])), zone=timezone(timedelta(hours=4)))

    assert isinstance(moscow, SourcePost)
    assert isinstance(samara, SourcePost)
    assert moscow.published_at == datetime(2026, 9, 14, 20, tzinfo=UTC)
    assert samara.published_at == datetime(2026, 9, 14, 19, tzinfo=UTC)
    assert moscow.edited_at is None


def test_escapes_that_json_does_not_have_are_understood() -> None:
    r"""The exporter writes control characters as \xNN; a backslash before one is no escape."""
    data = file(chat([message(1, "А@Б C:\\x41")])).replace(b"@", b"\\x1F")

    assert text_of(data) == "А\x1fБ C:\\x41"


def test_every_way_to_lay_out_the_file_is_read() -> None:
    """A file that went through another program is the same export."""
    export = chat([message(number) for number in range(1, 40)])
    sparse = json.dumps(export, indent=4)
    dense = json.dumps(export, ensure_ascii=False, separators=(",", ":"))
    by_key = json.dumps(export, sort_keys=True)

    for text in (sparse, dense, by_key, "\ufeff" + sparse.replace("\n", "\r\n")):
        assert ids(read(text.encode())) == list(range(1, 40))


ODD = {
    "no number": (message(1) | {"id": "7"}, None, "its id is no message number"),
    "unknown type": (message(1) | {"type": "story"}, 1, "its type is 'story'"),
    "number as text": (message(1, 5), 1, "its text is no text"),
    "piece without text": (message(1, [{"type": "bold"}]), 1, "its text is no text"),
    "half a character": (
        message(1, "\udc80"),
        1,
        "its text holds bytes that are no characters",
    ),
    "bad date": (message(1) | {"date_unixtime": "9" * 30}, 1, "its date is no moment"),
    "no date": ({"id": 1, "type": "message", "text": "Отбой"}, 1, "it has no date"),
}


@pytest.mark.parametrize(("odd", "number", "why"), ODD.values(), ids=ODD)
def test_an_odd_message_is_named_and_passed_over(
    odd: dict[str, Any], number: int | None, why: str
) -> None:
    """A message that is not what an exporter writes costs nothing but itself."""
    items = read(json.dumps(chat([odd, message(2)])).encode())

    assert skipped(items) == [(number, why)]
    assert ids(items) == [2]


def test_a_chat_is_picked_out_of_an_account() -> None:
    """By its number, also as the Bot API writes it, or by its name."""
    data = file(account(chat([message(1)], "А", 11), chat([message(2)], "Б", 12)))

    for asked in (12, "12", "-10012", "б"):
        assert ids(read(data, chat=asked)) == [2]


def test_a_choice_that_nobody_made_is_asked_for() -> None:
    """Posts of one channel are never imported under the name of another."""
    data = file(account(chat([message(1)], "А", 11), chat([message(2)], "Б", 12)))
    twins = file(account(chat([message(1)], "А", 11), chat([message(2)], "А", 12)))

    with pytest.raises(ExportError, match=r"«А» \(11\), «Б» \(12\), «Старый» \(99\)"):
        read(data)
    with pytest.raises(ExportError, match="not in the file"):
        read(data, chat="В")
    with pytest.raises(ExportError, match="by its number"):
        read(twins, chat="А")
    with pytest.raises(ExportError, match=r"«Оперштаб» \(5\) and not the asked one"):
        read(file(chat([message(1)])), chat="Другой")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"<html></html>", b"\xff\xfe\x00", b'{"messages": 1}']
)
def test_a_file_that_is_no_export_is_refused(data: bytes) -> None:
    """The operator is told at once that it is the wrong file."""
    with pytest.raises(ExportError, match="no messages of a Telegram Desktop export"):
        read(data)


class Endless(io.RawIOBase):
    """A large export that exists only while it is read."""

    def __init__(self, count: int) -> None:
        """Hold so many messages."""
        self._head = b'{"name": "A", "type": "public_channel", "id": 5, "messages": [\n'
        self._body = json.dumps(message(1, "Отбой " * 100)).encode() + b",\n"
        self._tail = json.dumps(message(2)).encode() + b"]}"
        self.size = len(self._head) + count * len(self._body) + len(self._tail)
        self._count = count
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be rewound."""
        return True

    def tell(self) -> int:
        """Return the place reached."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place from the beginning."""
        assert whence == io.SEEK_SET
        self._at = offset
        return offset

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # no name for a buffer before 3.12
        """Write out what stands at the place reached."""
        body_end = len(self._head) + self._count * len(self._body)
        if self._at < len(self._head):
            piece = self._head[self._at :]
        elif self._at < body_end:
            start = (self._at - len(self._head)) % len(self._body)
            copies = min(len(buffer) // len(self._body) + 1, self._count)
            piece = (self._body * copies)[start:][: body_end - self._at]
        else:
            piece = self._tail[self._at - body_end :]
        piece = piece[: len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def test_a_large_file_needs_little_memory() -> None:
    """Memory does not grow with the file, and the place reached can be watched."""
    stream: BinaryIO = io.BufferedReader(endless := Endless(6_000))
    reader = ExportReader(stream, channel="oper", received_at=NOW)
    positions = set()
    count = 0
    tracemalloc.start()
    try:
        for _ in reader:
            count += 1
            positions.add(reader.position)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 6_001
    assert peak < endless.size / 3
    assert max(positions) == endless.size
    assert len(positions) > 20
