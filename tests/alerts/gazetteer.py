"""The package's own gazetteer, and what it finds in a text, in short."""

from __future__ import annotations

from alerts.tables import load_gazetteer

GAZETTEER = load_gazetteer()


def found(text: str, home: str | None = None) -> list[tuple[str | None, str]]:
    """Return area and place of every mention."""
    return [(mention.area, mention.place) for mention in GAZETTEER.find(text, home)]


def areas(text: str, home: str | None = None) -> list[str | None]:
    """Return the area of every mention."""
    return [area for area, _ in found(text, home)]
