"""A post as far as it was understood: what was found in it, and what was made of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerts.reading import Reading
    from alerts.statements import Draft
    from alerts.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Understood:
    """A verdict with its reading; ``drafts`` stand beside the statements they gave."""

    text: str
    home: str | None
    reading: Reading
    drafts: tuple[Draft, ...]
    verdict: Verdict
