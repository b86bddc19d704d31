"""Words of a post as it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.sentences import Hit

LONGEST: Final = 120


def quotes(hits: Sequence[Hit], text: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Return the words of hits as posted: one stretch, or each once if they are far apart."""
    if not hits:
        return ()
    start, end = hits[0].start, max([hit.end for hit in hits])
    if end - start <= longest:
        return (text[start:end],)
    return tuple(dict.fromkeys(text[hit.start : hit.end] for hit in hits))
