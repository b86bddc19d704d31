"""``[channels.reading]``: what is taught of a channel, with examples that must be read rightly."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from alerts.teaching import Example, Lessons, sound_boilerplate, sound_phrase
from alerts.verdicts import Hazard, Kind  # noqa: TC001 - pydantic reads the annotations
from app.config_forms import Section

Phrase = Annotated[str, AfterValidator(sound_phrase)]
Boilerplate = Annotated[str, AfterValidator(sound_boilerplate)]


class ExampleConfig(Section):
    """``[[channels.reading.examples]]``: a post with what it must be read as."""

    text: str = Field(min_length=1)
    kind: Kind
    hazards: tuple[Hazard, ...] | None = None
    places: tuple[str, ...] | None = None

    def example(self) -> Example:
        """Return it as the reader's room knows it."""
        return Example(text=self.text, kind=self.kind, hazards=self.hazards, places=self.places)


class ReadingConfig(Section):
    """``[channels.reading]``: how one channel has its own way of saying things."""

    boilerplate: tuple[Boilerplate, ...] = ()
    danger: tuple[Phrase, ...] = ()
    clear: tuple[Phrase, ...] = ()
    examples: tuple[ExampleConfig, ...] = ()

    def lessons(self) -> Lessons:
        """Return what is taught."""
        return Lessons(boilerplate=self.boilerplate, danger=self.danger, clear=self.clear)
