"""Posts whose text is their number, so that each can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.listeners.telegram_account import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.fakes.keeper import Keeper
    from tests.mtproto.channel import Channel


def publish(channel: Channel, numbers: Iterable[int]) -> None:
    """Publish posts whose text is their number."""
    for number in numbers:
        channel.publish(f"Сообщение {number}")


def posts(count: int) -> list[tuple[int, str]]:
    """Return so many posts as they should be kept."""
    return [(number, f"Сообщение {number}") for number in range(1, count + 1)]


async def all_kept(keeper: Keeper, count: int) -> None:
    """Wait for so many posts; each must be kept once, in order, and none left out."""
    await keeper.until(lambda: len(keeper.told(CHANNEL)) >= count)
    assert keeper.told(CHANNEL) == posts(count)


async def marked(keeper: Keeper, up_to: int) -> None:
    """Wait until the mark is where it should be."""
    await keeper.until(lambda: keeper.marks.get(CHANNEL) == up_to)
