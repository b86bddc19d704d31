"""Danger that goes on around what a post ends: «Курск: отбой. Для районов сигнал действует.»."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.areas import region_of
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.statements import Draft
    from alerts.verdicts import Statement


class RestOfRegion:
    """Leaves what a post ends out of the danger it keeps for the rest of the region."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words for places that are not named again."""
        self._the_rest = lexicon.bits("the_rest")

    def left(
        self, pairs: Sequence[tuple[Draft, Statement]], reading: Reading, home: str | None
    ) -> list[Statement]:
        """Return the statements of a post, each danger of the rest as one of the whole region."""
        statements = [statement for _, statement in pairs]
        if home is None or not any(draft.continues for draft, _ in pairs):
            return statements
        ended = {
            area
            for statement in statements
            if statement.kind is Kind.ALL_CLEAR
            for area in statement.areas
        }
        if not ended or any(region_of(area) == area for area in ended):
            return statements
        return [
            replace(statement, areas=(home,), places=(), parts=(), excepted=tuple(sorted(ended)))
            if draft.continues
            and self._is_told(draft, reading)
            and ended | {home} >= set(statement.areas)
            else statement
            for draft, statement in pairs
        ]

    def _is_told(self, draft: Draft, reading: Reading) -> bool:
        """Tell whether a danger is said of other places than those named before."""
        sentences = {finding.sentence for finding in draft.findings}
        return any(reading.sentences[number].bits & self._the_rest for number in sentences)
