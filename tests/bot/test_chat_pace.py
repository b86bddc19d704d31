from __future__ import annotations

import pytest

from bot.chat_pace import ChatPace


def test_a_chat_gets_one_message_a_second() -> None:
    """A chat waits for itself only."""
    chats = ChatPace()
    chats.take(7, 0.0)
    assert chats.rest(7, 0.25) == pytest.approx(0.75)
    assert chats.rest(8, 0.25) == 0
    assert chats.rest(7, 1.0) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    """The twenty-first message to a group waits until the first is a minute old."""
    chats = ChatPace()
    for number in range(20):
        assert chats.rest(-100, 2.0 * number) == 0
        chats.take(-100, 2.0 * number)
    assert chats.rest(-100, 40.0) == pytest.approx(20)
    assert chats.rest(-200, 40.0) == 0
    assert chats.rest(-100, 60.0) == 0


def test_a_held_chat_waits_as_long_as_it_was_told() -> None:
    """Telegram's word about one chat concerns that chat."""
    chats = ChatPace()
    chats.hold(7, 40.0)
    chats.take(8, 10.0)
    assert chats.rest(7, 10.0) == pytest.approx(30)
    assert chats.rest(7, 40.0) == 0


def test_a_pace_of_nothing_is_refused() -> None:
    """A chat that may never be written to is a mistake."""
    with pytest.raises(ValueError, match="above zero"):
        ChatPace(0)
