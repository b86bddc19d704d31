"""What a configuration teaches of its channels: their readers, and whether the examples agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.teaching import Lessons, doubtful_lessons, failures, taught_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.reader import Reader
    from app.config import Config

_EXCERPT: Final = 50


def taught_readers(config: Config) -> dict[str, Reader]:
    """Return the readers of the channels of which something is taught, by username."""
    return {
        channel.username: taught_reader(channel.reading.lessons())
        for channel in config.channels
        if channel.reading.lessons() != Lessons()
    }


def wrong_lessons(config: Config) -> Iterator[str]:
    """Yield what is taught that would do harm: one line each, with its place."""
    for number, channel in enumerate(config.channels):
        for text, why in doubtful_lessons(channel.reading.lessons()):
            yield f"channels.{number}.reading: {_short(text)} {why}"


def wrong_examples(config: Config) -> Iterator[str]:
    """Yield the examples that are read otherwise than they say: one line each, with its place."""
    for number, channel in enumerate(config.channels):
        examples = [each.example() for each in channel.reading.examples]
        reader = taught_reader(channel.reading.lessons())
        for which, how in failures(reader, channel.region, examples):
            example = examples[which]
            yield (
                f"channels.{number}.reading.examples.{which}: @{channel.username}: "
                f"{_short(example.text)} should be {example.kind.value}: it {how}"
            )


def _short(text: str) -> str:
    """Return the beginning of a text, quoted, on one line."""
    words = " ".join(text.split())
    return f"«{words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + '…'}»"
