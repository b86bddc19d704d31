"""Exports that are torn, cut or flipped: what is whole is imported, the rest is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.posts import SourcePost
from listeners.export import ExportError
from tests.listeners.export_files import (
    TORN,
    account,
    chat,
    file,
    ids,
    message,
    read,
    skipped,
)


def test_a_torn_message_is_named_and_passed_over() -> None:
    """Reading goes on at the next message, wherever the torn one breaks off."""
    whole = file(chat([message(1), message(2, "ТОРН"), message(3)]))
    torn = whole.replace('"ТОРН",'.encode(), b'"')

    items = read(torn)

    assert ids(items) == [1, 3]
    ((number, why),) = skipped(items)
    assert number == 2
    assert why.startswith(TORN)


def test_a_file_that_breaks_off_is_read_up_to_there() -> None:
    """The last message of an interrupted export is named, the others are imported."""
    whole = file(chat([message(1), message(2), message(3)]))

    items = read(whole[: whole.rindex(b'"text"')])
    between = read(whole[: whole.rindex(b"{")])

    assert ids(items) == ids(between) == [1, 2]
    assert [number for number, _ in skipped(items)] == [3]
    assert skipped(between) == [(None, "the file ends before its list of messages does")]


def test_a_text_that_looks_like_a_message_is_a_text() -> None:
    """Nothing that is written in a post can pass for the beginning of another."""
    trap = '"messages": [ {"id": 9, "type": "message", "text": "Отбой"}'
    whole = file(chat([message(1, trap), message(2, "ТОРН" + trap), message(3)]))

    assert ids(read(whole.replace("ТОРН".encode(), b'"'))) == [1, 3]


def test_torn_places_do_not_mix_chats() -> None:
    """A chat whose beginning is torn is not taken for the one before it."""
    data = file(account(chat([message(1)], "А", 11), chat([message(2)], "Б", 12)))
    first, second = data.split(b'"messages"', 2)[1:]
    torn = data.replace(b'"messages"' + second, b'"massages"' + second)
    assert first
    cut = data.replace(b'"id": 11,\n    "messages"', b'"id": 11,\n    "m')

    items = read(torn, chat=11)
    assert ids(items) == [1]
    with pytest.raises(ExportError, match="not in the file"):
        read(cut, chat=11)


def test_a_torn_last_message_does_not_hide_the_next_chat() -> None:
    """What follows a torn place is read as what it is, the beginning of another chat."""
    data = file(account(chat([message(1, "ТОРН")], "А", 11), chat([message(2)], "Б", 12)))
    torn = data.replace('"ТОРН",'.encode(), b'"')

    assert ids(read(torn, chat=11)) == []
    assert ids(read(torn, chat=12)) == [2]


TEXTS = ("Тревога", "", 'Он сказал: "отбой" \\ {"id": 1, "type": "x"}', "👍\n\n", "a" * 300)
WHOLE = file(chat([message(number, TEXTS[number % len(TEXTS)]) for number in range(1, 12)]))
WRITTEN = {item.message_id: item for item in read(WHOLE) if isinstance(item, SourcePost)}
START = WHOLE.index(b'"messages"') + len(b'"messages": [')
BOUNDS = [WHOLE.index(f'"id": {number},'.encode(), START) for number in WRITTEN] + [len(WHOLE)]
"""Where a message begins; the bytes before it, up to its brace, are taken as its own, too."""


def untouched(first: int, last: int) -> list[int]:
    """Return the messages that lie whole outside a stretch of bytes."""
    return [
        number
        for number, begins, ends in zip(WRITTEN, BOUNDS, BOUNDS[1:], strict=False)
        if last < begins - 12 or first >= ends
    ]


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_flipped_byte_costs_one_message(place: int, flip: int) -> None:
    """Damage anywhere in the file loses no message but the one it is in."""
    data = bytearray(WHOLE)
    data[place] ^= flip

    items = read(bytes(data))

    heard = {(item.text, item.published_at) for item in items if isinstance(item, SourcePost)}
    whole = [WRITTEN[number] for number in untouched(place, place)]
    assert {(post.text, post.published_at) for post in whole} <= heard


@given(st.integers(START, len(WHOLE) - 1), st.integers(0, 400))
def test_a_missing_stretch_costs_what_was_in_it(place: int, length: int) -> None:
    """A hole in the file loses no message outside it."""
    items = read(WHOLE[:place] + WHOLE[place + length :])

    whole = untouched(place, place + length)
    assert set(whole) <= set(ids(items))


@given(st.integers(0, len(WHOLE)))
def test_a_cut_file_is_read_up_to_the_cut(place: int) -> None:
    """An interrupted export gives every message that is whole."""
    try:
        items = read(WHOLE[:place])
    except ExportError:
        assert place < START + 20
        return

    assert set(untouched(place, len(WHOLE))) <= set(ids(items))
